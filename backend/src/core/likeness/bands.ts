/**
 * MinHash with bands: two texts that share half of their grams have a band in common with a probability of 0.99, two
 * that share a tenth with one of 0.03. So an index over bands finds the similar ones without comparing with all.
 */
import { FEWEST_GRAMS } from './text.js';

const BANDS = 32;
const ROWS = 3;

/** Multipliers and offsets of the hash functions, from a fixed seed: bands stored once stay comparable. */
const SEEDS = seedsOf(BANDS * ROWS);

/** One word per band; none for a text that says too little. */
export function bandsOf(grams: Int32Array): string[] {
  if (grams.length < FEWEST_GRAMS) return [];
  const least = SEEDS.map(({ times, plus }) => {
    let lowest = 0xffffffff;
    for (const gram of grams) {
      const mixed = (Math.imul(gram, times) + plus) >>> 0;
      const value = (mixed ^ (mixed >>> 15)) >>> 0;
      if (value < lowest) lowest = value;
    }
    return lowest;
  });
  return Array.from({ length: BANDS }, (_, band) => {
    return `${band}:${least.slice(band * ROWS, (band + 1) * ROWS).join('.')}`;
  });
}

function seedsOf(count: number): readonly { readonly times: number; readonly plus: number }[] {
  let state = 0x9e3779b9;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    const mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    return (mixed ^ (mixed >>> 14)) | 0;
  };
  return Array.from({ length: count }, () => ({ times: next() | 1, plus: next() }));
}

/**
 * The hidden mark 隐形水印 on what people are shown: a faint pattern of light and dark squares ("chips"), repeated over
 * the whole picture like tiles. Part of the chips is the same for everybody and tells where a tile begins; the others
 * carry the code of the custody record (mark-code.ts), each bit on five of them.
 *
 * The tile is laid over a picture as black and white at an opacity of a few levels in 255: the difference between light
 * and dark chips is then the same on every ground, white paper and black terminals included. Reading: take away what
 * is not fine detail, fold the picture tile upon tile, find where the known chips fit best (over many scales, since a
 * screenshot is rarely as large as its original), read the bits there.
 *
 * It is for pictures handed on, not against people who know this file and want it gone. What it survives is measured
 * in watermark.spec.ts and written in docs/decisions/0018.
 */
import { bitsOfCode, codeOfBits, MARK_BITS } from './mark-code.js';
import { fourier2d } from './fourier.js';

/** Chips along the edge of a tile. */
const CHIPS = 32;
/** Pixels along the edge of a chip. */
const CHIP_PIXELS = 6;
/** Pixels along the edge of a tile. */
export const TILE_PIXELS = CHIPS * CHIP_PIXELS;
/** Opacity of the pattern, in 255ths: light and dark chips differ by so many levels. */
export const MARK_LEVELS = 3;
const CHIPS_PER_BIT = 5;
/** Cells per chip when a picture is folded; a power of two makes the whole tile one, which the transform needs. */
const FINENESS = 4;
const FOLD = CHIPS * FINENESS;
/** Fine detail beyond this counts as drawing, not as mark. */
const MOST_DETAIL = 6;
/** The ground is worked out for patches of so many pixels along each edge. */
const PATCH = 4;
/** Levels of brightness that count as one ground: both kinds of chips and some noise. */
const GROUND = 14;
/** What a pixel is compared with reaches so far around it. */
const REACH = CHIP_PIXELS * 2;
/** How far the best fit of the known chips must stand out, in standard deviations of all fits. */
const FIT_THRESHOLD = 5.5;
/** The pattern is the same in every installation: a picture from elsewhere is then recognised as such. */
const SEED = 0x59616e77;

/** Brightness of a picture, row by row, 0 to 255. */
export interface Brightness {
  readonly width: number;
  readonly height: number;
  readonly values: ArrayLike<number>;
}

/** A mark that was read. */
export interface FoundMark {
  readonly code: string;
  /** Size of the picture against the one that was handed out: 0.5 = half. */
  readonly scale: number;
  /** How clearly the pattern stood out, in standard deviations. */
  readonly clarity: number;
}

interface Layout {
  /** Which bit a chip carries; -1 for the chips that only tell where a tile begins. */
  readonly bitOf: Int16Array;
  /** 1 or -1: the chip for a bit 1, or the known chip. */
  readonly signOf: Int8Array;
}

const LAYOUT = layOut();
let knownSpectrum: { re: Float64Array; im: Float64Array } | undefined;

/** The tile of a code as RGBA pixels, `TILE_PIXELS` square, to be repeated over a picture. */
export function markTile(code: string, levels: number = MARK_LEVELS): Uint8Array {
  const chips = chipsOf(code);
  const pixels = new Uint8Array(TILE_PIXELS * TILE_PIXELS * 4);
  for (let y = 0; y < TILE_PIXELS; y += 1) {
    for (let x = 0; x < TILE_PIXELS; x += 1) {
      const chip = Math.floor(y / CHIP_PIXELS) * CHIPS + Math.floor(x / CHIP_PIXELS);
      const shade = (chips[chip] ?? 0) > 0 ? 255 : 0;
      pixels.set([shade, shade, shade, levels], (y * TILE_PIXELS + x) * 4);
    }
  }
  return pixels;
}

/** Scales at which a mark is looked for, the likeliest first. */
export function likelyScales(): number[] {
  const common = [1, 0.5, 2 / 3, 0.75, 0.8, 0.9, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3];
  const rest: number[] = [];
  for (let scale = 0.4; scale <= 3; scale *= 1.004) rest.push(scale);
  const distance = (scale: number): number => Math.abs(Math.log(scale));
  return [...common, ...rest.sort((a, b) => distance(a) - distance(b))];
}

/**
 * Looks for a mark, one scale per step, so that the caller may do something else in between.
 * @returns what was found; null when there is none
 */
export function* searchMark(
  picture: Brightness,
  scales: readonly number[] = likelyScales(),
): Generator<undefined, FoundMark | null> {
  const detail = fineDetail(picture);
  for (const scale of scales) {
    const found = markAt(detail, scale);
    if (found !== null) return found;
    yield undefined;
  }
  return null;
}

/** The whole search at once. */
export function findMark(picture: Brightness, scales: readonly number[] = likelyScales()): FoundMark | null {
  const search = searchMark(picture, scales);
  for (;;) {
    const step = search.next();
    if (step.done === true) return step.value;
  }
}

function markAt(detail: Brightness, scale: number): FoundMark | null {
  const folded = fold(detail, scale);
  const { at, clarity } = bestFit(folded);
  if (clarity < FIT_THRESHOLD) return null;
  const code = codeOfBits(bitsAt(folded, at));
  return code === null ? null : { code, scale, clarity };
}

/** What is left of a picture without its ground, clipped: a mark is faint, drawings are not. */
function fineDetail(picture: Brightness): Brightness {
  const { width, height, values } = picture;
  const detail = new Float32Array(width * height);
  for (let top = 0; top < height; top += PATCH) {
    const grounds = groundsAlong(picture, top);
    for (let y = top; y < Math.min(height, top + PATCH); y += 1) {
      for (let x = 0; x < width; x += 1) {
        const difference = (values[y * width + x] ?? 0) - (grounds[Math.floor(x / PATCH)] ?? 0);
        detail[y * width + x] = Math.abs(difference) > MOST_DETAIL * 2 ? 0 : clip(difference);
      }
    }
  }
  return { width, height, values: detail };
}

/** The grounds of a row of patches, from counts that slide along with them. */
function groundsAlong({ width, height, values }: Brightness, top: number): Float64Array {
  const rows = { from: Math.max(0, top - REACH), to: Math.min(height, top + PATCH + REACH) };
  const counts = new Uint32Array(256);
  const of = { width, values, counts };
  for (let x = 0; x < Math.min(REACH, width); x += 1) countColumn(of, { ...rows, x, by: 1 });
  return Float64Array.from({ length: Math.ceil(width / PATCH) }, (_, patch) => {
    for (let x = patch * PATCH; x < (patch + 1) * PATCH; x += 1) {
      if (x + REACH < width) countColumn(of, { ...rows, x: x + REACH, by: 1 });
      if (x - REACH - 1 >= 0) countColumn(of, { ...rows, x: x - REACH - 1, by: -1 });
    }
    return groundOf(counts);
  });
}

/** Takes the pixels of one column of the surroundings into the counts, or out of them. */
function countColumn(
  of: { readonly width: number; readonly values: ArrayLike<number>; readonly counts: Uint32Array },
  column: { readonly x: number; readonly from: number; readonly to: number; readonly by: 1 | -1 },
): void {
  for (let y = column.from; y < column.to; y += 1) {
    const value = of.values[y * of.width + column.x] ?? 0;
    of.counts[value] = (of.counts[value] ?? 0) + column.by;
  }
}

/** The ground a pixel stands on: the mean of what is about as bright as most of its surroundings, writing left out. */
function groundOf(counts: Uint32Array): number {
  let [best, bestCount, running] = [0, -1, 0];
  for (let value = 0; value < 256 + MOST_DETAIL; value += 1) {
    running += (counts[value] ?? 0) - (counts[value - GROUND] ?? 0);
    if (running > bestCount) [best, bestCount] = [value, running];
  }
  let [sum, weight] = [0, 0];
  for (let value = Math.max(0, best - GROUND + 1); value <= Math.min(255, best); value += 1) {
    const count = counts[value] ?? 0;
    sum += value * count;
    weight += count;
  }
  return weight > 0 ? sum / weight : 0;
}

function clip(value: number): number {
  return Math.max(-MOST_DETAIL, Math.min(MOST_DETAIL, value));
}

/** Lays the picture upon itself tile by tile; every cell is the mean of what fell on it. */
function fold({ width, height, values }: Brightness, scale: number): Float64Array {
  const sums = new Float64Array(FOLD * FOLD);
  const counts = new Uint32Array(FOLD * FOLD);
  const step = FINENESS / CHIP_PIXELS / scale;
  const columns = Uint16Array.from({ length: width }, (_, x) => Math.floor((x + 0.5) * step) % FOLD);
  for (let y = 0; y < height; y += 1) {
    const row = (Math.floor((y + 0.5) * step) % FOLD) * FOLD;
    for (let x = 0; x < width; x += 1) {
      const cell = row + (columns[x] ?? 0);
      sums[cell] = (sums[cell] ?? 0) + (values[y * width + x] ?? 0);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
  }
  return sums.map((sum, cell) => sum / Math.max(1, counts[cell] ?? 0));
}

/** Where the known chips fit best: correlation at every shift, by the convolution theorem. */
function bestFit(folded: Float64Array): { readonly at: number; readonly clarity: number } {
  knownSpectrum ??= spectrumOfKnown();
  const re = Float64Array.from(folded);
  const im = new Float64Array(FOLD * FOLD);
  fourier2d({ re, im }, FOLD, false);
  for (let k = 0; k < re.length; k += 1) {
    const [a, b] = [re[k] ?? 0, im[k] ?? 0];
    const [c, d] = [knownSpectrum.re[k] ?? 0, knownSpectrum.im[k] ?? 0];
    re[k] = a * c + b * d;
    im[k] = b * c - a * d;
  }
  fourier2d({ re, im }, FOLD, true);
  let at = 0;
  let energy = 0;
  re.forEach((fit, shift) => {
    energy += fit * fit;
    if (fit > (re[at] ?? 0)) at = shift;
  });
  const deviation = Math.sqrt(energy / re.length);
  return { at, clarity: deviation > 0 ? (re[at] ?? 0) / deviation : 0 };
}

function spectrumOfKnown(): { re: Float64Array; im: Float64Array } {
  const re = new Float64Array(FOLD * FOLD);
  for (let cell = 0; cell < re.length; cell += 1) {
    const chip = chipOfCell(cell % FOLD, Math.floor(cell / FOLD));
    if (LAYOUT.bitOf[chip] === -1) re[cell] = LAYOUT.signOf[chip] ?? 0;
  }
  const spectrum = { re, im: new Float64Array(FOLD * FOLD) };
  fourier2d(spectrum, FOLD, false);
  return spectrum;
}

function bitsAt(folded: Float64Array, at: number): Float64Array {
  const soft = new Float64Array(MARK_BITS);
  const [shiftX, shiftY] = [at % FOLD, Math.floor(at / FOLD)];
  for (let y = 0; y < FOLD; y += 1) {
    for (let x = 0; x < FOLD; x += 1) {
      const chip = chipOfCell(x, y);
      const bit = LAYOUT.bitOf[chip] ?? -1;
      if (bit < 0) continue;
      const seen = folded[((y + shiftY) % FOLD) * FOLD + ((x + shiftX) % FOLD)] ?? 0;
      soft[bit] = (soft[bit] ?? 0) + seen * (LAYOUT.signOf[chip] ?? 0);
    }
  }
  return soft;
}

function chipOfCell(x: number, y: number): number {
  return Math.floor(y / FINENESS) * CHIPS + Math.floor(x / FINENESS);
}

function chipsOf(code: string): Int8Array {
  const bits = bitsOfCode(code);
  return LAYOUT.signOf.map((sign, chip) => {
    const bit = LAYOUT.bitOf[chip] ?? -1;
    return bit >= 0 && bits[bit] === 0 ? -sign : sign;
  });
}

/** Which chip does what: shuffled by a fixed sequence, so that neither bits nor known chips stand together. */
function layOut(): Layout {
  const random = sequence(SEED);
  const order = Array.from({ length: CHIPS * CHIPS }, (_, chip) => chip);
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
  }
  const bitOf = new Int16Array(order.length).fill(-1);
  order.slice(0, MARK_BITS * CHIPS_PER_BIT).forEach((chip, place) => (bitOf[chip] = place % MARK_BITS));
  const signOf = Int8Array.from(order, () => (random() < 0.5 ? -1 : 1));
  return { bitOf, signOf };
}

/** A fixed sequence of numbers in [0, 1) (mulberry32). */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

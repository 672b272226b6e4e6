import sharp, { type Sharp } from 'sharp';
import { codeOfBits, bitsOfCode, MARK_BITS, markCodeOf, readMarkCode } from './mark-code.js';
import { findMark, likelyScales, markTile, TILE_PIXELS } from './watermark.js';

const CODE = markCodeOf(Uint8Array.from([7, 77, 177, 27, 217]));

/** Text-like drawing, half on paper and half on a black terminal. */
async function screenshot(): Promise<Buffer> {
  const line = (at: number): string =>
    `<text x="30" y="${36 + at * 26}" font-size="15" font-family="monospace" fill="${at < 15 ? '#1b2530' : '#9fe8b0'}">srv-${at} 198.51.100.${at} session established 11:0${at % 10}:14 Kylin V10 ops</text>`;
  const lines = Array.from({ length: 30 }, (_, at) => line(at)).join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="800"><rect width="1200" height="800" fill="#fff"/><rect y="410" width="1200" height="390" fill="#0c1116"/>${lines}</svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

async function read(picture: Sharp, scales?: readonly number[]): Promise<string | null> {
  const { data, info } = await picture.grayscale().raw().toBuffer({ resolveWithObject: true });
  return findMark({ width: info.width, height: info.height, values: data }, scales)?.code ?? null;
}

describe('codes', () => {
  it('are eight signs, forgiving in how they are typed', () => {
    expect(CODE).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/);
    expect(readMarkCode(`${CODE.slice(0, 4).toLowerCase()}-${CODE.slice(4)}`)).toBe(CODE);
    expect(readMarkCode('U2345678')).toBeNull();
  });

  it('survive one bit in eight read wrongly, and are refused when half of them are', () => {
    const soft = Array.from(bitsOfCode(CODE), (bit) => (bit === 1 ? 1 : -1));
    expect(soft).toHaveLength(MARK_BITS);
    expect(codeOfBits(soft.map((bit, at) => (at % 8 === 3 ? -bit : bit)))).toBe(CODE);
    expect(codeOfBits(soft.map((bit, at) => (at % 2 === 0 ? -bit : bit)))).toBeNull();
  });
});

describe('the hidden mark', () => {
  let marked: Buffer;

  beforeAll(async () => {
    const raw = { width: TILE_PIXELS, height: TILE_PIXELS, channels: 4 } as const;
    const tile = { input: Buffer.from(markTile(CODE)), raw, tile: true };
    marked = await sharp(await screenshot())
      .composite([tile])
      .png()
      .toBuffer();
  });

  const again = async (picture: Sharp): Promise<Sharp> => sharp(await picture.png().toBuffer());
  const jpeg = async (picture: Sharp, quality: number): Promise<Sharp> =>
    sharp(await picture.jpeg({ quality }).toBuffer());

  it.each<[string, (picture: Sharp) => Sharp | Promise<Sharp>]>([
    ['saved again as PNG', again],
    ['JPEG 80', (picture) => jpeg(picture, 80)],
    ['JPEG 60', (picture) => jpeg(picture, 60)],
    ['cut out', (picture) => picture.extract({ left: 131, top: 77, width: 500, height: 400 })],
    ['three quarters', (picture) => picture.resize({ width: 900 })],
    ['half', (picture) => picture.resize({ width: 600 })],
    ['half again larger', (picture) => picture.resize({ width: 1800 })],
    [
      'cut out, four fifths, JPEG 80',
      async (picture) =>
        jpeg(
          (await again(picture.extract({ left: 131, top: 77, width: 700, height: 500 }))).resize({ width: 560 }),
          80,
        ),
    ],
  ])('survives: %s', async (_, handle) => {
    const scales = [1, 0.5, 0.75, 0.8, 1.25, 1.5];
    expect(await read(await handle(sharp(marked)), scales)).toBe(CODE);
  });

  it('is found at a size nobody would guess', async () => {
    expect(await read(sharp(marked).resize({ width: 1067 }))).toBe(CODE);
  });

  it('is not found where there is none', async () => {
    expect(await read(sharp(await screenshot()), likelyScales().slice(0, 40))).toBeNull();
  });

  it('changes no pixel by more than a few levels', async () => {
    const before = await sharp(await screenshot())
      .grayscale()
      .raw()
      .toBuffer();
    const after = await sharp(marked).grayscale().raw().toBuffer();
    expect(before.reduce((most, value, at) => Math.max(most, Math.abs(value - (after[at] ?? 0))), 0)).toBeLessThan(7);
  });
});

import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import {
  BrokenSeal,
  FRAME_BYTES,
  framesOf,
  newDataKey,
  openFrame,
  placeOf,
  SEALED_FRAME_BYTES,
  sealedBytes,
  sealFrame,
} from './sealed-frames.js';

const frameKey = { key: newDataKey(), name: 'content-1' };
const plain = Buffer.from('堡垒机口令 bastion password');

describe('frames', () => {
  it.each(['MORE', 'LAST', 'REST'] as const)('open where they were sealed: %s', (part) => {
    const sealed = sealFrame(frameKey, { index: 7, part }, plain);
    expect(sealed.includes(plain)).toBe(false);
    expect(openFrame(frameKey, { index: 7, part }, sealed).equals(plain)).toBe(true);
  });

  it('open nowhere else', () => {
    const place = { index: 7, part: 'MORE' } as const;
    const sealed = sealFrame(frameKey, place, plain);
    const opened: (() => Buffer)[] = [
      () => openFrame(frameKey, { ...place, index: 8 }, sealed),
      () => openFrame(frameKey, { ...place, part: 'LAST' }, sealed),
      () => openFrame(frameKey, { ...place, part: 'REST' }, sealed),
      () => openFrame({ ...frameKey, name: 'content-2' }, place, sealed),
      () => openFrame({ ...frameKey, key: newDataKey() }, place, sealed),
      () => openFrame(frameKey, place, sealed.subarray(0, -1)),
      () => openFrame(frameKey, place, sealed.subarray(0, 10)),
    ];
    for (const open of opened) expect(open).toThrow(BrokenSeal);
  });

  it('do not open with any bit changed', () => {
    fc.assert(
      fc.property(fc.nat({ max: plain.length + 27 }), fc.integer({ min: 0, max: 7 }), (at, bit) => {
        const sealed = sealFrame(frameKey, { index: 0, part: 'LAST' }, plain);
        sealed[at] = (sealed[at] ?? 0) ^ (1 << bit);
        expect(() => openFrame(frameKey, { index: 0, part: 'LAST' }, sealed)).toThrow(BrokenSeal);
      }),
    );
  });

  it('never use a nonce twice', () => {
    const sealed = Array.from({ length: 100 }, () => sealFrame(frameKey, { index: 0, part: 'LAST' }, plain));
    expect(new Set(sealed.map((frame) => frame.subarray(0, 12).toString('hex'))).size).toBe(100);
  });
});

describe('ranges', () => {
  it('any range of any content comes out of exactly the frames named for it', () => {
    const sizes = fc.integer({ min: 1, max: 3 * FRAME_BYTES + 5 });
    fc.assert(
      fc.property(sizes, fc.nat(), fc.nat(), (size, a, b) => {
        const [start, end] = [a % size, b % size].sort((x, y) => x - y) as [number, number];
        const { first, last, sealed } = framesOf({ start, end }, size);
        expect(first * FRAME_BYTES).toBeLessThanOrEqual(start);
        expect(Math.min((last + 1) * FRAME_BYTES, size)).toBeGreaterThan(end);
        expect(sealed.start).toBe(first * SEALED_FRAME_BYTES);
        expect(sealed.end).toBeLessThan(sealedBytes(size));
        expect(placeOf(last, size).part === 'LAST').toBe((last + 1) * FRAME_BYTES >= size);
      }),
    );
  });

  it('reads back what was sealed frame by frame', () => {
    const content = randomBytes(2 * FRAME_BYTES + 100);
    const frames = [0, 1, 2].map((index) =>
      sealFrame(
        frameKey,
        placeOf(index, content.length),
        content.subarray(index * FRAME_BYTES, (index + 1) * FRAME_BYTES),
      ),
    );
    const sealed = Buffer.concat(frames);
    expect(sealed.length).toBe(sealedBytes(content.length));
    const { first, sealed: range } = framesOf({ start: FRAME_BYTES + 3, end: FRAME_BYTES + 8 }, content.length);
    const opened = openFrame(frameKey, placeOf(first, content.length), sealed.subarray(range.start, range.end + 1));
    expect(opened.subarray(3, 9).equals(content.subarray(FRAME_BYTES + 3, FRAME_BYTES + 9))).toBe(true);
  });
});

import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FRAME_BYTES, newDataKey, SEALED_FRAME_BYTES, sealedBytes } from '../../core/evidence/sealed-frames.js';
import { readBytes } from './evidence-reading.js';
import { restPath, type StagePlan, StagedFile } from './evidence-stage.js';

const folder = mkdtempSync(join(tmpdir(), 'yanwu-stage-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CONTENT = randomBytes(3 * FRAME_BYTES + 4321);
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
let made = 0;

function plan(sizeBytes = CONTENT.length): StagePlan {
  made += 1;
  return { path: join(folder, `file-${made}`), frameKey: { key: newDataKey(), name: `file-${made}` }, sizeBytes };
}

async function* pieces(bytes: Buffer, length: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += length) yield await Promise.resolve(bytes.subarray(at, at + length));
}

async function* thenBreaks(bytes: Buffer): AsyncGenerator<Buffer> {
  yield* pieces(bytes, 65_536);
  throw new Error('the line is cut');
}

const all = (staged: StagedFile): Promise<Buffer> =>
  readBytes(staged.content, { start: 0, end: staged.content.sizeBytes - 1 });

describe('a file that arrives', () => {
  it.each([1, FRAME_BYTES - 1, FRAME_BYTES, FRAME_BYTES + 1, 2 * FRAME_BYTES, CONTENT.length])(
    'of %i bytes is there as it was sent, and rests as ciphertext',
    async (size) => {
      const bytes = CONTENT.subarray(0, size);
      const to = plan(size);
      const staged = await StagedFile.fresh(to);
      expect(await staged.append(pieces(bytes, 65_536))).toBe(size);
      expect([staged.isWhole, await staged.digest()]).toEqual([true, sha256(bytes)]);
      expect((await all(staged)).equals(bytes)).toBe(true);
      expect(statSync(to.path).size).toBe(sealedBytes(size));
      if (size > 64) expect(readFileSync(to.path).includes(bytes.subarray(0, 64))).toBe(false);
    },
  );

  it.each([1, 1000, 70_001, FRAME_BYTES, FRAME_BYTES + 7])('in pieces of %i bytes', async (length) => {
    const bytes = length === 1 ? CONTENT.subarray(0, 40) : CONTENT;
    const staged = await StagedFile.fresh(plan(bytes.length));
    for (let at = 0; at < bytes.length; at += length) {
      const piece = bytes.subarray(at, at + length);
      expect(await staged.append(pieces(piece, 9999))).toBe(at + piece.length);
    }
    expect(await staged.digest()).toBe(sha256(bytes));
    expect((await all(staged)).equals(bytes)).toBe(true);
  });

  it('keeps what came before a break, in this process and in the next', async () => {
    const to = plan();
    const staged = await StagedFile.fresh(to);
    const cut = FRAME_BYTES + 12_345;
    await expect(staged.append(thenBreaks(CONTENT.subarray(0, cut)))).rejects.toThrow('cut');
    expect(staged.offset).toBe(cut);
    const resumed = await StagedFile.resume(to);
    expect(resumed.offset).toBe(cut);
    await resumed.append(pieces(CONTENT.subarray(cut), 65_536));
    expect(await resumed.digest()).toBe(sha256(CONTENT));
    const again = await StagedFile.resume(to);
    expect([again.isWhole, await again.digest()]).toEqual([true, sha256(CONTENT)]);
  });

  it('goes back to the last frame that is whole when the disk lost more', async () => {
    const to = plan();
    await (await StagedFile.fresh(to)).append(pieces(CONTENT.subarray(0, 2 * FRAME_BYTES + 10), 65_536));
    truncateSync(to.path, SEALED_FRAME_BYTES + 17);
    const resumed = await StagedFile.resume(to);
    expect(resumed.offset).toBe(FRAME_BYTES);
    await resumed.append(pieces(CONTENT.subarray(FRAME_BYTES), 65_536));
    expect((await all(resumed)).equals(CONTENT)).toBe(true);
  });

  it('does not take the rest of another place or file for its own', async () => {
    const to = plan();
    await (await StagedFile.fresh(to)).append(pieces(CONTENT.subarray(0, 500), 500));
    const other = plan();
    await (await StagedFile.fresh(other)).append(pieces(CONTENT.subarray(0, 900), 900));
    writeFileSync(restPath(to), readFileSync(restPath(other)));
    expect((await StagedFile.resume(to)).offset).toBe(0);
  });

  it('notices that the disk is no longer as it left it', async () => {
    const to = plan();
    const staged = await StagedFile.fresh(to);
    await staged.append(pieces(CONTENT.subarray(0, 2 * FRAME_BYTES), 65_536));
    expect(await staged.isAsLeft()).toBe(true);
    truncateSync(to.path, 5);
    expect(await staged.isAsLeft()).toBe(false);
  });

  it('refuses more than was announced', async () => {
    const staged = await StagedFile.fresh(plan(1000));
    await expect(staged.append(pieces(CONTENT.subarray(0, 1200), 600))).rejects.toMatchObject({
      code: 'FILE_TOO_LARGE',
    });
    expect(staged.offset).toBe(600);
  });
});

describe('a file that rests', () => {
  it('gives out any range, and none of it once a byte is changed or its end is cut', async () => {
    const to = plan();
    const staged = await StagedFile.fresh(to);
    await staged.append(pieces(CONTENT, 65_536));
    const range = { start: FRAME_BYTES - 10, end: 2 * FRAME_BYTES + 10 };
    expect((await readBytes(staged.content, range)).equals(CONTENT.subarray(range.start, range.end + 1))).toBe(true);
    const kept = readFileSync(to.path);
    writeFileSync(to.path, kept.subarray(0, 3 * SEALED_FRAME_BYTES));
    await expect(all(staged)).rejects.toThrow('cut before frame 3');
    kept[SEALED_FRAME_BYTES + 99] = (kept[SEALED_FRAME_BYTES + 99] ?? 0) ^ 1;
    writeFileSync(to.path, kept);
    await expect(readBytes(staged.content, range)).rejects.toThrow('frame 1 does not open');
    expect((await readBytes(staged.content, { start: 0, end: 9 })).equals(CONTENT.subarray(0, 10))).toBe(true);
  });

  it('does not pass for shorter by leaving frames out at its end', async () => {
    const to = plan();
    const staged = await StagedFile.fresh(to);
    await staged.append(pieces(CONTENT, 65_536));
    const shorter = { ...staged.content, sizeBytes: 3 * FRAME_BYTES };
    await expect(readBytes(shorter, { start: 0, end: shorter.sizeBytes - 1 })).rejects.toThrow('frame 2 does not open');
  });
});

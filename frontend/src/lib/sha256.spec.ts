import { createHash, randomBytes } from 'node:crypto';
import { Sha256 } from './sha256.js';

const expected = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('Sha256', () => {
  it('gives the digests of FIPS 180-4', () => {
    expect(new Sha256().digest()).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(new Sha256().update(new TextEncoder().encode('abc')).digest()).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  it('agrees with another implementation at every length around a block, in any pieces', () => {
    const bytes = randomBytes(300);
    for (let length = 0; length <= 300; length += 1) {
      const piece = bytes.subarray(0, length);
      const cut = length % 71;
      const digest = new Sha256().update(piece.subarray(0, cut)).update(piece.subarray(cut)).digest();
      expect(digest).toBe(expected(piece));
    }
  });
});

import { isSigned, signStatement } from '../../core/proof/checkpoint.js';
import { KeyBox, makeKeyPair } from './key-box.js';

const SECRET = 'a secret of some length';

describe('key box', () => {
  it('opens what it sealed, for the same thing and under the same secret only', () => {
    const box = new KeyBox(SECRET).seal('private', 'exercise-1');
    expect(box).not.toContain('private');
    expect(new KeyBox(SECRET).open(box, 'exercise-1')).toBe('private');
    expect(() => new KeyBox(SECRET).open(box, 'exercise-2')).toThrow();
    expect(() => new KeyBox(`${SECRET}!`).open(box, 'exercise-1')).toThrow();
    const bytes = Buffer.from(box, 'base64');
    bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
    expect(() => new KeyBox(SECRET).open(bytes.toString('base64'), 'exercise-1')).toThrow();
  });

  it('seals differently each time and is known again by its mark', () => {
    const box = new KeyBox(SECRET);
    expect(box.seal('private', 'x')).not.toBe(box.seal('private', 'x'));
    expect(new KeyBox(SECRET).mark).toBe(box.mark);
    expect(new KeyBox(`${SECRET}!`).mark).not.toBe(box.mark);
  });

  it('makes pairs that sign', () => {
    const { publicKey, privateKey } = makeKeyPair();
    const signature = signStatement('statement', privateKey);
    expect(isSigned({ publicKey, statement: 'statement', signature })).toBe(true);
    expect(isSigned({ publicKey, statement: 'another', signature })).toBe(false);
    expect(isSigned({ publicKey: makeKeyPair().publicKey, statement: 'statement', signature })).toBe(false);
    expect(isSigned({ publicKey: 'no key', statement: 'statement', signature })).toBe(false);
  });
});

/**
 * SHA-256 (FIPS 180-4) that takes a file piece by piece. The browser's own takes everything at once, which a file of
 * gigabytes does not allow, and only over TLS, which an exercise network may not have.
 */
const K = constants();
const START = Int32Array.of(
  0x6a09e667,
  0xbb67ae85,
  0x3c6ef372,
  0xa54ff53a,
  0x510e527f,
  0x9b05688c,
  0x1f83d9ab,
  0x5be0cd19,
);
const BLOCK = 64;

/** A digest under way. */
export class Sha256 {
  private readonly state = Int32Array.from(START);
  private readonly words = new Int32Array(64);
  private readonly rest = new Uint8Array(BLOCK);
  private restBytes = 0;
  private bytes = 0;

  update(piece: Uint8Array): this {
    this.bytes += piece.length;
    let at = 0;
    if (this.restBytes > 0) {
      at = Math.min(BLOCK - this.restBytes, piece.length);
      this.rest.set(piece.subarray(0, at), this.restBytes);
      this.restBytes += at;
      if (this.restBytes < BLOCK) return this;
      this.block(this.rest, 0);
      this.restBytes = 0;
    }
    for (; at + BLOCK <= piece.length; at += BLOCK) this.block(piece, at);
    this.rest.set(piece.subarray(at));
    this.restBytes = piece.length - at;
    return this;
  }

  /** Lower-case hex; nothing may be added afterwards. */
  digest(): string {
    const length = this.bytes;
    const padding = new Uint8Array(((55 - length) & 63) + 9);
    padding[0] = 0x80;
    const view = new DataView(padding.buffer);
    view.setUint32(padding.length - 8, Math.floor(length / 2 ** 29));
    view.setUint32(padding.length - 4, (length << 3) >>> 0);
    this.update(padding);
    return Array.from(this.state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
  }

  private block(bytes: Uint8Array, from: number): void {
    const w = this.words;
    for (let i = 0, at = from; i < 16; i += 1, at += 4) {
      w[i] =
        (byteAt(bytes, at) << 24) |
        (byteAt(bytes, at + 1) << 16) |
        (byteAt(bytes, at + 2) << 8) |
        byteAt(bytes, at + 3);
    }
    for (let i = 16; i < 64; i += 1) {
      const x = wordAt(w, i - 15);
      const y = wordAt(w, i - 2);
      const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      w[i] = (wordAt(w, i - 16) + s0 + wordAt(w, i - 7) + s1) | 0;
    }
    this.mix(w);
  }

  private mix(w: Int32Array): void {
    const { state } = this;
    let a = wordAt(state, 0);
    let b = wordAt(state, 1);
    let c = wordAt(state, 2);
    let d = wordAt(state, 3);
    let e = wordAt(state, 4);
    let f = wordAt(state, 5);
    let g = wordAt(state, 6);
    let h = wordAt(state, 7);
    for (let i = 0; i < 64; i += 1) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const t1 = (h + s1 + ((e & f) ^ (~e & g)) + wordAt(K, i) + wordAt(w, i)) | 0;
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + t1) | 0;
      d = c;
      c = b;
      b = a;
      a = (t1 + t2) | 0;
    }
    state[0] = wordAt(state, 0) + a;
    state[1] = wordAt(state, 1) + b;
    state[2] = wordAt(state, 2) + c;
    state[3] = wordAt(state, 3) + d;
    state[4] = wordAt(state, 4) + e;
    state[5] = wordAt(state, 5) + f;
    state[6] = wordAt(state, 6) + g;
    state[7] = wordAt(state, 7) + h;
  }
}

// One function per kind of list, so that each stays quick.
function byteAt(list: Uint8Array, at: number): number {
  return list[at] as number;
}

function wordAt(list: Int32Array, at: number): number {
  return list[at] as number;
}

/** First 32 bits of the fractional parts of the cube roots of the first 64 primes. */
function constants(): Int32Array {
  const primes: number[] = [];
  for (let p = 2; primes.length < 64; p += 1) if (primes.every((q) => p % q !== 0)) primes.push(p);
  return Int32Array.from(primes, (p) => Math.floor((Math.cbrt(p) % 1) * 2 ** 32) | 0);
}

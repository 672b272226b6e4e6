import { Sha256 } from './sha256.js';

const PIECE_BYTES = 4 * 1024 * 1024;
/** Up to this size the browser's own digest is the quicker way, where there is one. */
const AT_ONCE_BYTES = 64 * 1024 * 1024;

async function digestOf(file: Blob): Promise<string> {
  if (file.size <= AT_ONCE_BYTES && 'subtle' in crypto) {
    const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
  }
  const digest = new Sha256();
  for (let at = 0; at < file.size; at += PIECE_BYTES) {
    digest.update(new Uint8Array(await file.slice(at, at + PIECE_BYTES).arrayBuffer()));
  }
  return digest.digest();
}

/** Digests a file beside the page, so that the page stays quick; null when it was taken away or changed meanwhile. */
self.onmessage = ({ data: file }: MessageEvent<Blob>) => {
  void digestOf(file)
    .catch(() => null)
    .then((digest) => self.postMessage(digest));
};

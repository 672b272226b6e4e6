/** SHA-256 of a file on this machine, lower-case hex; null when it cannot be read any more or `signal` ends it. */
export function fileDigest(file: Blob, signal: AbortSignal): Promise<string | null> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('./sha256.worker.ts', import.meta.url), { type: 'module' });
    const end = (digest: string | null): void => {
      worker.terminate();
      resolve(digest);
    };
    worker.onmessage = ({ data }: MessageEvent<string | null>) => end(data);
    worker.onerror = () => end(null);
    signal.addEventListener('abort', () => end(null), { once: true });
    worker.postMessage(file);
  });
}

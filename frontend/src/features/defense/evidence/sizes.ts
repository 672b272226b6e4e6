const UNITS = ['B', 'KB', 'MB', 'GB'] as const;

/** '412 KB', '1.1 MB': binary steps, one decimal below ten. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let at = 0;
  while (value >= 1024 && at < UNITS.length - 1) {
    value /= 1024;
    at += 1;
  }
  const digits = at > 0 && value < 10 ? value.toFixed(1) : String(Math.round(value));
  return `${digits} ${UNITS[at] ?? ''}`;
}

/** '9c41e07b…a2d8': enough to compare by eye; the whole stands in the title. */
export function shortHash(sha256: string): string {
  return `${sha256.slice(0, 8)}…${sha256.slice(-4)}`;
}

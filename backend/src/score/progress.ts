/** How far a run is, on standard error: at once on a terminal, else a line every few seconds. */
const EVERY_MS = 3000;

export interface Progress {
  readonly at: (percent: number, words: string) => void;
  /** Clears the line on a terminal. */
  readonly end: () => void;
}

/** Progress written to a stream. */
export function progressOn(stream: NodeJS.WriteStream): Progress {
  let last = Date.now();
  let isShown = false;
  return {
    at: (percent, words) => {
      const line = `${String(Math.floor(percent)).padStart(3)}%  ${words}`;
      if (stream.isTTY) {
        stream.write(`\r\u001b[K${line}`);
        isShown = true;
      } else if (Date.now() - last >= EVERY_MS) {
        stream.write(`${line}\n`);
        last = Date.now();
      }
    },
    end: () => {
      if (isShown) stream.write('\r\u001b[K');
      isShown = false;
    },
  };
}

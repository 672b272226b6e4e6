/** One page of a long list on the wall. Type never shrinks; what does not fit comes later. */
export interface WallPage<T> {
  readonly rows: readonly T[];
  /** 1-based place of the first and last row, and how many there are. */
  readonly from: number;
  readonly to: number;
  readonly of: number;
  readonly isWhole: boolean;
}

/** The page to show at turn `turn` (0, 1, 2 …); it starts over after the last. */
export function pageAt<T>(rows: readonly T[], size: number, turn: number): WallPage<T> {
  const pages = Math.max(1, Math.ceil(rows.length / size));
  const start = (turn % pages) * size;
  const shown = rows.slice(start, start + size);
  return { rows: shown, from: start + 1, to: start + shown.length, of: rows.length, isWhole: pages === 1 };
}

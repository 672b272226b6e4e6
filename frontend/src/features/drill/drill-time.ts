/** Drill time on the screen: the server says where the clock stood and how fast it runs, we carry it on. */

export interface ClockLike {
  readonly drillSeconds: number;
  readonly elapsedSeconds: number;
  readonly isRunning: boolean;
  readonly speed: number;
  readonly asOf: string;
}

/** How many seconds of drill time have run since the server looked. */
export function ranSince(clock: ClockLike, now: Date): number {
  if (!clock.isRunning) return 0;
  return Math.max(0, Math.floor(((now.getTime() - Date.parse(clock.asOf)) / 1000) * clock.speed));
}

/** Place in the plan now. */
export function positionAt(clock: ClockLike, now: Date): number {
  return clock.drillSeconds + ranSince(clock, now);
}

const two = (value: number) => String(value).padStart(2, '0');

/** 'T+01:43:20', or 'T+01:43' without seconds. */
export function offsetText(seconds: number, hasSeconds = false): string {
  const whole = Math.max(0, Math.floor(seconds));
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return `T+${[...parts, ...(hasSeconds ? [whole % 60] : [])].map(two).join(':')}`;
}

/** '01:43:02', for the log. */
export function clockText(seconds: number): string {
  return offsetText(seconds, true).slice(2);
}

/** Seconds of 'H:MM', 'H:MM:SS' or plain minutes, with or without 'T+'; null for anything else. */
export function secondsOf(text: string): number | null {
  const plain = text.trim().replace(/^t\s*\+?/i, '');
  if (/^\d{1,5}$/.test(plain)) return Number(plain) * 60;
  const match = /^(\d{1,3})[:：](\d{1,2})(?:[:：](\d{1,2}))?$/.exec(plain);
  if (!match) return null;
  const [hours, minutes, seconds] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
  return minutes > 59 || seconds > 59 ? null : hours * 3600 + minutes * 60 + seconds;
}

/** States in which time still counts. */
const OPEN = ['RELEASED', 'ACKNOWLEDGED', 'OVERDUE'] as const;

export interface CellLike<State extends string = string> {
  readonly state: State;
  readonly usedSeconds?: number | null;
  readonly limitSeconds?: number | null;
  readonly releasedAtSeconds?: number | null;
}

/** A cell as it stands this second. */
export interface LiveCell {
  /** Towards the limit; null where none counts yet. */
  readonly used: number | null;
  /** Since the release, while nobody acknowledged; null otherwise. */
  readonly waiting: number | null;
  readonly isOpen: boolean;
  readonly isLate: boolean;
}

/** How long a cell has taken by now. */
export function liveCell(cell: CellLike, clock: ClockLike, now: Date): LiveCell {
  const isOpen = (OPEN as readonly string[]).includes(cell.state);
  const used = usedBy(cell, isOpen ? ranSince(clock, now) : 0);
  const isLate = LATE.includes(cell.state) || (isOpen && isBeyond(used, cell.limitSeconds));
  const waiting = isOpen && used === null ? waitedFor(cell, positionAt(clock, now)) : null;
  return { used, waiting, isOpen, isLate };
}

const LATE: readonly string[] = ['OVERDUE', 'COMPLETED_LATE'];

function usedBy({ usedSeconds }: CellLike, ran: number): number | null {
  return usedSeconds == null ? null : usedSeconds + ran;
}

function isBeyond(used: number | null, limit: number | null | undefined): boolean {
  return used !== null && limit != null && used > limit;
}

function waitedFor({ releasedAtSeconds }: CellLike, position: number): number | null {
  return releasedAtSeconds == null ? null : Math.max(0, position - releasedAtSeconds);
}

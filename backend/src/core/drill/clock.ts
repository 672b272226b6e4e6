/**
 * The clock of a drill, folded from its acts. It shows two times:
 *
 * - the position: the place in the plan, T+…, at which offsets stand. A jump moves it.
 * - the elapsed time: how much drill time has run. Limits, reminders, escalation and the minutes of conditions count in
 *   it, so that a jump gives nobody less or more time than he was told.
 *
 * A pause stops both, the speed of a rehearsal drives both. A jump back unreleases nothing: what was released stays,
 * what was not waits for its offset again.
 */
import { Refusal } from '../kernel/refusal.js';
import { type ClockAct, type DrillAct, isClockAct } from './acts.js';

export const DRILL_STATES = ['PREPARED', 'RUNNING', 'PAUSED', 'ENDED'] as const;
export type DrillState = (typeof DRILL_STATES)[number];

/** From an instant on time runs so. */
interface Segment {
  readonly fromMs: number;
  readonly positionMs: number;
  readonly elapsedMs: number;
  /** Drill milliseconds per millisecond; 0 while it stands. */
  readonly rate: number;
}

/** What a clock shows at an instant. */
export interface ClockReading {
  readonly state: DrillState;
  readonly positionMs: number;
  readonly elapsedMs: number;
  readonly isRunning: boolean;
  readonly speed: number;
}

const BEFORE: Segment = { fromMs: Number.NEGATIVE_INFINITY, positionMs: 0, elapsedMs: 0, rate: 0 };

/** The clock as its acts left it. */
export class DrillClock {
  state: DrillState = 'PREPARED';
  speed = 1;
  startedAtMs: number | null = null;
  endedAtMs: number | null = null;
  private readonly segments: Segment[] = [BEFORE];

  /** The clock after these acts; all others are passed over. */
  static of(acts: readonly DrillAct[]): DrillClock {
    const clock = new DrillClock();
    for (const act of acts) if (isClockAct(act)) clock.apply(act);
    return clock;
  }

  get isRunning(): boolean {
    return this.state === 'RUNNING';
  }

  /** The instant since which nothing moved the clock; -Infinity before the start. */
  get lastMovedMs(): number {
    return this.last.fromMs;
  }

  /** Takes one more act. */
  apply(act: ClockAct): void {
    const { positionMs, elapsedMs } = this.read(act.atMs);
    if (act.kind === 'STARTED') this.startedAtMs = act.atMs;
    if (act.kind === 'ENDED') this.endedAtMs = act.atMs;
    if (act.kind === 'SPEED_SET') this.speed = act.factor;
    if (act.kind in NEXT_STATE) this.state = NEXT_STATE[act.kind as keyof typeof NEXT_STATE];
    this.segments.push({
      fromMs: act.atMs,
      positionMs: act.kind === 'JUMPED' ? act.toSeconds * 1000 : positionMs,
      elapsedMs,
      rate: this.isRunning ? this.speed : 0,
    });
  }

  /** What it shows, or showed, at an instant. */
  read(atMs: number): ClockReading {
    const { fromMs, positionMs, elapsedMs, rate } = this.segments.findLast((one) => one.fromMs <= atMs) ?? BEFORE;
    const ran = rate === 0 ? 0 : (atMs - fromMs) * rate;
    const shown = { positionMs: positionMs + ran, elapsedMs: elapsedMs + ran };
    return { ...shown, state: this.state, isRunning: this.isRunning, speed: this.speed };
  }

  /** The first instant from `floorMs` on at which the position is reached if nothing moves the clock; null while it stands. */
  whenPosition(positionMs: number, floorMs: number): number | null {
    return this.when(positionMs - this.last.positionMs, floorMs);
  }

  /** As `whenPosition`, for elapsed time. */
  whenElapsed(elapsedMs: number, floorMs: number): number | null {
    return this.when(elapsedMs - this.last.elapsedMs, floorMs);
  }

  private when(missingMs: number, floorMs: number): number | null {
    const { fromMs, rate } = this.last;
    return rate === 0 ? null : Math.max(floorMs, fromMs, fromMs + Math.ceil(missingMs / rate));
  }

  private get last(): Segment {
    return this.segments.at(-1) ?? BEFORE;
  }
}

const NEXT_STATE = { STARTED: 'RUNNING', PAUSED: 'PAUSED', RESUMED: 'RUNNING', ENDED: 'ENDED' } as const;

/** In which states each act on the clock makes sense. */
const FROM: Readonly<Record<ClockAct['kind'], readonly DrillState[]>> = {
  STARTED: ['PREPARED'],
  PAUSED: ['RUNNING'],
  RESUMED: ['PAUSED'],
  JUMPED: ['RUNNING', 'PAUSED'],
  SPEED_SET: ['RUNNING', 'PAUSED'],
  ENDED: ['RUNNING', 'PAUSED'],
};

/** @throws Refusal WRONG_STATE when this act cannot follow */
export function requireClockAct(clock: DrillClock, kind: ClockAct['kind']): void {
  if (!FROM[kind].includes(clock.state)) throw new Refusal('WRONG_STATE', { state: clock.state });
}

import { Injectable } from '@nestjs/common';

/** The only source of "now". Tests and the demo story put a fixed clock in its place. */
@Injectable()
export class Clock {
  /** The present instant. */
  now(): Date {
    return new Date();
  }

  /** Whether time passes by itself, so that something may wait for it. */
  get isRunning(): boolean {
    return true;
  }

  /** How many times faster than real time it runs. */
  get speed(): number {
    return 1;
  }

  /** The real instant at which this clock will show `at`. */
  realInstantOf(at: Date): Date {
    return at;
  }
}

/** A clock that began to run fast at a real instant, for rehearsals 排练 in a database of their own. */
export class FastClock extends Clock {
  constructor(
    private readonly since: Date,
    private readonly factor: number,
  ) {
    super();
  }

  override get speed(): number {
    return this.factor;
  }

  override now(): Date {
    return new Date(this.since.getTime() + (Date.now() - this.since.getTime()) * this.speed);
  }

  override realInstantOf(at: Date): Date {
    return new Date(this.since.getTime() + (at.getTime() - this.since.getTime()) / this.speed);
  }
}

/** A clock that stands still until it is set; the demo story and tests move it by hand. */
export class FixedClock extends Clock {
  constructor(private instant: Date) {
    super();
  }

  override now(): Date {
    return new Date(this.instant);
  }

  override get isRunning(): boolean {
    return false;
  }

  /** Moves the clock; never backwards, since receipt order must agree with receipt times. */
  set(instant: Date): void {
    if (instant < this.instant) throw new RangeError(`the clock cannot go back to ${instant.toISOString()}`);
    this.instant = instant;
  }
}

import { Injectable } from '@nestjs/common';

/** The only source of "now". Tests and the demo story put a fixed clock in its place. */
@Injectable()
export class Clock {
  /** The present instant. */
  now(): Date {
    return new Date();
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

  /** Moves the clock; never backwards, since receipt order must agree with receipt times. */
  set(instant: Date): void {
    if (instant < this.instant) throw new RangeError(`the clock cannot go back to ${instant.toISOString()}`);
    this.instant = instant;
  }
}

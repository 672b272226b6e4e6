/** Asia/Shanghai has had no daylight saving since 1991, so its offset is a constant. */
const ZONE_MS = 8 * 3_600_000;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const NINE_MS = 9 * 60 * MINUTE_MS;
/** The story's last moment, `d2 14:33`, counted from `d2 09:00`. */
const SECOND_DAY_MS = (5 * 60 + 33) * MINUTE_MS;
const MOMENT = /^d([12]) ([01]\d|2[0-3]):([0-5]\d)$/;

/**
 * Puts the story's times into the calendar. Day 1 keeps its hours of the clock; day 2 is moved as a whole so that
 * its last moment is `now`. A demo started at any hour therefore looks alive, and no duration is stretched.
 */
export class Timeline {
  private constructor(
    /** Instant that the story calls `d2 09:00`. */
    private readonly secondDay: Date,
  ) {}

  /** A play whose last moment is `now`. */
  static endingAt(now: Date): Timeline {
    return new Timeline(new Date(now.getTime() - SECOND_DAY_MS));
  }

  /** The play that had been prepared at this instant; for going on with an interrupted one. */
  static preparedAt(prepared: Date): Timeline {
    return new Timeline(new Date(prepared.getTime() + 5 * DAY_MS));
  }

  /** When the exercise is set up, days before it starts. */
  get prepared(): Date {
    return new Date(this.secondDay.getTime() - 5 * DAY_MS);
  }

  /** 09:00 of day 1. */
  get startsAt(): Date {
    return new Date(midnight(this.secondDay) - DAY_MS + NINE_MS);
  }

  /** 21:00 on the day after the story's last moment. */
  get endsAt(): Date {
    return new Date(midnight(this.now) + DAY_MS + 21 * 60 * MINUTE_MS);
  }

  /** The story's last moment. */
  get now(): Date {
    return new Date(this.secondDay.getTime() + SECOND_DAY_MS);
  }

  /** The instant of `d1 10:24`. @throws RangeError for anything else */
  at(moment: string): Date {
    const [whole, day, hours, minutes] = MOMENT.exec(moment) ?? [];
    if (whole === undefined) throw new RangeError(`not a moment of the story: ${moment}`);
    const sinceMidnight = (Number(hours) * 60 + Number(minutes)) * MINUTE_MS;
    const base = day === '1' ? this.startsAt : this.secondDay;
    return new Date(base.getTime() - NINE_MS + sinceMidnight);
  }
}

/** Midnight in Shanghai of the day an instant falls on. */
function midnight(instant: Date): number {
  const local = instant.getTime() + ZONE_MS;
  return local - (local % DAY_MS) - ZONE_MS;
}

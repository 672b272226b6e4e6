/** Nobody signed in at the start of a shift: the standby is told, then the leader, then the planner, each once. */
import { type DutyAct, DUTY_LEVELS, type DutyActContents, type DutyLevel, inOrder } from './acts.js';
import { type DutyStanding, foldDuty, levelsTold, presentIn, slotIn, type SlotState } from './duty-fold.js';
import { type RosterRule, type SlotRef, slotKey } from './roster.js';
import { type Span, touches } from './roster-problems.js';
import { addDays, dateIn, datesOf, slotsAt, type SlotTimes, slotTimes } from './slot-times.js';

/** What escalation is decided from. */
export interface EscalationSources {
  readonly rule: RosterRule;
  readonly acts: readonly DutyAct[];
  /** Nothing due before is looked at: the roster was not there, or it is too long ago to matter. */
  readonly since: Date;
  readonly windows: readonly Span[];
  /** Accounts of those who plan it. */
  readonly plannerIds: readonly string[];
}

/** One level that must be told, with the instant it was due. */
export interface DueEscalation {
  readonly at: Date;
  readonly content: DutyActContents['ESCALATED'];
}

/**
 * What must be told by `now`, in order of due instants. A level is due `lateMinutes` after the start, the next as much
 * later, as long as the shift lasts and too few are there; each is decided by what was recorded by its own due instant,
 * so that a late look finds what a look in time would have.
 */
export function dueEscalations(sources: EscalationSources, now: Date): DueEscalation[] {
  const found: DueEscalation[] = [];
  for (;;) {
    // Each level told is a fact for what comes after it.
    const next = new Watch(sources, [...sources.acts, ...found.map(asAct)]).next();
    if (next === null || next.at > now) return found;
    found.push(next);
  }
}

/** When somebody must look again; null = nothing is planned that could be missed. */
export function nextEscalationAt(sources: EscalationSources): Date | null {
  return new Watch(sources, sources.acts).next()?.at ?? null;
}

function asAct({ at, content }: DueEscalation, place: number): DutyAct {
  const seq = Number.MAX_SAFE_INTEGER;
  return { id: `due-${place}`, kind: 'ESCALATED', at, seq, ordinal: place, byId: null, content };
}

/** One look at all shifts that can be missed. */
class Watch {
  private readonly acts: readonly DutyAct[];
  private readonly standing: DutyStanding;
  private readonly lastAt: number;

  constructor(
    private readonly sources: EscalationSources,
    acts: readonly DutyAct[],
  ) {
    this.acts = inOrder(acts);
    this.standing = foldDuty(this.acts);
    this.lastAt = this.acts.at(-1)?.at.getTime() ?? 0;
  }

  /** The level that is due first, whether its instant has come or not. */
  next(): DueEscalation | null {
    const { lateMinutes } = this.sources.rule;
    const open = this.slots().map((slot) => {
      const told = slotIn(this.standing, slot).told.length;
      return { slot, at: new Date(slot.startsAt.getTime() + (told + 1) * lateMinutes * 60_000) };
    });
    const lasting = open.filter(({ slot, at }) => at < slot.endsAt && at >= this.sources.since);
    for (const { slot, at } of lasting.sort((a, b) => a.at.getTime() - b.at.getTime())) {
      const due = this.levelDue(slot, at);
      if (due !== null) return due;
    }
    return null;
  }

  /** Shifts that somebody was put on, and those of protection windows even if nobody was. */
  private slots(): SlotTimes[] {
    const { rule, windows, since } = this.sources;
    const refs = new Map<string, SlotRef>(this.standing.slots);
    for (const { startsAt, endsAt } of windows) {
      const from = startsAt > since ? startsAt : since;
      if (endsAt <= from) continue;
      const dates = datesOf(addDays(dateIn(from, rule.zone), -1), dateIn(endsAt, rule.zone));
      const slots = dates.flatMap((date) => rule.kinds.map(({ key }) => ({ kindKey: key, date })));
      for (const slot of slots) refs.set(slotKey(slot), slot);
    }
    return [...refs.values()].flatMap((ref) => {
      const slot = slotTimes(rule, ref);
      return slot === null || slot.kind.role === 'STANDBY' ? [] : [slot];
    });
  }

  /** What is told at this instant about the shift; null when enough are there or everybody was told. */
  private levelDue(slot: SlotTimes, at: Date): DueEscalation | null {
    const standing = at.getTime() >= this.lastAt ? this.standing : foldDuty(this.acts, at);
    const state = slotIn(standing, slot);
    const missing = missingIn(slot, state, touches(slot, this.sources.windows));
    if (missing === 0) return null;
    const people = this.peopleBy(standing, slot, at);
    const told = levelsTold(state);
    const level = DUTY_LEVELS.find((one) => !told.includes(one) && (one === 'PLANNER' || people[one].length > 0));
    if (level === undefined) return null;
    const present = presentIn(state);
    const missingIds = state.assigned.filter((id) => !present.includes(id));
    const userIds = level === 'PLANNER' ? this.sources.plannerIds : [];
    const content = { kindKey: slot.kindKey, date: slot.date, level, missing, missingIds, userIds };
    return { at, content: { ...content, personIds: people[level] } };
  }

  /** Who stands on call and who leads at the instant, besides those of the shift itself. */
  private peopleBy(standing: DutyStanding, slot: SlotTimes, at: Date): Readonly<Record<DutyLevel, readonly string[]>> {
    const { rule } = this.sources;
    const own = slotIn(standing, slot).assigned;
    const on = (role: 'STANDBY' | 'LEADER'): string[] => {
      const kinds = rule.kinds.filter((kind) => kind.role === role);
      const ids = slotsAt(rule, kinds, at).flatMap((other) => slotIn(standing, other).assigned);
      return [...new Set(ids)].filter((id) => !own.includes(id));
    };
    // A leader who does not come cannot be told so.
    return { STANDBY: on('STANDBY'), LEADER: slot.kind.role === 'LEADER' ? [] : on('LEADER'), PLANNER: [] };
  }
}

/** How many are missing: of those put on it; inside a protection window of those it needs. */
function missingIn(slot: SlotTimes, state: SlotState, isProtected: boolean): number {
  const { needed } = slot.kind;
  const wanted = isProtected ? needed : Math.min(needed, state.assigned.length);
  return Math.max(0, wanted - presentIn(state).length);
}

/** Handing a shift over 交接班: to whom it goes, and whether it is late. */
import { type DutyStanding, slotIn } from './duty-fold.js';
import { type RosterRule, slotKey, type SlotRef } from './roster.js';
import { addDays, slotsAt, type SlotTimes, slotTimes, timesOf } from './slot-times.js';

export const HANDOVER_STATES = ['NOT_OFFERED', 'OFFERED', 'LATE', 'SIGNED', 'SIGNED_LATE'] as const;
export type HandoverState = (typeof HANDOVER_STATES)[number];

/**
 * The shift that takes over: of the same role, the first that begins when this one ends or later. Null when none begins
 * within a day; on-call shifts hand nothing over.
 */
export function nextSlot(rule: RosterRule, slot: SlotTimes): SlotTimes | null {
  if (slot.kind.role === 'STANDBY') return null;
  const kinds = rule.kinds.filter(({ role }) => role === slot.kind.role);
  const dates = [slot.date, addDays(slot.date, 1), addDays(slot.date, 2)];
  const later = kinds
    .flatMap((kind) => dates.map((date) => timesOf(kind, date, rule.zone)))
    .filter(({ startsAt }) => startsAt >= slot.endsAt && startsAt.getTime() - slot.endsAt.getTime() < 86_400_000);
  return later.reduce<SlotTimes | null>((first, one) => (first && first.startsAt <= one.startsAt ? first : one), null);
}

/** How a shift's handover stands at an instant; `lateMinutes` after its end it is late unless signed. */
export function handoverState(rule: RosterRule, standing: DutyStanding, slot: SlotTimes, now: Date): HandoverState {
  const handover = standing.handovers.get(slotKey(slot)) ?? null;
  const lateAt = new Date(slot.endsAt.getTime() + rule.lateMinutes * 60_000);
  const signedAt = handover?.signed?.at ?? null;
  if (signedAt !== null) return signedAt > lateAt ? 'SIGNED_LATE' : 'SIGNED';
  if (now > lateAt) return 'LATE';
  return handover === null ? 'NOT_OFFERED' : 'OFFERED';
}

/**
 * Shifts whose handover matters now: those that run, and those just over that nobody signed for.
 * @param since when the roster was made: nobody could hand over before
 */
export function slotsToHandOver(
  rule: RosterRule,
  standing: DutyStanding,
  { now, since }: { readonly now: Date; readonly since: Date },
): SlotTimes[] {
  const kinds = rule.kinds.filter(({ role }) => role === 'SHIFT');
  const running = slotsAt(rule, kinds, now);
  const dayAgo = new Date(now.getTime() - 86_400_000);
  const over = [...slotsAt(rule, kinds, dayAgo), ...running.flatMap((slot) => before(rule, slot))].filter(
    ({ endsAt }) => endsAt <= now,
  );
  const open = over.filter(
    (slot) =>
      slot.endsAt > since &&
      slotIn(standing, slot).assigned.length > 0 &&
      !handoverState(rule, standing, slot, now).startsWith('SIGNED'),
  );
  const all = new Map([...open, ...running].map((slot) => [slotKey(slot), slot]));
  return [...all.values()].sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime());
}

/** The slots that hand over to this one. */
function before(rule: RosterRule, slot: SlotTimes): SlotTimes[] {
  const dates: SlotRef[] = [addDays(slot.date, -1), slot.date].flatMap((date) =>
    rule.kinds.map(({ key }) => ({ kindKey: key, date })),
  );
  return dates.flatMap((ref) => {
    const times = slotTimes(rule, ref);
    const next = times === null ? null : nextSlot(rule, times);
    return times !== null && next !== null && slotKey(next) === slotKey(slot) ? [times] : [];
  });
}

import type { DutyAct, HandoverItem } from '../../core/duty/acts.js';
import { type Handover, type LogEntry, SWAP_STATES, type Swap, type SwapState } from '../../core/duty/duty-fold.js';
import { handoverState, nextSlot, slotsToHandOver } from '../../core/duty/handover.js';
import { slotKey, type SlotRef } from '../../core/duty/roster.js';
import { slotsAt, type SlotTimes } from '../../core/duty/slot-times.js';
import { isSwapPossible } from '../../core/duty/swap.js';
import type { DutySight } from './duty-board.view.js';
import { slotView } from './duty-board.view.js';
import { type DutyBook, mayActAs, personIn } from './duty-books.service.js';
import type { DutyHandover, DutyLogEntry, DutyNow, DutySwap } from './duty.types.js';
import { actableOf, peopleOf } from './handover.service.js';
import { deciderOf, mayAnswerSwap } from './swap.service.js';

/** Swaps that are over are shown for so long. */
const SWAP_SHOWN_MS = 30 * 86_400_000;

/** Swaps: open ones first, each newest first; those long over are left out. */
export function swapViews(book: DutyBook, sight: DutySight): DutySwap[] {
  const isOpen = ({ state }: Swap): boolean => state === 'ASKED' || state === 'AGREED';
  const since = new Date(sight.now.getTime() - SWAP_SHOWN_MS);
  const shown = book.standing.swaps.filter((swap) => isOpen(swap) || (swap.acts.at(-1)?.at ?? since) > since);
  return shown
    .sort((a, b) => Number(isOpen(b)) - Number(isOpen(a)) || b.asked.seq - a.asked.seq)
    .map((swap) => swapView(book, swap, sight));
}

function swapView(book: DutyBook, swap: Swap, sight: DutySight): DutySwap {
  const { id, state, asked, acts } = swap;
  const { from, back, personId, otherId, reason } = asked.content;
  const isOpen = state === 'ASKED' || state === 'AGREED';
  return {
    ...{ id, state, from, back, personId, otherId, reason },
    steps: acts.map((act) => ({
      state: stateOf(act.kind),
      at: act.at,
      byName: sight.names.get(act.byId ?? '') ?? '',
      reason: 'reason' in act.content ? act.content.reason : '',
      asLeader: 'asLeader' in act.content && act.content.asLeader,
    })),
    isPossible: isOpen && isSwapPossible(book.standing, asked.content),
    mayAnswer: state === 'ASKED' && mayAnswerSwap(book, swap, sight.viewer),
    mayDecide: state === 'AGREED' && deciderOf(book, swap, sight.viewer, sight.now) !== null,
    mayWithdraw: isOpen && mayActAs(personIn(book, personId), sight.viewer),
  };
}

function stateOf(kind: DutyAct['kind']): SwapState {
  return SWAP_STATES.find((state) => kind === `SWAP_${state}`) ?? 'ASKED';
}

/** Who stands now, what goes to the next shift, and what could. */
export function nowView(book: DutyBook, sight: DutySight, open: readonly HandoverItem[]): DutyNow {
  const { roster, standing } = book;
  const slots = slotsAt(roster, roster.kinds, sight.now);
  const handovers = slotsToHandOver(roster, standing, { now: sight.now, since: roster.recordedAt });
  return {
    slots: inKindOrder(book, slots).map((slot) => slotView(book, slot, sight)),
    handovers: handovers.map((slot) => handoverView(book, slot, sight)),
    proposals: proposalsOf(book, open),
  };
}

/** The handover of one shift as the viewer sees it. */
export function handoverView(book: DutyBook, slot: SlotTimes, sight: DutySight): DutyHandover {
  const { roster, standing } = book;
  const handover = standing.handovers.get(slotKey(slot)) ?? null;
  const next = nextSlot(roster, slot);
  const isOpen = handover === null || handover.signed === null;
  const signers = handover === null || next === null || !isOpen ? [] : signersOf(book, { handover, next }, sight);
  const hasBegun = slot.startsAt <= sight.now && next !== null;
  return {
    ...offerView(handover),
    state: handoverState(roster, standing, slot, sight.now),
    from: refOf(slot),
    to: next && refOf(next),
    endsAt: slot.endsAt,
    lateAt: new Date(slot.endsAt.getTime() + roster.lateMinutes * 60_000),
    mayOfferIds: isOpen && hasBegun ? actableOf(book, peopleOf(standing, slot), sight.viewer) : [],
    maySignIds: signers,
  };
}

function refOf({ kindKey, date }: SlotTimes): SlotRef {
  return { kindKey, date };
}

type OfferView = Omit<DutyHandover, 'state' | 'from' | 'to' | 'endsAt' | 'lateAt' | 'mayOfferIds' | 'maySignIds'>;

function offerView(handover: Handover | null): OfferView {
  if (handover === null) {
    return { id: null, offeredAt: null, offeredById: null, note: '', items: [], signedAt: null, signedById: null };
  }
  const { offer, signed } = handover;
  const { personId: offeredById, note, items } = offer.content;
  const signature = { signedAt: signed?.at ?? null, signedById: signed?.content.personId ?? null };
  return { id: offer.id, offeredAt: offer.at, offeredById, note, items, ...signature };
}

/** For whom the viewer may sign: people of the next shift, never who handed over. */
function signersOf(
  book: DutyBook,
  { handover, next }: { handover: Handover; next: SlotTimes },
  { viewer }: DutySight,
): string[] {
  const { byId, content } = handover.offer;
  if (byId === viewer?.userId) return [];
  return actableOf(book, peopleOf(book.standing, next), viewer).filter((id) => id !== content.personId);
}

/** The log, newest first. */
export function logViews(book: DutyBook, names: ReadonlyMap<string, string>): DutyLogEntry[] {
  const seqs = new Map(book.standing.log.map(({ act }) => [act.id, act.seq]));
  return book.standing.log.map((entry) => logView(book, entry, { names, seqs })).reverse();
}

function logView(
  book: DutyBook,
  { act, correctedBy }: LogEntry,
  { names, seqs }: { names: ReadonlyMap<string, string>; seqs: ReadonlyMap<string, number> },
): DutyLogEntry {
  const { text, personId, corrects } = act.content;
  return {
    ...{ id: act.id, seq: act.seq, at: act.at, text },
    byName: names.get(act.byId ?? '') ?? '',
    personName: personId === null ? null : personIn(book, personId).name,
    correctsId: corrects,
    correctsSeq: corrects === null ? null : (seqs.get(corrects) ?? null),
    correctedById: correctedBy,
  };
}

/** What to hand over: what the last handover named, then what stands open elsewhere; each once. */
function proposalsOf({ standing }: DutyBook, open: readonly HandoverItem[]): HandoverItem[] {
  const last = [...standing.handovers.values()].sort((a, b) => b.offer.seq - a.offer.seq)[0];
  const all = [...open, ...(last?.offer.content.items ?? [])];
  return [...new Map(all.map((item) => [`${item.kind}/${item.ref || item.title}`, item])).values()];
}

function inKindOrder({ roster }: DutyBook, slots: readonly SlotTimes[]): SlotTimes[] {
  const place = ({ kindKey }: SlotTimes): number => roster.kinds.findIndex(({ key }) => key === kindKey);
  return [...slots].sort((a, b) => place(a) - place(b));
}

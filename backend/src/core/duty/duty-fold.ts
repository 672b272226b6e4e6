/** Acts folded into what stands: who is on which shift, who came, which swaps and handovers are open. */
import { type DutyAct, type DutyActOf, type DutyChange, type DutyLevel, inOrder } from './acts.js';
import { slotKey, type SlotRef } from './roster.js';

/** What is known of one shift. */
export interface SlotState extends SlotRef {
  /** People on the roster for it, in the order they were put there. */
  readonly assigned: readonly string[];
  readonly checkIns: readonly { readonly personId: string; readonly at: Date; readonly byId: string | null }[];
  /** People who stepped in 顶班. */
  readonly covers: readonly { readonly personId: string; readonly at: Date; readonly note: string }[];
  readonly told: readonly DutyActOf<'ESCALATED'>[];
}

export const SWAP_STATES = ['ASKED', 'AGREED', 'DECLINED', 'WITHDRAWN', 'APPROVED', 'REFUSED'] as const;
export type SwapState = (typeof SWAP_STATES)[number];

/** A swap 换班 with the acts on it, oldest first. */
export interface Swap {
  readonly id: string;
  readonly asked: DutyActOf<'SWAP_ASKED'>;
  readonly state: SwapState;
  readonly acts: readonly DutyAct[];
}

/** A handover 交接班 of one shift. */
export interface Handover {
  readonly offer: DutyActOf<'HANDOVER_OFFERED'>;
  readonly signed: DutyActOf<'HANDOVER_SIGNED'> | null;
}

/** Entry of the log with the later entry that corrects it, if any. */
export interface LogEntry {
  readonly act: DutyActOf<'LOGGED'>;
  readonly correctedBy: string | null;
}

/** Everything a roster's acts come to. */
export interface DutyStanding {
  readonly slots: ReadonlyMap<string, SlotState>;
  readonly swaps: readonly Swap[];
  /** The last handover of each shift that hands over, by its slot key. */
  readonly handovers: ReadonlyMap<string, Handover>;
  readonly log: readonly LogEntry[];
}

type MutableSlot = { -readonly [K in keyof SlotState]: SlotState[K] };
type MutableSwap = { -readonly [K in keyof Swap]: Swap[K] };

const SWAP_ENDS: Readonly<Partial<Record<DutyAct['kind'], SwapState>>> = {
  SWAP_AGREED: 'AGREED',
  SWAP_DECLINED: 'DECLINED',
  SWAP_WITHDRAWN: 'WITHDRAWN',
  SWAP_APPROVED: 'APPROVED',
  SWAP_REFUSED: 'REFUSED',
};

/** What stood at an instant; without one, what stands after all of them. */
export function foldDuty(acts: readonly DutyAct[], upTo: Date | null = null): DutyStanding {
  const fold = new Fold();
  for (const act of inOrder(acts)) if (upTo === null || act.at <= upTo) fold.take(act);
  return fold.standing();
}

/** People of a shift who are there: came, or stepped in. */
export function presentIn({ checkIns, covers }: SlotState): string[] {
  return [...new Set([...checkIns, ...covers].map(({ personId }) => personId))];
}

/** A shift nothing is known of. */
export function emptySlot({ kindKey, date }: SlotRef): SlotState {
  return { kindKey, date, assigned: [], checkIns: [], covers: [], told: [] };
}

/** The state of a slot, empty when nothing was done about it. */
export function slotIn(standing: DutyStanding, ref: SlotRef): SlotState {
  return standing.slots.get(slotKey(ref)) ?? emptySlot(ref);
}

/** Levels of a shift that were told already. */
export function levelsTold({ told }: SlotState): readonly DutyLevel[] {
  return told.map(({ content }) => content.level);
}

class Fold {
  private readonly slots = new Map<string, MutableSlot>();
  private readonly swaps = new Map<string, MutableSwap>();
  private readonly handovers = new Map<string, Handover>();
  private readonly log: DutyActOf<'LOGGED'>[] = [];

  take(act: DutyAct): void {
    if (act.kind === 'FILLED' || act.kind === 'ASSIGNED') this.change(act.content.changes);
    else if (act.kind === 'LOGGED') this.log.push(act);
    else if (act.kind.startsWith('SWAP_')) this.swap(act);
    else if (act.kind === 'HANDOVER_OFFERED') this.handovers.set(slotKey(act.content), { offer: act, signed: null });
    else if (act.kind === 'HANDOVER_SIGNED') this.sign(act);
    else this.stand(act);
  }

  standing(): DutyStanding {
    const corrections = new Map(this.log.map(({ id, content }) => [content.corrects, id]));
    return {
      slots: this.slots,
      swaps: [...this.swaps.values()],
      handovers: this.handovers,
      log: this.log.map((act) => ({ act, correctedBy: corrections.get(act.id) ?? null })),
    };
  }

  private stand(act: DutyAct): void {
    if (act.kind === 'CHECKED_IN') {
      const { personId } = act.content;
      const slot = this.slot(act.content);
      if (!slot.checkIns.some((entry) => entry.personId === personId)) {
        slot.checkIns = [...slot.checkIns, { personId, at: act.at, byId: act.byId }];
      }
    } else if (act.kind === 'TAKEN_OVER') {
      const slot = this.slot(act.content);
      slot.covers = [...slot.covers, { personId: act.content.personId, at: act.at, note: act.content.note }];
    } else if (act.kind === 'ESCALATED') {
      const slot = this.slot(act.content);
      slot.told = [...slot.told, act];
    }
  }

  private change(changes: readonly DutyChange[]): void {
    for (const { personId, isOn, ...ref } of changes) {
      const slot = this.slot(ref);
      const others = slot.assigned.filter((id) => id !== personId);
      slot.assigned = isOn ? [...others, personId] : others;
    }
  }

  private swap(act: DutyAct): void {
    if (act.kind === 'SWAP_ASKED') {
      this.swaps.set(act.id, { id: act.id, asked: act, state: 'ASKED', acts: [act] });
      return;
    }
    const state = SWAP_ENDS[act.kind];
    const swap = 'swapId' in act.content ? this.swaps.get(act.content.swapId) : undefined;
    if (swap === undefined || state === undefined) return;
    swap.state = state;
    swap.acts = [...swap.acts, act];
    if (act.kind === 'SWAP_APPROVED') this.change(act.content.changes);
  }

  private sign(act: DutyActOf<'HANDOVER_SIGNED'>): void {
    for (const [key, { offer }] of this.handovers) {
      if (offer.id === act.content.offerId) this.handovers.set(key, { offer, signed: act });
    }
  }

  private slot(ref: SlotRef): MutableSlot {
    const key = slotKey(ref);
    const slot = this.slots.get(key) ?? { ...emptySlot(ref) };
    this.slots.set(key, slot);
    return slot;
  }
}

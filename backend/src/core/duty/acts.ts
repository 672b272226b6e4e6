/** What was done about a roster. Acts are facts and never change; everything shown is folded from them. */
import type { SlotRef } from './roster.js';

export const DUTY_ACT_KINDS = [
  'FILLED',
  'ASSIGNED',
  'SWAP_ASKED',
  'SWAP_AGREED',
  'SWAP_DECLINED',
  'SWAP_WITHDRAWN',
  'SWAP_APPROVED',
  'SWAP_REFUSED',
  'CHECKED_IN',
  'ESCALATED',
  'TAKEN_OVER',
  'HANDOVER_OFFERED',
  'HANDOVER_SIGNED',
  'LOGGED',
] as const;
export type DutyActKind = (typeof DUTY_ACT_KINDS)[number];

/** A person put on a shift, or taken off. */
export interface DutyChange extends SlotRef {
  readonly personId: string;
  readonly isOn: boolean;
}

/** Whom a missing check-in is told, one after another. */
export const DUTY_LEVELS = ['STANDBY', 'LEADER', 'PLANNER'] as const;
export type DutyLevel = (typeof DUTY_LEVELS)[number];

/** What an item of a handover is about. */
export const HANDOVER_ITEM_KINDS = ['INCIDENT', 'BLOCK', 'TASK', 'REPORT', 'OTHER'] as const;
export type HandoverItemKind = (typeof HANDOVER_ITEM_KINDS)[number];

/** One open item that goes from a shift to the next. */
export interface HandoverItem {
  readonly kind: HandoverItemKind;
  /** What it is called where it lives, e.g. E-0009; empty for none. */
  readonly ref: string;
  readonly title: string;
  readonly note: string;
}

/** The contents of acts, by kind. */
export interface DutyActContents {
  readonly FILLED: { readonly changes: readonly DutyChange[]; readonly from: string; readonly to: string };
  readonly ASSIGNED: { readonly changes: readonly DutyChange[]; readonly reason: string };
  readonly SWAP_ASKED: {
    readonly from: SlotRef;
    readonly personId: string;
    readonly otherId: string;
    /** The shift of the other that is taken in exchange; null = the other just takes over. */
    readonly back: SlotRef | null;
    readonly reason: string;
  };
  readonly SWAP_AGREED: { readonly swapId: string; readonly personId: string };
  readonly SWAP_DECLINED: { readonly swapId: string; readonly personId: string; readonly reason: string };
  readonly SWAP_WITHDRAWN: { readonly swapId: string; readonly personId: string };
  readonly SWAP_APPROVED: {
    readonly swapId: string;
    readonly reason: string;
    readonly changes: readonly DutyChange[];
    readonly asLeader: boolean;
  };
  readonly SWAP_REFUSED: { readonly swapId: string; readonly reason: string; readonly asLeader: boolean };
  readonly CHECKED_IN: SlotRef & { readonly personId: string };
  readonly ESCALATED: SlotRef & {
    readonly level: DutyLevel;
    /** Who did not come; empty when nobody was on the shift. */
    readonly missingIds: readonly string[];
    readonly missing: number;
    /** People of the roster who are told; those without an account must be called. */
    readonly personIds: readonly string[];
    /** Accounts besides: the planner. */
    readonly userIds: readonly string[];
  };
  readonly TAKEN_OVER: SlotRef & { readonly personId: string; readonly note: string };
  readonly HANDOVER_OFFERED: SlotRef & {
    readonly personId: string;
    readonly to: SlotRef;
    readonly items: readonly HandoverItem[];
    readonly note: string;
  };
  readonly HANDOVER_SIGNED: { readonly offerId: string; readonly personId: string; readonly note: string };
  readonly LOGGED: { readonly text: string; readonly personId: string | null; readonly corrects: string | null };
}

/** An act of one kind. */
export interface DutyActOf<K extends DutyActKind> {
  readonly id: string;
  readonly kind: K;
  /** Instant it counts from: when it was recorded, or due. */
  readonly at: Date;
  readonly seq: number;
  /** Place among the acts of the same record. */
  readonly ordinal: number;
  /** Account that acted; null = time. */
  readonly byId: string | null;
  readonly content: DutyActContents[K];
}

/** Any act. */
export type DutyAct = { [K in DutyActKind]: DutyActOf<K> }[DutyActKind];

/** Acts in the order in which they count. */
export function inOrder(acts: readonly DutyAct[]): DutyAct[] {
  return [...acts].sort((a, b) => a.at.getTime() - b.at.getTime() || a.seq - b.seq || a.ordinal - b.ordinal);
}

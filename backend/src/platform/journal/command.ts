import type { EntityManager } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';

/** What somebody asks to be written. `content` is hashed, so a reused id with other content is caught. */
export interface Command {
  readonly streamId: string;
  readonly kind: string;
  /** UUID made by the client; the idempotency key. */
  readonly commandId: string;
  readonly content: unknown;
  readonly actor: Viewer | null;
}

/** What the work wrote: the subject, who may hear of it, and a short before/after for the audit. */
export interface Written {
  /** What it turned out to be, where that shows only under the lock; else the record is of the command's kind. */
  readonly kind?: string;
  readonly subjectId: string;
  readonly partyId?: string | null;
  readonly details?: Record<string, unknown>;
}

/** Where the record of a command stands; `isRepeat` when it had been written before. */
export interface Receipt {
  readonly seq: number;
  readonly subjectId: string;
  readonly isRepeat: boolean;
}

/** The moment and number under which the work happens. */
export interface Slot {
  readonly seq: number;
  readonly recordedAt: Date;
}

/** What a command does inside its transaction. It may run again after a lost race: no effect outside. */
export type Work = (tx: EntityManager, slot: Slot) => Promise<Written>;

/** Work on many things at once, each under its slot; answers in their order. When any of them is unfit it throws. */
export type BulkWork<T> = (tx: EntityManager, items: readonly Slotted<T>[]) => Promise<Written[]>;

/** A thing to work on, with the number and moment it gets. */
export interface Slotted<T> {
  readonly item: T;
  readonly slot: Slot;
}

import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Slot } from '../../platform/journal/journal.service.js';
import type { WrittenRows } from '../../platform/journal/sealed-rows.js';
import type { RescoringSet } from './rescoring-set.entity.js';

/** A set that was applied or taken back, in the act that did so. */
export interface SettledSet {
  readonly set: RescoringSet;
  readonly slot: Slot;
  /** Who applied it or took it back. */
  readonly actorId: string;
  readonly isApplied: boolean;
}

/** What followed: rows for the act's record to seal, and parties that were told. */
export interface Followed {
  readonly rows: WrittenRows;
  readonly parties: readonly string[];
}

/** Writes what follows from a settled set. */
export type SetFollower = (tx: EntityManager, settled: SettledSet) => Promise<Followed>;

/** Has others act on settled sets within the same transaction, without the sets knowing of them. */
@Injectable()
export class SettledSets {
  private readonly followers: SetFollower[] = [];

  /** Has `follower` called whenever a set is applied or taken back. */
  onSettled(follower: SetFollower): void {
    this.followers.push(follower);
  }

  /** @returns all rows the followers wrote, and all parties they told */
  async tell(tx: EntityManager, settled: SettledSet): Promise<Followed> {
    const parts: Followed[] = [];
    for (const follower of this.followers) parts.push(await follower(tx, settled));
    const rows = mergedRows(parts.map((part) => part.rows));
    return { rows, parties: parts.flatMap(({ parties }) => parties) };
  }
}

/** Rows of several parts of one act, by table. */
export function mergedRows(parts: readonly WrittenRows[]): WrittenRows {
  const tables = parts.flatMap((part) => Object.entries(part));
  return Object.fromEntries(
    [...Map.groupBy(tables, ([table]) => table)].map(([table, rows]) => [table, rows.flatMap(([, ids]) => ids)]),
  );
}

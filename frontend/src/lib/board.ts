import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue';
import { graphql } from '../gql/gql.js';
import type { BoardUpdatesSubscription } from '../gql/graphql.js';
import type { Audience } from '../gql/schema.js';
import { listen, send } from './client.js';
import { onReconnect } from './connection.js';
import type { Refused } from './refusal.js';
import { changedParties } from './board-changes.js';
import { gainsBetween, withSeen } from './board-seen.js';

const BoardDocument = graphql(`
  query Board($exerciseId: ID!, $audience: Audience!) {
    board(exerciseId: $exerciseId, audience: $audience) {
      ...BoardParts
    }
  }
  fragment BoardParts on Board {
    edition
    asOfSeq
    asOf
    isProvisional
    acceptedResults
    acceptedNodes
    attack {
      rank
      previousRank
      partyId
      name
      resultCount
      points
      trend {
        at
        value
      }
    }
    defense {
      rank
      previousRank
      partyId
      name
      industry
      isKeyUnit
      deduction
      recovered
      bonus
      penalty
      drill
      value
      isProvisional
      trend {
        at
        value
      }
    }
    recent {
      seq
      since
      at
      side
      partyId
      partyName
      amount
      account
      counterpartName
      ruleTitle {
        zh
        en
      }
    }
  }
`);
const BoardUpdatesDocument = graphql(`
  subscription BoardUpdates($exerciseId: ID!, $audience: Audience!) {
    boardUpdates(exerciseId: $exerciseId, audience: $audience) {
      ...BoardParts
    }
  }
`);

export type BoardData = BoardUpdatesSubscription['boardUpdates'];
export type AttackRow = BoardData['attack'][number];
export type DefenseRow = BoardData['defense'][number];
export type BoardEventRow = BoardData['recent'][number];

/** How long a row that changed stays tinted. */
const TINT_MS = 8_000;

/** Gains a page keeps of those it has watched, and figures of each party. */
const MOST_SEEN = 12;
const MOST_SAMPLES = 120;

export interface LiveBoard {
  readonly board: ShallowRef<BoardData | null>;
  readonly refused: ShallowRef<Refused | null>;
  /** Party ids whose value or rank moved in the last eight seconds. */
  readonly changed: Ref<ReadonlySet<string>>;
  readonly refetch: () => Promise<void>;
}

/**
 * The public board with what this page has watched of it. The public board itself tells of the past only as of the
 * closes of days; whoever keeps it open sees every change as it comes, and finds it in the list and in the trends.
 */
class WatchedBoard {
  private last: BoardData | null = null;
  private gains: BoardEventRow[] = [];
  private readonly samples = new Map<string, { at: string; value: string }[]>();

  with(next: BoardData): BoardData {
    const at = new Date().toISOString();
    if (this.last) this.gains = [...gainsBetween(this.last, next, at), ...this.gains].slice(0, MOST_SEEN);
    this.last = next;
    const attack = next.attack.map((row) => ({ ...row, trend: withSeen(row.trend, this.seen(row, at)) }));
    return { ...next, attack, recent: [...this.gains, ...next.recent] };
  }

  private seen({ partyId, points }: AttackRow, at: string): { at: string; value: string }[] {
    const before = this.samples.get(partyId) ?? [];
    // A figure that stands still needs its first and its last sighting only.
    const isStill = before.length > 1 && before.slice(-2).every(({ value }) => value === points);
    const seen = [...(isStill ? before.slice(0, -1) : before), { at, value: points }].slice(-MOST_SAMPLES);
    this.samples.set(partyId, seen);
    return seen;
  }
}

/** The board of an exercise, kept current by the server; asked for once more after a lost connection. */
export function useBoard(exerciseId: () => string, audience: () => Audience): LiveBoard {
  const board = shallowRef<BoardData | null>(null);
  const refused = shallowRef<Refused | null>(null);
  const changed = ref<ReadonlySet<string>>(new Set());
  let tint: ReturnType<typeof setTimeout> | undefined;
  let watched = new WatchedBoard();

  function take(next: BoardData): void {
    const before = board.value;
    // An answer that took longer than the next update is old news.
    if (before && next.edition < before.edition) return;
    const moved = before ? changedParties(before, next) : new Set<string>();
    board.value = next.asOfSeq === null ? watched.with(next) : next;
    if (moved.size === 0) return;
    changed.value = moved;
    clearTimeout(tint);
    tint = setTimeout(() => (changed.value = new Set()), TINT_MS);
  }

  async function refetch(): Promise<void> {
    const result = await send(BoardDocument, { exerciseId: exerciseId(), audience: audience() });
    refused.value = result.refused;
    if (result.data) take(result.data.board);
  }

  watch(
    [exerciseId, audience],
    ([id, forWhom], _before, onCleanup) => {
      board.value = null;
      watched = new WatchedBoard();
      void refetch();
      onCleanup(listen(BoardUpdatesDocument, { exerciseId: id, audience: forWhom }, (data) => take(data.boardUpdates)));
    },
    { immediate: true },
  );
  onScopeDispose(onReconnect(() => void refetch()));
  onScopeDispose(() => clearTimeout(tint));
  return { board, refused, changed, refetch };
}

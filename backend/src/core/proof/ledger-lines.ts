import { points } from '../kernel/points.js';
import { type FoldableEntry, foldLedger, type LedgerSums, type ScoreEntryFact } from '../ledger/ledger.js';
import type { PlainRow } from '../journal/seal.js';
import type { Account, Step } from '../scoring/award.js';
import { objectIn, objectsIn, textIn, textOrNull, wholeIn } from './dossier.js';

/** A ledger row as scoring knows it. @throws RangeError when the amount is no exact number */
export function entryFactOf(row: PlainRow): ScoreEntryFact {
  return {
    id: textIn(row, 'id'),
    awardKey: textIn(row, 'award_key'),
    party: { side: textIn(row, 'side') === 'ATTACK' ? 'ATTACK' : 'DEFENSE', id: textIn(row, 'party_id') },
    account: textIn(row, 'account') as Account,
    amount: points(textIn(row, 'amount')),
    ruleSetHash: textIn(row, 'rule_set_hash'),
    ruleKey: textIn(row, 'rule_key'),
    steps: objectsIn(row, 'steps').map(stepOf),
    zeroReason: 'zero_reason' in row ? stepOf(objectIn(row, 'zero_reason')) : null,
    isProvisional: row.is_provisional === true,
    reversesId: textOrNull(row, 'reverses_id'),
  };
}

/** Rows of the lines by the act that posted them, in the order they come. */
export function linesByAct(rows: readonly PlainRow[]): ReadonlyMap<number, readonly PlainRow[]> {
  return Map.groupBy(rows, (row) => wholeIn(row, 'seq'));
}

function stepOf(row: PlainRow): Step {
  return { code: textIn(row, 'code'), params: objectIn(row, 'params') as Readonly<Record<string, string>> };
}

/** Folds the ledger at one place after another without beginning anew each time. */
export class LedgerWalk {
  private place = 0;
  private seq = 0;
  private sums: LedgerSums = new Map();

  constructor(private readonly rows: readonly PlainRow[]) {}

  /** Sums and number of the lines up to a journal number. */
  upTo(seq: number): { readonly count: number; readonly sums: LedgerSums } {
    if (seq < this.seq) this.rewind();
    const end = this.rows.findIndex((row, index) => index >= this.place && wholeIn(row, 'seq') > seq);
    const next = this.rows.slice(this.place, end === -1 ? undefined : end);
    this.sums = foldLedger([...entriesOf(this.sums), ...next.map(entryFactOf)]);
    this.place += next.length;
    this.seq = seq;
    return { count: this.place, sums: this.sums };
  }

  private rewind(): void {
    this.place = 0;
    this.sums = new Map();
  }
}

/** Sums as one line for each account. */
export function entriesOf(sums: LedgerSums): FoldableEntry[] {
  return [...sums].flatMap(([key, accounts]) => {
    const side = key.startsWith('ATTACK:') ? 'ATTACK' : 'DEFENSE';
    const party = { side, id: key.slice(side.length + 1) } as const;
    return Object.entries(accounts).map(([account, amount]) => ({ party, account: account as Account, amount }));
  });
}

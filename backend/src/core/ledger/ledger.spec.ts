import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ZERO, exactText, points } from '../kernel/points.js';
import type { Award } from '../scoring/award.js';
import { computeAwards } from '../scoring/compute-awards.js';
import { arbitraryFacts, loadRuleSet } from '../../../test/scoring-facts.js';
import { diffLedger, foldLedger, partyKey, standingLines, sumsOf } from './ledger.js';
import type { LedgerSums, Posting, ScoreEntryFact } from './ledger.js';

const RULES = { attack: loadRuleSet('tprq'), defense: loadRuleSet('fhz') };
const someAwards = arbitraryFacts(RULES.attack, RULES.defense).map((facts) => computeAwards(RULES, facts, 'FINAL'));

/** Posts as the database would, ids counting on; reversals point at the line they cancel. */
function post(ledger: readonly ScoreEntryFact[], postings: readonly Posting[]): ScoreEntryFact[] {
  const added = postings.map((posting, index): ScoreEntryFact => {
    const id = String(ledger.length + index + 1);
    if (posting.kind === 'REVERSAL') {
      return { ...posting.reverses, id, amount: posting.amount, reversesId: posting.reverses.id };
    }
    const { key, source: _source, ...award } = posting.award;
    return { ...award, id, awardKey: key, reversesId: null };
  });
  return [...ledger, ...added];
}

function shown(sums: LedgerSums): unknown {
  const rows = [...sums].map(([key, own]) => [key, Object.values(own).map(exactText)] as const);
  return rows.filter(([, own]) => own.some((amount) => amount !== '0')).sort(([a], [b]) => (a < b ? -1 : 1));
}

function award(key: string, amount: string, more: Partial<Award> = {}): Award {
  return {
    key,
    party: { side: 'ATTACK', id: 't1' },
    account: 'ATTACK',
    amount: points(amount),
    source: { kind: 'NODE', id: key, resultId: 'A-1', receiptSeq: 1 },
    ruleSetHash: 'h',
    ruleKey: 'row-1',
    steps: [{ code: 'PRICE', params: { amount, row: '1' } }],
    zeroReason: null,
    isProvisional: false,
    ...more,
  };
}

function kinds(postings: readonly Posting[]): string[] {
  return postings.map((p) => (p.kind === 'REVERSAL' ? `-${p.reverses.awardKey}` : `+${p.award.key}`));
}

describe('diffLedger', () => {
  const posted = post([], diffLedger([], [award('a', '10'), award('b', '20')]));

  it('posts nothing when nothing changed, even if the database sorts JSON keys another way', () => {
    const resorted = posted.map((entry) => ({
      ...entry,
      steps: [{ code: 'PRICE', params: { row: '1', amount: exactText(entry.amount) } }],
    }));
    expect(diffLedger(resorted, [award('b', '20'), award('a', '10')])).toEqual([]);
  });

  it.each([
    ['amount', { amount: points('11') }],
    ['explanation', { steps: [] }],
    ['rule', { ruleKey: 'row-2' }],
    ['rule-set', { ruleSetHash: 'other' }],
    ['provisional flag', { isProvisional: true }],
    ['reason', { zeroReason: { code: 'REJECTED', params: {} } }],
  ])('reverses and posts anew when the %s changed', (_name, change) => {
    expect(kinds(diffLedger(posted, [award('a', '10', change), award('b', '20')]))).toEqual(['-a', '+a']);
  });

  it('reverses what is no longer wanted and posts what is new, zeros included', () => {
    expect(kinds(diffLedger(posted, [award('a', '10'), award('c', '0')]))).toEqual(['+c', '-b']);
  });

  it('refuses keys that are not unique', () => {
    expect(() => diffLedger([], [award('a', '1'), award('a', '2')])).toThrow(RangeError);
  });

  it('an entry and its reversal are zero', () => {
    fc.assert(
      fc.property(someAwards, (awards) => {
        const ledger = post([], diffLedger([], awards));
        const emptied = post(ledger, diffLedger(standingLines(ledger), []));
        expect(emptied).toHaveLength(2 * ledger.length);
        expect(standingLines(emptied)).toEqual([]);
        expect(shown(foldLedger(emptied))).toEqual([]);
      }),
    );
  });

  it('brings any ledger to what a recomputation from nothing gives', () => {
    fc.assert(
      fc.property(fc.array(someAwards, { minLength: 1, maxLength: 4 }), (history) => {
        const ledger = history.reduce<ScoreEntryFact[]>(
          (entries, awards) => post(entries, diffLedger(standingLines(entries), awards)),
          [],
        );
        const last = history.at(-1) ?? [];
        expect(shown(foldLedger(ledger))).toEqual(shown(foldLedger(last)));
        expect(
          standingLines(ledger)
            .map((entry) => entry.awardKey)
            .sort(),
        ).toEqual(last.map((entry) => entry.key).sort());
        expect(diffLedger(standingLines(ledger), last)).toEqual([]);
      }),
    );
  });
});

describe('foldLedger', () => {
  it('does not depend on order or batching', () => {
    const cut = fc.tuple(someAwards, fc.nat(), fc.integer());
    fc.assert(
      fc.property(cut, ([awards, at, seed]) => {
        const middle = awards.length === 0 ? 0 : at % awards.length;
        const turned = seed % 2 === 0 ? [...awards].reverse() : [...awards.slice(middle), ...awards.slice(0, middle)];
        const first = foldLedger(awards.slice(0, middle));
        const second = foldLedger(awards.slice(middle));
        const parties = new Map(awards.map((entry) => [partyKey(entry.party), entry.party]));
        expect(shown(foldLedger(turned))).toEqual(shown(foldLedger(awards)));
        for (const party of parties.values()) {
          const whole = sumsOf(foldLedger(awards), party);
          const halves = sumsOf(first, party).RECOVERY.add(sumsOf(second, party).RECOVERY);
          expect(exactText(halves)).toBe(exactText(whole.RECOVERY));
        }
      }),
    );
  });

  it('a party without lines has zeros', () => {
    expect(sumsOf(foldLedger([]), { side: 'DEFENSE', id: 'x' }).DEDUCTION).toBe(ZERO);
  });
});

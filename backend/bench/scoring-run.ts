/**
 * The full rescore of 100,000 facts in a process of its own, so that its memory is its own: run by scoring.bench, says
 * what it measured as one line of JSON. `--expose-gc` keeps the generator's garbage out of the figures.
 */
import { foldLedger } from '../src/core/ledger/ledger.js';
import type { Award } from '../src/core/scoring/award.js';
import { Scorer } from '../src/core/scoring/scorer.js';
import { HUNDRED_THOUSAND, largeExercise, shippedRuleSet, type Size } from './large-exercise.js';
import { median } from './people.js';

/** What one run measured. */
export interface FullRun {
  readonly facts: number;
  readonly awards: number;
  readonly cpuSeconds: number;
  readonly foldSeconds: number;
  /** Highest resident size of the process, rules and generated facts included. */
  readonly peakMegabytes: number;
}

/** Enough to have the code compiled, as in a server that has been running. */
const WARM_UP: Size = { teams: 20, roots: 60, results: 3000, nodesPerResult: 2.5, incidents: 1500 };
const WARM_ROUNDS = 3;
const FOLDS = 11;

function cpuSeconds(work: () => void): number {
  const began = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1_000_000;
}

/** The same sums over plain numbers: no exactness, no explanations, nothing to look up. */
function plainFold(awards: readonly Award[]): number {
  const lines = awards.map(({ party, account, amount }) => ({
    key: `${party.id} ${account}`,
    amount: Number(amount.n) / Number(amount.d),
  }));
  const seconds = Array.from({ length: FOLDS }, () => {
    const began = performance.now();
    const sums = new Map<string, number>();
    for (const { key, amount } of lines) sums.set(key, (sums.get(key) ?? 0) + amount);
    return (performance.now() - began) / 1000;
  });
  return median(seconds);
}

const rules = { attack: shippedRuleSet('tprq'), defense: shippedRuleSet('fhz') };
const small = largeExercise(rules, WARM_UP, 7);
const facts = largeExercise(rules, HUNDRED_THOUSAND);
globalThis.gc?.();
// Not before: a collection also throws away compiled code, as soon as no object of its shapes is left.
for (let round = 0; round < WARM_ROUNDS; round += 1) Scorer.of(rules, small, 'PROVISIONAL');
let awards: readonly Award[] = [];
const seconds = cpuSeconds(() => {
  ({ awards } = Scorer.of(rules, facts, 'PROVISIONAL'));
});
const peakMegabytes = process.resourceUsage().maxRSS / 1024;
if (foldLedger(awards).size === 0) throw new Error('nothing was scored');
const run: FullRun = {
  facts: facts.results.reduce((count, { nodes }) => count + nodes.length, facts.incidents.length),
  awards: awards.length,
  cpuSeconds: seconds,
  foldSeconds: plainFold(awards),
  peakMegabytes,
};
process.stdout.write(`${JSON.stringify(run)}\n`);

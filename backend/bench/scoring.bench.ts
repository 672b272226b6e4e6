import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import type { FactChange } from '../src/core/scoring/fact-change.js';
import type { ResultFact } from '../src/core/scoring/facts.js';
import { Scorer } from '../src/core/scoring/scorer.js';
import { largeExercise, shippedRuleSet, TEN_THOUSAND } from './large-exercise.js';
import { type BenchContext, type BenchResult, median } from './people.js';
import type { FullRun } from './scoring-run.js';

/** Processes of the full rescore. */
const FULL_RUNS = 7;
const VERDICTS = 60;
const WARM_VERDICTS = 20;
const QUERIES = 5;

/**
 * What a verdict can touch, and everything. The targets in seconds, milliseconds and megabytes are the plan's; beside
 * plain numbers, which explain nothing and round, the ratios only show how far exact and explained points are away.
 */
export async function run(ctx: BenchContext): Promise<BenchResult[]> {
  const full = await fullRun();
  const aggregate = await sqlAggregate(ctx.databaseUrl, full.awards);
  const one = incremental();
  const facts = full.facts.toLocaleString('en-US');
  const lower = { higherIsBetter: false };
  return [
    { name: `full rescore of ${facts} facts`, ours: full.cpuSeconds, bare: null, unit: 's CPU', target: 1, ...lower },
    {
      name: 'full rescore beside a fold of plain numbers',
      ours: full.cpuSeconds * 1000,
      bare: full.foldSeconds * 1000,
      unit: 'ms',
      target: 200,
      ...lower,
    },
    {
      name: `full rescore beside one SQL sum over ${full.awards.toLocaleString('en-US')} lines`,
      ours: full.cpuSeconds * 1000,
      bare: aggregate * 1000,
      unit: 'ms',
      target: 20,
      ...lower,
    },
    {
      name: 'memory of the full rescore (peak)',
      ours: full.peakMegabytes,
      bare: null,
      unit: 'MB',
      target: 512,
      ...lower,
    },
    { name: 'one verdict among 10,000 results', ours: one.ours, bare: null, unit: 'ms', target: 20, ...lower },
    { name: 'one verdict beside a sum of its unit', ...one, unit: 'ms', target: 2000, ...lower },
  ];
}

/** The run of median CPU time: when the compiler and the collector come differs from process to process. */
async function fullRun(): Promise<FullRun> {
  const script = fileURLToPath(new URL('./scoring-run.js', import.meta.url));
  const runs: FullRun[] = [];
  for (let run = 0; run < FULL_RUNS; run += 1) {
    const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', script], { maxBuffer: 1 << 20 });
    runs.push(JSON.parse(stdout) as FullRun);
  }
  const [middle] = runs.sort((a, b) => a.cpuSeconds - b.cpuSeconds).slice(FULL_RUNS >> 1);
  if (middle === undefined) throw new RangeError('no runs');
  return middle;
}

/** Seconds PostgreSQL takes to sum as many lines by party and account. */
async function sqlAggregate(databaseUrl: string, lines: number): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`CREATE TABLE bench_line AS
    SELECT md5((n % 380)::text)::uuid AS party_id, CASE n % 3 WHEN 0 THEN 'ATTACK' WHEN 1 THEN 'DEDUCTION' ELSE 'RECOVERY' END
           AS account, (n % 900)::text AS amount FROM generate_series(1, ${lines}) n`);
  const seconds: number[] = [];
  for (let query = 0; query < QUERIES; query += 1) {
    const began = performance.now();
    await client.query('SELECT party_id, account, sum(amount::numeric) FROM bench_line GROUP BY party_id, account');
    seconds.push((performance.now() - began) / 1000);
  }
  await client.query('DROP TABLE bench_line');
  await client.end();
  return median(seconds);
}

/** Milliseconds from one more verdict to the scores that follow, and of a plain sum over all lines of the same unit. */
function incremental(): { ours: number; bare: number } {
  const rules = { attack: shippedRuleSet('tprq'), defense: shippedRuleSet('fhz') };
  const facts = largeExercise(rules, TEN_THOUSAND);
  let scorer = Scorer.of(rules, facts, 'PROVISIONAL');
  const ours: number[] = [];
  const bare: number[] = [];
  for (let verdict = 0; verdict < VERDICTS; verdict += 1) {
    const result = facts.results[(verdict * 163) % facts.results.length];
    if (result === undefined) throw new RangeError('no results');
    const began = performance.now();
    const { scorer: next, recomputed } = scorer.with(otherVerdict(result));
    ours.push(performance.now() - began);
    scorer = next;
    bare.push(plainSum(recomputed.after.map(({ amount }) => Number(amount.n) / Number(amount.d))));
  }
  return { ours: median(ours.slice(WARM_VERDICTS)), bare: median(bare.slice(WARM_VERDICTS)) };
}

/** Its first node judged the other way. */
function otherVerdict(result: ResultFact): FactChange {
  const nodes = result.nodes.map((node, index) => {
    if (index > 0 || node.ruling === null) return node;
    const outcome = node.ruling.outcome === 'REJECTED' ? ('ACCEPTED' as const) : ('REJECTED' as const);
    return { ...node, ruling: { ...node.ruling, outcome } };
  });
  return { results: [{ ...result, nodes }] };
}

function plainSum(amounts: readonly number[]): number {
  const began = performance.now();
  let sum = 0;
  for (const amount of amounts) sum += amount;
  if (Number.isNaN(sum)) throw new Error('not a number');
  return performance.now() - began;
}

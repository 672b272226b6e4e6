import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { bandsOf } from '../src/core/likeness/bands.js';
import { gramsOf } from '../src/core/likeness/text.js';
import { resultKeys, type ResultTrace, storedKey } from '../src/core/likeness/traces.js';
import { type BenchContext, type BenchResult, Caller, demoExercise, median } from './people.js';
import { drawing, madeReports, type MadeReport } from './report-texts.js';

const RESULTS = 20_000;
/** Retold reports asked about, after a few to warm up; the trigram query takes its time. */
const ASKED = 20;
const WARM = 5;
const DUPLICATES = `query ($id: ID!) { duplicateProposals(submissionId: $id) { work { id } score reasons { code } } }`;
/** Low enough for trigrams to find what is told in other words. */
const TRIGRAM_THRESHOLD = '0.25';

/**
 * Suspected duplicates of one attack result among 20,000, asked for over HTTP with reasons and names, beside the bare
 * trigram query of PostgreSQL over the same texts; and how many of the retold ones each of both finds.
 */
export async function run(ctx: BenchContext): Promise<BenchResult[]> {
  await ctx.playDemo();
  const client = new pg.Client({ connectionString: ctx.superUrl.replace(/\/[^/]*$/, '/yanwu') });
  await client.connect();
  const { url } = await ctx.startApp({ YANWU_DEMO: 'on' });
  const referee = await Caller.ofRole(url, 'REFEREE');
  const reports = madeReports(RESULTS);
  const made = await fill(client, (await demoExercise(referee)).id, reports);
  const retold = reports.flatMap(({ retells }, index) => (retells === null ? [] : [{ index, first: retells }]));
  const [ours, bare]: [Asked, Asked] = [new Asked(), new Asked()];
  for (const [turn, { index, first }] of retold.slice(0, WARM + ASKED).entries()) {
    const isWarm = turn >= WARM;
    const [own, wanted] = [made[index], made[first]];
    await ours.ask(isWarm, wanted?.id ?? '', () => asked(referee, own?.id ?? ''));
    await bare.ask(isWarm, wanted?.id ?? '', () => trigrams(client, own));
  }
  await client.end();
  return results(ours, bare);
}

function results(ours: Asked, bare: Asked): BenchResult[] {
  const time = 'suspected duplicates of one among 20,000 results, over HTTP';
  const found = 'retold reports found';
  const [fast, much] = [
    { unit: 'ms', higherIsBetter: false },
    { unit: 'share', higherIsBetter: true },
  ];
  return [
    { name: `${time}, beside a trigram query`, ours: ours.milliseconds, bare: bare.milliseconds, target: 1, ...fast },
    { name: time, ours: ours.milliseconds, bare: null, target: 50, ...fast },
    { name: `${found}, beside a trigram query`, ours: ours.found, bare: bare.found, target: 1, ...much },
    { name: found, ours: ours.found, bare: null, target: 0.95, ...much },
  ];
}

/** Times and hits of one way to ask. */
class Asked {
  private readonly times: number[] = [];
  private hits = 0;

  async ask(counts: boolean, wanted: string, work: () => Promise<string[]>): Promise<void> {
    const began = performance.now();
    const ids = await work();
    if (!counts) return;
    this.times.push(performance.now() - began);
    if (ids.includes(wanted)) this.hits += 1;
  }

  get milliseconds(): number {
    return median(this.times);
  }

  get found(): number {
    return this.hits / this.times.length;
  }
}

interface Made {
  readonly id: string;
  readonly text: string;
}

async function asked(referee: Caller, id: string): Promise<string[]> {
  const { duplicateProposals } = await referee.ask<{ duplicateProposals: { work: { id: string } }[] }>(DUPLICATES, {
    id,
  });
  return duplicateProposals.map(({ work }) => work.id);
}

/** The ten most similar by trigrams, with the index PostgreSQL has for it. */
async function trigrams(client: pg.Client, own: Made | undefined): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    `SELECT id FROM bench_text WHERE body % $1 AND id <> $2 ORDER BY similarity(body, $1) DESC LIMIT 10`,
    [own?.text, own?.id],
  );
  return rows.map(({ id }) => id);
}

/** Puts the reports in as filed results with the traces the product keeps of them, and as bare texts. */
async function fill(client: pg.Client, exerciseId: string, reports: readonly MadeReport[]): Promise<Made[]> {
  const { rows } = await client.query<{ unit: string; root: string; team: string; person: string }>(
    `SELECT u.id AS unit, u.root_id AS root, t.id AS team, (SELECT id FROM app_user LIMIT 1) AS person
       FROM unit u CROSS JOIN attack_team t WHERE u.exercise_id = $1 AND t.exercise_id = $1`,
    [exerciseId],
  );
  const draw = drawing(5);
  const made = reports.map(({ text }, index) => ({
    index,
    id: `${randomUUID()}`,
    text,
    place: rows[draw(rows.length)],
  }));
  await client.query('CREATE EXTENSION IF NOT EXISTS pg_trgm');
  await client.query('CREATE TABLE bench_text (id uuid PRIMARY KEY, body text NOT NULL)');
  for (let from = 0; from < made.length; from += 500) {
    const part = made.slice(from, from + 500).map(({ index, id, text, place }) => ({
      ...{ id, text, ...place, code: `Z-${index}`, seq: 1_000_000 + index },
      ...traceOf({ exerciseId, root: place?.root ?? '', text, draw }),
    }));
    await client.query(INSERT, [exerciseId, JSON.stringify(part)]);
  }
  await client.query('CREATE INDEX bench_text_body ON bench_text USING gin (body gin_trgm_ops)');
  await client.query('ANALYZE');
  await client.query(`SET pg_trgm.similarity_threshold = ${TRIGRAM_THRESHOLD}`);
  return made;
}

/** As the product takes it from a filed result; addresses and assets from pools, as teams meet on the same machines. */
function traceOf(made: { exerciseId: string; root: string; text: string; draw: (below: number) => number }) {
  const { exerciseId, root, text, draw } = made;
  const node = {
    ...{ id: randomUUID(), ordinal: 1, port: 443, host: '', technique: 'T1078', means: ['m8'], vulnerabilities: [] },
    ...{ address: `198.51.${draw(8)}.${draw(250)}`, system: `system-${draw(300)}`, asset: `资产-${draw(300)}` },
    evidence: [`${draw(1_000_000)}`],
  };
  const trace: ResultTrace = {
    ...{ rootUnitId: root, teamId: '', nodes: [node], controlled: [], sources: [], startedAt: null, endedAt: null },
  };
  const grams = gramsOf(text);
  const keys = [...resultKeys(trace), ...bandsOf(grams)].map((word) => storedKey(exerciseId, word));
  return { keys, grams: Buffer.from(grams.buffer).toString('hex'), trace };
}

const INSERT = `
  WITH given AS (
    SELECT * FROM jsonb_to_recordset($2::jsonb) AS g (id uuid, text text, unit uuid, root uuid, team uuid, person uuid,
      code text, seq integer, keys bigint[], grams text, trace jsonb)),
  texts AS (INSERT INTO bench_text SELECT id, text FROM given),
  filed AS (
    INSERT INTO attack_submission (id, exercise_id, team_id, code, state, version, list_no, unit_id, title,
        source_addresses, controlled_addresses, summary, remediation, updated_at, filed_by_id, filed_at, receipt_seq)
    SELECT id, $1, team, code, 'FILED', 1, seq, unit, code, '{}', '{}', text, '', now(), person, now(), seq FROM given)
  INSERT INTO likeness_trace (subject_id, exercise_id, kind, root_id, receipt_seq, received_at, keys, grams, trace)
  SELECT id, $1, 'SUBMISSION', root, seq, now(), keys, decode(grams, 'hex'), trace FROM given`;

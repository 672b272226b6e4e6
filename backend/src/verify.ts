/**
 * `npm run verify`: checks one exercise in a database or in an exported file.
 * Exit status: 0 everything holds, 1 something differs, 2 it could not be checked.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import pg from 'pg';
import type { PublishedProof } from './core/proof/checkpoint.js';
import { ExportUnreadable } from './core/proof/export-format.js';
import { type Case, checksFor, firstDifference, type NamedResult, runCheck } from './core/proof/verify.js';
import { findExercise } from './modules/proof/export-rows.js';
import { readDatabase } from './modules/proof/read-database.js';
import { readExport } from './modules/proof/read-export.js';
import { both, CHECK_WORDS, differenceWords, unreadableWords } from './verify-words.js';

const USAGE =
  'npm run verify -- (--exercise ID|CODE | --export FILE) [--proof FILE] [--json]\n' +
  '  --exercise  数据库中的演习  an exercise in the database (DATABASE_URL, else the embedded one)\n' +
  '  --export    导出文件  an exported file; needs no server and no database\n' +
  '  --proof     从公开榜单保存的校验点  a checkpoint copied from the public board\n' +
  '  --json      供程序读取  for programs';

/** It could not be checked: one clear line, exit status 2. */
class CannotCheck extends Error {}

interface TimedResult extends NamedResult {
  readonly ms: number;
}

interface Options {
  readonly exercise?: string | undefined;
  readonly export?: string | undefined;
  readonly proof?: string | undefined;
  readonly json?: boolean | undefined;
}

function optionsOf(args: readonly string[]): Options {
  const text = { type: 'string' } as const;
  const known = { exercise: text, export: text, proof: text, json: { type: 'boolean' } } as const;
  let values: Options;
  try {
    ({ values } = parseArgs({ args: [...args], options: known }));
  } catch (error) {
    throw new CannotCheck(`${(error as Error).message}\n${USAGE}`);
  }
  if ((values.exercise === undefined) === (values.export === undefined)) throw new CannotCheck(USAGE);
  return values;
}

async function caseOf({ exercise, export: file, proof }: Options): Promise<Case> {
  const published = proof === undefined ? null : readProof(proof);
  if (file !== undefined) return { ...(await readExport(file)), published };
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL, application_name: 'yanwu-verify' });
  await client.connect();
  try {
    const found = await findExercise(client, exercise ?? '');
    if (found === null) throw new CannotCheck(`数据库中没有演习 ${exercise}  no exercise ${exercise} in the database`);
    return { dossier: await readDatabase(client, found.id, new Date()), file: null, published };
  } finally {
    await client.end();
  }
}

function readProof(path: string): PublishedProof {
  const proof = JSON.parse(readFileSync(path, 'utf8')) as Partial<Record<keyof PublishedProof, unknown>>;
  const { publicKey, statement, signature } = proof;
  if (typeof publicKey === 'string' && typeof statement === 'string' && typeof signature === 'string') {
    return { publicKey, statement, signature };
  }
  throw new CannotCheck(`${path} 不是校验点  ${path} is no checkpoint: publicKey, statement and signature are needed`);
}

function runAll(subject: Case): TimedResult[] {
  return checksFor(subject).map((name) => {
    const begin = performance.now();
    const result = runCheck(name, subject);
    return { ...result, ms: Math.round(performance.now() - begin) };
  });
}

function lineOf({ name, count, findings, ms }: TimedResult): string {
  const holds = findings.length === 0;
  const found = holds ? '' : `  ${findings.length} 处不符  ${findings.length} differ`;
  return `  ${holds ? '✓' : '✗'} ${both(CHECK_WORDS[name])}: ${count}, ${ms} ms${found}`;
}

function report(subject: Case, results: readonly TimedResult[], isJson: boolean): number {
  const { header } = subject.dossier;
  const first = firstDifference(results, subject.dossier);
  if (isJson) {
    const checks = results.map(({ name, count, findings, ms }) => ({ name, count, differ: findings.length, ms }));
    const exercise = { id: header.exerciseId, code: header.code, head: header.head };
    process.stdout.write(`${JSON.stringify({ holds: first === null, exercise, checks, first })}\n`);
    return first === null ? 0 : 1;
  }
  const head = `${header.name} (${header.code}), ${header.head.seq} 条记录  ${header.head.seq} records`;
  const end = first === null ? both(['完整无误', 'everything holds']) : `✗ ${both(differenceWords(first))}`;
  process.stdout.write(`${[head, ...results.map(lineOf), end].join('\n')}\n`);
  return first === null ? 0 : 1;
}

/** One line for whatever kept us from checking; never a stack. */
function reasonOf(error: unknown): string {
  if (error instanceof CannotCheck) return error.message;
  if (error instanceof ExportUnreadable) return both(unreadableWords(error));
  const { code, message } = error as { code?: string; message?: string };
  if (code === '42P01' || code === '42703') {
    return both([
      '数据库不是本版本演武的数据库,请先启动一次演武',
      'not a database of this version of Yanwu: start Yanwu on it once',
    ]);
  }
  const given = message === undefined || message === '' ? (code ?? String(error)) : message;
  return `无法校验:${given}  cannot check: ${given}`;
}

async function main(): Promise<number> {
  const args = process.argv.slice(2);
  try {
    const options = optionsOf(args);
    const subject = await caseOf(options);
    return report(subject, runAll(subject), options.json === true);
  } catch (error) {
    const reason = reasonOf(error);
    if (args.includes('--json')) process.stdout.write(`${JSON.stringify({ holds: null, error: reason })}\n`);
    else process.stderr.write(`${reason}\n`);
    return 2;
  }
}

process.exitCode = await main();

/**
 * `npm run export`: writes one exercise from a database into a file.
 * Exit status: 0 written, 2 could not be written.
 */
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { findExercise } from './modules/proof/export-rows.js';
import { exportText } from './modules/proof/export-text.js';

const USAGE = 'npm run export -- --exercise ID|CODE --out FILE';

function optionsOf(args: readonly string[]): { exercise: string; out: string } {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args: [...args], options: { exercise: text, out: text } });
  const { exercise, out } = values;
  if (exercise === undefined || out === undefined) throw new Error(USAGE);
  return { exercise, out };
}

async function main(): Promise<void> {
  const { exercise, out } = optionsOf(process.argv.slice(2));
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL, application_name: 'yanwu-export' });
  await client.connect();
  // Under a draft name first: a file broken off half-way must not be taken for a whole one.
  const draft = `${out}.part`;
  try {
    const found = await findExercise(client, exercise);
    if (found === null) throw new Error(`数据库中没有演习 ${exercise}  no exercise ${exercise} in the database`);
    const lines = Readable.from(exportText(client, found.id, new Date()));
    await pipeline(lines, createWriteStream(draft, { mode: 0o600 }));
    await rename(draft, out);
    process.stdout.write(`已导出 ${found.code}  exported ${found.code} to ${out}\n`);
  } finally {
    await rm(draft, { force: true });
    await client.end();
  }
}

try {
  await main();
} catch (error) {
  const { message, code } = error as { message?: string; code?: string };
  process.stderr.write(`${message === undefined || message === '' ? (code ?? String(error)) : message}\n`);
  process.exitCode = 2;
}

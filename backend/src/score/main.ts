/** `npm run score`: the engine on a facts file, without server and database. */
import { checkFacts } from '../core/facts-file/check-facts.js';
import { FactProblems } from '../core/facts-file/problem.js';
import { NotJson, readFactsFile, readJsonText } from '../core/facts-file/read-facts.js';
import type { FactsFile } from '../core/facts-file/schema-facts.js';
import { LARGEST_FACTS, readText } from './files.js';
import { type ScoreOptions, USAGE, readOptions } from './options.js';
import { type Output, ReaderGone, openOutput } from './output.js';
import { type Progress, progressOn } from './progress.js';
import { type LoadedRules, countLine, loadRules } from './rules.js';
import { type Entry, scoreFacts } from './run.js';
import { Stop } from './stop.js';
import { tableText } from './table.js';

/** Runs a command line. Exit code: 0 results, 1 problems in the files' content, 2 nothing could be read, 3 a fault of ours. */
export async function main(args: readonly string[]): Promise<number> {
  const progress = progressOn(process.stderr);
  try {
    await score(args, progress);
    return 0;
  } catch (error) {
    progress.end();
    if (error instanceof ReaderGone) return 0;
    if (error instanceof Stop) {
      process.stderr.write(`${error.message}\n`);
      return error.exitCode;
    }
    const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`程序自身出错，请报告  a fault of the program, please report it\n${trace}\n`);
    return 3;
  }
}

async function score(args: readonly string[], progress: Progress): Promise<void> {
  const options = readOptions(args);
  if (options === null) {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  progress.at(0, '读取规则集 reading rules');
  const loaded = await loadRules(options);
  const file = await loadFacts(options, loaded, progress);
  progress.at(40, '计分 scoring');
  const scored = scoreFacts(file, {
    rules: loaded.rules,
    ruleSets: loaded.read.map(({ key, hash, title }) => ({ key, hash, title })),
    phase: options.phase,
    explain: options.explain,
  });
  const notes = [...loaded.notes];
  if (file.rating !== null && loaded.rules.rating === null) {
    notes.push('没有评级规则，评级未算  no rating rules, the rating is left out');
  }
  for (const note of notes) process.stderr.write(`${note}\n`);
  const watched = withProgress(scored.entries, scored.count, progress);
  const text = options.format === 'json' ? jsonText(watched) : tableText(watched, loaded.rules.rating);
  await writeAll(text, openOutput(options.outFile));
  progress.end();
}

/** @throws Stop with code 2 for what is no JSON, 1 naming every problem of the content */
async function loadFacts(options: ScoreOptions, { rules }: LoadedRules, progress: Progress): Promise<FactsFile> {
  const path = options.factsFile;
  progress.at(5, '读取事实 reading facts');
  const text = await readText(path, LARGEST_FACTS);
  progress.at(10, '解析 parsing');
  const content = parsed(path, text);
  const problems = new FactProblems();
  progress.at(20, '检查格式 checking the shape');
  const file = readFactsFile(content, problems);
  progress.at(30, '检查引用 checking references');
  if (file !== null) checkFacts(file, rules, problems);
  if (file !== null && problems.count === 0) return file;
  const lines = problems.kept.map(({ path: at, message }) => `${path} ${at}  ${message.zh}  ${message.en}`);
  const more = problems.count - problems.kept.length;
  if (more > 0) lines.push(`… 另有 ${more} 处  and ${more} more`);
  throw new Stop(1, [...lines, countLine(problems.count)].join('\n'));
}

function parsed(path: string, text: string): unknown {
  try {
    return readJsonText(text);
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    const { line, column, message } = error;
    throw new Stop(2, `${path}:${line}:${column} 不是 JSON  not JSON: ${message}`);
  }
}

function* withProgress(entries: Iterable<Entry>, count: number, progress: Progress): Generator<Entry> {
  let done = 0;
  for (const entry of entries) {
    yield entry;
    done += 1;
    if (done % 500 === 0) progress.at(70 + (30 * done) / count, '写出 writing');
  }
}

/** One array, an entry a line. */
function* jsonText(entries: Iterable<Entry>): Generator<string> {
  let lead = '[\n';
  for (const entry of entries) {
    yield lead + JSON.stringify(entry);
    lead = ',\n';
  }
  yield '\n]\n';
}

async function writeAll(text: Iterable<string>, output: Output): Promise<void> {
  for (const piece of text) await output.write(piece);
  await output.end();
}

/** The command line of `npm run score`. */
import { parseArgs } from 'node:util';
import { RuleSource } from '../core/ruleset/source.js';
import type { Settings } from '../core/ruleset/words.js';
import type { Phase } from '../core/scoring/award.js';
import { Stop } from './stop.js';

export interface ScoreOptions {
  readonly ruleSetFiles: readonly string[];
  readonly factsFile: string;
  readonly explain: boolean;
  readonly format: 'json' | 'table';
  readonly phase: Phase;
  /** Null = standard output. */
  readonly outFile: string | null;
  readonly settings: Settings;
}

export const USAGE = `npm run score -- --ruleset FILE [--ruleset FILE2 …] --facts FILE [options]

  --ruleset FILE   规则集；攻方、守方、评级可分写在几个文件里  rule-set; attack, defence and rating may be in files of their own
  --facts FILE     事实文件（scenarios/schema/facts.schema.json）  what was established
  --explain        列出每一条得分项及其步骤  every award with its steps
  --format KIND    table（默认  default） | json
  --phase PHASE    final（默认  default） | provisional
  --set PATH=VALUE 换一种读法，可重复  another reading, may be repeated
  --out FILE       写入文件而不是屏幕  into a file instead of the screen
  --help           这段说明  this text`;

/** What was asked for; null when it was help. @throws Stop with code 2 when the command line makes no sense */
export function readOptions(args: readonly string[]): ScoreOptions | null {
  const values = parsed(args);
  if (values.help === true) return null;
  const { explain = false, format = 'table', phase = 'final', out = null, set = [] } = values;
  return {
    ...requiredFiles(values),
    explain,
    format: choice('format', format, { table: 'table', json: 'json' } as const),
    phase: choice('phase', phase, { final: 'FINAL', provisional: 'PROVISIONAL' } as const),
    outFile: out,
    settings: Object.fromEntries(set.map(readSetting)),
  };
}

function requiredFiles({
  ruleset = [],
  facts,
}: ReturnType<typeof parsed>): Pick<ScoreOptions, 'ruleSetFiles' | 'factsFile'> {
  if (ruleset.length === 0) throw usage('缺少 --ruleset', '--ruleset is missing');
  if (ruleset.length > 3) throw usage('--ruleset 至多三个', 'three --ruleset at most');
  if (facts === undefined) throw usage('缺少 --facts', '--facts is missing');
  return { ruleSetFiles: ruleset, factsFile: facts };
}

const SHAPE = {
  ruleset: { type: 'string', multiple: true },
  facts: { type: 'string' },
  explain: { type: 'boolean' },
  format: { type: 'string' },
  phase: { type: 'string' },
  out: { type: 'string' },
  set: { type: 'string', multiple: true },
  help: { type: 'boolean', short: 'h' },
} as const;

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: SHAPE, strict: true, allowPositionals: false }).values;
  } catch (error) {
    const reason = (error instanceof Error ? error.message : '').split('. ')[0] ?? '';
    throw usage('命令行读不懂', reason);
  }
}

function usage(zh: string, en: string): Stop {
  return new Stop(2, `${zh}  ${en}\n\n${USAGE}`);
}

function choice<T>(name: string, given: string, known: Readonly<Record<string, T>>): T {
  const found = Object.hasOwn(known, given) ? known[given] : undefined;
  const words = Object.keys(known).join(' | ');
  if (found === undefined) throw usage(`--${name} 只能是 ${words}`, `--${name} must be ${words}`);
  return found;
}

/** `path=value`, the value written as in a rule-set file; what YAML cannot read is taken as text. */
function readSetting(text: string): [string, unknown] {
  const at = text.indexOf('=');
  if (at < 1) throw usage('--set 应写作 路径=值', '--set wants path=value');
  const value = text.slice(at + 1);
  const source = new RuleSource(value, '--set');
  const isPlain = source.isRead && source.syntaxProblems().length === 0 && value.trim() !== '';
  return [text.slice(0, at), isPlain ? source.plain() : value];
}

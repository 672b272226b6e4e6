/** The rule-sets a run is scored by. */
import { GIVEN_POINTS } from '../core/board/given-points.js';
import type { FactsRules } from '../core/facts-file/facts-rules.js';
import { parseRuleSet } from '../core/ruleset/parse.js';
import type { RuleSet } from '../core/ruleset/rule-set.js';
import { RuleSource } from '../core/ruleset/source.js';
import type { Problem } from '../core/ruleset/source.js';
import type { Settings } from '../core/ruleset/words.js';
import { LARGEST_RULE_SET, readText } from './files.js';
import type { ScoreOptions } from './options.js';
import { Stop } from './stop.js';

/** Both sides' rules, and what to tell the user about them. */
export interface LoadedRules {
  readonly rules: FactsRules;
  /** The rule-sets read, in the order given. */
  readonly read: readonly RuleSet[];
  /** Things a user may not expect; not errors. */
  readonly notes: readonly string[];
}

/** @throws Stop with code 2 for a file that cannot be read, 1 naming every problem of every rule-set */
export async function loadRules(options: ScoreOptions): Promise<LoadedRules> {
  const files: { readonly path: string; readonly text: string }[] = [];
  for (const path of options.ruleSetFiles) files.push({ path, text: await readText(path, LARGEST_RULE_SET) });
  const problems: Problem[] = [];
  const read: RuleSet[] = [];
  for (const { path, text } of files) {
    const parsed = parseRuleSet(text, path, settingsFor(text, options.settings, files.length));
    if ('problems' in parsed) problems.push(...parsed.problems);
    else read.push(parsed.ruleSet);
  }
  if (problems.length > 0) throw new Stop(1, [...problems.map(problemLine), countLine(problems.length)].join('\n'));
  return chosen(read);
}

/** Of two files each takes the settings that lead into a part it has; a single file takes all. */
function settingsFor(text: string, settings: Settings, files: number): Settings {
  if (files === 1) return settings;
  const content = new RuleSource(text, '').plain();
  const parts = content !== null && typeof content === 'object' ? Object.keys(content) : [];
  const entries = Object.entries(settings).filter(([path]) => parts.includes(path.split('.')[0] ?? ''));
  return Object.fromEntries(entries);
}

function problemLine({ file, line, column, path, message }: Problem): string {
  return `${file}:${line}:${column} ${path === '' ? '' : `${path}  `}${message.zh}  ${message.en}`;
}

/** The last line of a list of problems. */
export function countLine(count: number): string {
  return `共 ${count} 处问题  ${count} ${count === 1 ? 'problem' : 'problems'}`;
}

/** The first file with attack rules speaks for the attackers, the last one with defence rules for the defenders. */
function chosen(read: readonly RuleSet[]): LoadedRules {
  const attack = read.find((ruleSet) => ruleSet.attack !== null) ?? null;
  const defense = read.findLast((ruleSet) => ruleSet.defense !== null) ?? null;
  const rating = read.find((ruleSet) => ruleSet.rating !== null)?.rating ?? null;
  return {
    rules: {
      attack: attack ?? GIVEN_POINTS,
      defense: defense ?? { ...GIVEN_POINTS, attack: null },
      givesPoints: attack === null,
      rating,
    },
    read,
    notes: notesOn(attack, defense),
  };
}

function notesOn(attack: RuleSet | null, defense: RuleSet | null): string[] {
  if (attack === null && defense === null) return [];
  if (attack === null) {
    return ['没有攻方规则：每个节点按文件所写的 judged 计分  no attack rules: every node is worth its judged points'];
  }
  return defense === null ? ['没有守方规则：只算失分，不算挽回与防护值  no defence rules: deductions only'] : [];
}

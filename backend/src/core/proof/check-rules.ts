import { sha256 } from '../journal/chain.js';
import { canonicalJson } from '../kernel/canonical.js';
import { parseRuleSet } from '../ruleset/parse.js';
import type { RuleSet } from '../ruleset/rule-set.js';
import type { Settings } from '../ruleset/words.js';
import { type Dossier, objectIn, rowsOf, textIn } from './dossier.js';
import { type CheckResult, Findings } from './findings.js';

/** Reading a rule-set takes a tenth of a second, and several checks need the same two. */
const READ = new Map<string, RuleSet | null>();
const MOST_READ = 20;

/** The rule-sets of a dossier that parse to the hash they are stored under, by hash. */
export function ruleSetsOf(dossier: Pick<Dossier, 'rows' | 'header'>): ReadonlyMap<string, RuleSet> {
  const sound = rowsOf(dossier, 'rule_set').flatMap((row): [string, RuleSet][] => {
    const ruleSet = read(textIn(row, 'text'), objectIn(row, 'settings'));
    const hash = textIn(row, 'hash');
    return ruleSet !== null && ruleSet.hash === hash ? [[hash, ruleSet]] : [];
  });
  return new Map(sound);
}

function read(text: string, settings: Settings): RuleSet | null {
  const key = sha256(canonicalJson([text, settings]));
  const known = READ.get(key);
  if (known !== undefined) return known;
  const outcome = parseRuleSet(text, '', settings);
  const ruleSet = 'ruleSet' in outcome ? outcome.ruleSet : null;
  if (READ.size < MOST_READ) READ.set(key, ruleSet);
  return ruleSet;
}

/** Every rule-set's text gives the hash it is named by, and those the exercise and its lines name are there. */
export function checkRules(dossier: Dossier): CheckResult {
  const findings = new Findings();
  const sound = ruleSetsOf(dossier);
  const rows = rowsOf(dossier, 'rule_set');
  const stored = new Set(rows.map((row) => textIn(row, 'hash')));
  for (const hash of stored) if (!sound.has(hash)) findings.add('RULE_SET_CHANGED', { table: 'rule_set', id: hash });
  const [exercise = {}] = rowsOf(dossier, 'exercise');
  const named = [textIn(exercise, 'attack_rule_set_hash'), textIn(exercise, 'defense_rule_set_hash')];
  const used = rowsOf(dossier, 'score_entry').map((line) => textIn(line, 'rule_set_hash'));
  for (const hash of new Set([...named, ...used])) {
    if (!stored.has(hash)) findings.add('RULE_SET_MISSING', { table: 'rule_set', id: hash });
  }
  return findings.result(rows.length);
}

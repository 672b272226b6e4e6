/** What a ledger line says about the rule behind it, in the rule-set's own words. */
import type { AttackRules } from '../ruleset/attack-rules.js';
import type { Bilingual } from '../ruleset/words.js';
import type { DefenseRules } from '../ruleset/defense-rules.js';
import type { Account } from '../scoring/award.js';
import type { PinnedRules } from '../scoring/compute-awards.js';

/** Title, clause and printed row of a rule. */
export interface RuleWords {
  readonly title: Bilingual;
  readonly clause: Bilingual;
  readonly row: string;
}

/** The part of a line that names its rule. */
export interface RuledLine {
  readonly account: Account;
  readonly ruleKey: string;
}

const NO_WORDS: Bilingual = { zh: '', en: '' };
const ADJUSTMENT: RuleWords = { title: { zh: '人工调整', en: 'Adjusted by hand' }, clause: NO_WORDS, row: '' };
const REJECTED: RuleWords = { title: { zh: '不成立', en: 'Rejected' }, clause: NO_WORDS, row: '' };

/** Names of the formula's variables. */
export const VARIABLE_LABELS: Readonly<Record<string, Bilingual>> = {
  attack: { zh: '攻击得分', en: 'Attack points' },
  deduction: { zh: '失分', en: 'Points lost' },
  recovery: { zh: '挽回', en: 'Recovered' },
  bonus: { zh: '附加分', en: 'Bonus' },
  penalty: { zh: '减分', en: 'Penalty' },
  drill: { zh: '演练得分', en: 'Drill points' },
};

/** Words of the rule behind a line; a key the rules no longer know stands for itself. */
export function ruleWords(rules: PinnedRules, line: RuledLine): RuleWords {
  if (line.ruleKey === 'adjustment') return ADJUSTMENT;
  const unknown = { title: { zh: line.ruleKey, en: line.ruleKey }, clause: NO_WORDS, row: line.ruleKey };
  if (line.account === 'ATTACK' || line.account === 'DEDUCTION') {
    return line.ruleKey === 'rejected' ? REJECTED : (categoryWords(rules.attack.attack, line.ruleKey) ?? unknown);
  }
  const { defense } = rules.defense;
  if (defense === null) return unknown;
  return defenseWords(defense, line) ?? unknown;
}

function defenseWords(rules: DefenseRules, { account, ruleKey }: RuledLine): RuleWords | null {
  if (account === 'PENALTY') return penaltyWords(rules, ruleKey);
  if (account === 'DRILL') return drillWords(rules);
  return account === 'BONUS' ? bonusWords(rules, ruleKey) : recoveryWords(rules, ruleKey);
}

/** 非正常防守 (FHZ 减分一). */
function penaltyWords({ abnormal }: DefenseRules, key: string): RuleWords | null {
  return key !== 'abnormal' || abnormal === null ? null : { title: abnormal.title, clause: abnormal.clause, row: '' };
}

/** Marks of drills. */
function drillWords({ drill }: DefenseRules): RuleWords | null {
  return drill === null ? null : { title: drill.title, clause: drill.clause, row: '' };
}

function categoryWords(rules: AttackRules | null, key: string): RuleWords | null {
  const category = rules?.categories.find((entry) => entry.key === key);
  return category === undefined ? null : { title: category.title, clause: category.clause, row: category.row };
}

function bonusWords(rules: DefenseRules, key: string): RuleWords | null {
  const kind = rules.bonuses.find((entry) => entry.key === key);
  return kind === undefined ? null : { title: kind.title, clause: kind.clause, row: '' };
}

/** A whole report (FHZ rule 3), or one dimension where each scores alone. */
function recoveryWords(rules: DefenseRules, key: string): RuleWords | null {
  const dimension = rules.dimensions.find((entry) => entry.key === key);
  if (dimension !== undefined) return { title: dimension.title, clause: NO_WORDS, row: '' };
  if (rules.basis !== 'share-of-deduction') return null;
  const share = rules.recoveryShare ?? '0';
  const clause = {
    zh: `该起攻击事件失分 × 评分点合计 × ${share}`,
    en: `Points lost in the event × rubric total × ${share}`,
  };
  return { title: { zh: '基础得分', en: 'Base score' }, clause, row: '' };
}

/** A run as text for people. */
import type { AwardEntry, Entry, PartyEntry, RatingEntry, RunEntry } from './run.js';
import { shown } from '../core/facts-file/problem.js';
import type { RatingRules } from '../core/ruleset/rating-rules.js';

/** Pieces of text for the entries; parties are gathered per side, because a table needs its widths. */
export function* tableText(entries: Iterable<Entry>, rating: RatingRules | null): Generator<string> {
  let parties: PartyEntry[] = [];
  let awards: AwardEntry[] = [];
  const rest = function* (): Generator<string> {
    yield* partyTable(parties);
    yield* awardText(parties, awards);
    parties = [];
    awards = [];
  };
  for (const entry of entries) {
    if (entry.type === 'run') yield runText(entry);
    if (entry.type === 'party') {
      if (parties[0] !== undefined && parties[0].side !== entry.side) yield* rest();
      parties.push(entry);
    }
    if (entry.type === 'award') awards.push(entry);
    if (entry.type === 'rating') {
      yield* rest();
      yield* ratingText(entry, rating);
    }
    if (entry.type === 'end') yield* rest();
  }
}

function runText({ title, phase, ruleSets, counts }: RunEntry): string {
  const lines = [
    title === '' ? '' : shown(title),
    ...ruleSets.map(({ key, hash, title: name }) => `规则 rules   ${key}  ${name.zh}  ${hash.slice(0, 12)}`),
    `阶段 phase   ${phase === 'FINAL' ? '最终 final' : '暂定 provisional'}`,
    `事实 facts   ${Object.entries(counts)
      .map(([name, count]) => `${count} ${name}`)
      .join(', ')}`,
  ];
  return `${lines.filter((line) => line !== '').join('\n')}\n`;
}

const SIDES = { ATTACK: '攻击方 attack teams', DEFENSE: '防守方 units' } as const;
const ACCOUNTS: Readonly<Record<string, string>> = {
  ATTACK: '得分 attack',
  DEDUCTION: '失分 deduction',
  RECOVERY: '挽回 recovery',
  BONUS: '附加分 bonus',
  PENALTY: '减分 penalty',
  DRILL: '演练得分 drill',
};

function* partyTable(parties: readonly PartyEntry[]): Generator<string> {
  const [first] = parties;
  if (first === undefined) return;
  const accounts = Object.keys(first.accounts) as (keyof PartyEntry['accounts'])[];
  const head = [
    '名次 rank',
    '代号 id',
    '名称 name',
    '值 value',
    ...accounts.map((key) => ACCOUNTS[key] ?? key),
    '未计分 zero',
  ];
  const rows = parties.map((party) => [
    party.rank === null ? '-' : String(party.rank),
    shown(party.id),
    shown(party.name),
    `${party.value ?? '-'}${party.isProvisional ? ' *' : ''}`,
    ...accounts.map((key) => party.accounts[key] ?? '0'),
    Object.entries(party.zeros)
      .map(([code, count]) => `${code}×${count}`)
      .join(' '),
  ]);
  yield `\n${SIDES[first.side]}\n`;
  const isFigure = (column: number): boolean => column === 0 || (column >= 3 && column < 4 + accounts.length);
  yield* alignedLines([head, ...rows], isFigure);
  if (parties.some((party) => party.isProvisional))
    yield '* 暂定，结束时可能变化  provisional, may change at the end\n';
  for (const { id, alarms } of parties) {
    for (const alarm of alarms) yield `! ${shown(id)} ${alarm}\n`;
  }
}

function* alignedLines(rows: readonly (readonly string[])[], isFigure: (column: number) => boolean): Generator<string> {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, widthOf(cell))));
  }
  for (const row of rows) {
    const cells = row.map((cell, column) => {
      const space = ' '.repeat(Math.max(0, (widths[column] ?? 0) - widthOf(cell)));
      return isFigure(column) ? space + cell : cell + space;
    });
    yield `${cells.join('  ').trimEnd()}\n`;
  }
}

/** Columns of a terminal: Chinese characters take two. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text)
    width += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(
      character,
    )
      ? 2
      : 1;
  return width;
}

/** Awards in the order of the parties they belong to. */
function* awardText(parties: readonly PartyEntry[], awards: readonly AwardEntry[]): Generator<string> {
  const names = new Map(parties.map(({ id, name }) => [id, name]));
  let current: string | null = null;
  for (const award of awards) {
    if (award.party.id !== current) {
      current = award.party.id;
      yield `\n${shown(current)} ${shown(names.get(current) ?? '')}\n`;
    }
    const mark = award.isProvisional ? ' *' : '';
    const { code } = award.source;
    yield `  ${shown(code)}  ${ACCOUNTS[award.account] ?? award.account}  ${award.amount}${mark}  ${award.rule} ${award.ruleTitle.zh}\n`;
    for (const step of award.steps) yield `      ${stepText(step)}\n`;
    if (award.zeroReason !== null) yield `      = 0  ${stepText(award.zeroReason)}\n`;
  }
}

function stepText({ code, params }: AwardEntry['steps'][number]): string {
  const figures = Object.entries(params).map(([name, value]) => `${name}=${shown(value)}`);
  return [code, ...figures].join(' ');
}

function* ratingText(entry: RatingEntry, rules: RatingRules | null): Generator<string> {
  yield '\n评级 rating\n';
  const words = new Map(rules?.values.map(({ key, symbol, title }) => [key, `${symbol} ${title.zh}`]));
  const grades = new Map(rules?.grades.map(({ key, title }) => [key, title.zh]));
  const symbols = new Map(rules?.factors.map(({ key, symbol }) => [key, symbol]));
  yield* alignedLines(
    entry.values.map(({ key, text, exact, grade, missing }) => [
      words.get(key) ?? key,
      text ?? '-',
      grades.get(grade ?? '') ?? '',
      exact === null ? `还差 needs ${missing.map((factor) => symbols.get(factor) ?? factor).join(' ')}` : `= ${exact}`,
    ]),
    (column) => column === 1,
  );
  for (const { factors, sum, expected } of entry.warnings) {
    const pair = factors.map((key) => symbols.get(key) ?? key).join(' + ');
    yield `! ${pair} = ${sum}，应为 expected ${expected}\n`;
  }
}

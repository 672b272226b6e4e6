/**
 * What a rescoring tells whom. A party hears what became of its own work and score and for which reason, and that its
 * rank moved because of others; never whose work it was, where it led or on what evidence. Words live in the locales: a
 * notice is a code with parameters, so that everybody reads it in his own language.
 */
import { exactText, sum } from '../kernel/points.js';
import { partyKey } from '../ledger/ledger.js';
import type { Bilingual } from '../ruleset/words.js';
import type { Party } from '../scoring/award.js';
import type { RescoringKind } from './change.js';
import { type Comparison, isMoved, type LineChange, type PartyChange } from './compare.js';

export const NOTICE_CODES = [
  /** Own lines changed. */
  'RESCORED',
  /** Only the rank, or a value that depends on others, changed. */
  'RANK_MOVED',
  /** A unit left play or came back, or other rules apply: everybody hears of it. */
  'ANNOUNCED',
  /** To the one who proposed it. */
  'PROPOSAL_APPLIED',
  'PROPOSAL_CANCELLED',
] as const;
export type NoticeCode = (typeof NOTICE_CODES)[number];

/** A notice to one party. */
export interface PartyNotice {
  readonly party: Party;
  readonly code: NoticeCode;
  readonly params: Readonly<Record<string, string>>;
}

/** The set as those who are told may know it. */
export interface ToldSet {
  readonly code: string;
  readonly kind: RescoringKind;
  /** Written for those who are told; the referees' own reason stays with them. */
  readonly publicReason: string;
  /** Name of the unit a knock-out is about, titles of the rules that apply; empty for other kinds. */
  readonly about: Bilingual;
}

/** Kinds of which everybody hears, touched or not. */
const ANNOUNCED_KINDS: ReadonlySet<RescoringKind> = new Set([
  'UNIT_KNOCKED_OUT',
  'KNOCK_OUT_REVOKED',
  'RULE_SET_CHANGED',
]);

/** Codes of work by source id, of a node with its place as `A-0071/3`; a party is told those of its own. */
export type OwnCodes = ReadonlyMap<string, string>;

/** At most one notice per party, in the order of the standings. */
export function noticesOf(set: ToldSet, comparison: Comparison, codes: OwnCodes): PartyNotice[] {
  const lines = Map.groupBy(comparison.lines, ({ party }) => partyKey(party));
  const sizes = Map.groupBy(comparison.parties, ({ party }) => party.side);
  return comparison.parties.flatMap((change): PartyNotice[] => {
    const code = codeFor(set, change);
    if (code === null) return [];
    const of = String(sizes.get(change.party.side)?.length ?? 0);
    const own = code === 'RESCORED' ? ownFigures(lines.get(partyKey(change.party)) ?? [], codes) : {};
    return [{ party: change.party, code, params: { ...told(set, code), ...standing(change), of, ...own } }];
  });
}

function codeFor(set: ToldSet, change: PartyChange): NoticeCode | null {
  if (change.hasChangedLines) return 'RESCORED';
  if (isMoved(change)) return ANNOUNCED_KINDS.has(set.kind) ? 'ANNOUNCED' : 'RANK_MOVED';
  return ANNOUNCED_KINDS.has(set.kind) ? 'ANNOUNCED' : null;
}

/** The reason is for those whose own work it concerns, or everybody's if it is announced. */
function told({ code, kind, publicReason, about }: ToldSet, notice: NoticeCode): Record<string, string> {
  const base = { set: code, kind, about: about.zh, aboutEn: about.en };
  return notice === 'RANK_MOVED' ? base : { ...base, reason: publicReason };
}

function standing({ before, after }: PartyChange): Record<string, string> {
  return {
    valueBefore: before.value,
    value: after.value,
    rankBefore: String(before.rank),
    rank: String(after.rank),
    provisional: after.isProvisional ? 'yes' : '',
  };
}

/** What became of the party's own lines: the difference by account and, where the work is its own, the codes. */
function ownFigures(lines: readonly LineChange[], codes: OwnCodes): Record<string, string> {
  const own = lines.filter(({ account, source }) => account !== 'DEDUCTION' && source.kind !== 'ADJUSTMENT');
  const named = own.map(({ source }) => codes.get(source.id)).filter((code) => code !== undefined);
  const sums = [...Map.groupBy(lines, ({ account }) => account)].map(([account, of]): [string, string] => {
    return [account, exactText(sum(of.map(({ difference }) => difference)))];
  });
  const accounts: Record<string, string> = Object.fromEntries(sums);
  return { ...accounts, work: [...new Set(named)].join(', '), lines: String(lines.length) };
}

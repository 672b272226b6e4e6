import { rankAttack, rankDefense, type Standing } from '../board/standings.js';
import type { PlainRow } from '../journal/seal.js';
import type { LedgerSums } from '../ledger/ledger.js';
import type { RuleSet } from '../ruleset/rule-set.js';
import type { PinnedRules } from '../scoring/compute-awards.js';
import type { BoardOf } from './checkpoint.js';
import { type Dossier, objectIn, type ExportTable, rowsOf, textIn, textsIn } from './dossier.js';

/** The parties of a board, in any order. */
export type BoardParties = Pick<BoardOf, 'teams' | 'units'>;

/**
 * The board of both sides as rows, by side and party: the rule-set's formula over the ledger's sums and nothing else.
 * `value` is rounded as the rule-set says; `parts` are exact.
 */
export function standingRows(rules: PinnedRules, parties: BoardParties, sums: LedgerSums): PlainRow[] {
  const standings = [
    ...rankAttack(rules.attack, parties.teams, sums),
    ...rankDefense(rules.defense, parties.units, sums),
  ];
  return standings.map(standingRow).sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
}

function standingRow({ party, rank, text, parts }: Standing): PlainRow {
  return { side: party.side, party_id: party.id, rank, value: text, parts };
}

function orderOf(row: PlainRow): string {
  return `${textIn(row, 'side')}/${textIn(row, 'party_id')}`;
}

/** The board the exercise has now: its own rules, all its teams, and its participating units at the top of their trees. */
export function presentBoard(dossier: Pick<Dossier, 'rows' | 'header'>): BoardOf {
  const [exercise = {}] = rowsOf(dossier, 'exercise');
  const roots = rowsOf(dossier, 'unit').filter((unit) => !('parent_id' in unit) && unit.is_participant === true);
  return {
    attack: textIn(exercise, 'attack_rule_set_hash'),
    defense: textIn(exercise, 'defense_rule_set_hash'),
    teams: rowsOf(dossier, 'attack_team').map(idOf).sort(),
    units: roots.map(idOf).sort(),
  };
}

/** What a checkpoint's row says its board was made of. */
export function boardOfCheckpoint(row: PlainRow): BoardOf {
  const of = objectIn(row, 'board_of');
  return {
    attack: textIn(of, 'attack'),
    defense: textIn(of, 'defense'),
    teams: textsIn(of, 'teams'),
    units: textsIn(of, 'units'),
  };
}

/** The two rule-sets of a board; null when one of them is missing or spoilt. */
export function rulesFor(of: BoardOf, ruleSets: ReadonlyMap<string, RuleSet>): PinnedRules | null {
  const attack = ruleSets.get(of.attack);
  const defense = ruleSets.get(of.defense);
  return attack === undefined || defense === undefined ? null : { attack, defense };
}

/** Tables a board is made of, besides the ledger. */
export const BOARD_TABLES: readonly ExportTable[] = ['rule_set', 'exercise', 'attack_team', 'unit'];

function idOf(row: PlainRow): string {
  return textIn(row, 'id');
}

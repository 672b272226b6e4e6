import { hasEnded } from '../exercise/states.js';
import { canonicalJson } from '../kernel/canonical.js';
import { diffLedger, foldLedger, type Posting, standingLines } from '../ledger/ledger.js';
import type { Award } from '../scoring/award.js';
import { computeAwards } from '../scoring/compute-awards.js';
import { asPosted } from './as-posted.js';
import { presentBoard, rulesFor, standingRows } from './board-fold.js';
import { ruleSetsOf } from './check-rules.js';
import { type Dossier, rowsOf, textIn, wholeIn } from './dossier.js';
import { factsIn } from './facts-in.js';
import { type CheckResult, Findings } from './findings.js';
import { entryFactOf } from './ledger-lines.js';

/** All awards, computed from what the last act that scored saw of a dossier; null when its rules cannot be read. */
function awardsOf(dossier: Dossier): Award[] | null {
  const rules = rulesFor(presentBoard(dossier), ruleSetsOf(dossier));
  if (rules === null) return null;
  const [exercise = {}] = rowsOf(dossier, 'exercise');
  const phase = hasEnded(textIn(exercise, 'state')) ? 'FINAL' : 'PROVISIONAL';
  return computeAwards(rules, factsIn(asPosted(dossier)), phase);
}

/** The lines in force are exactly what the rules made of the facts when points were last posted. */
export function checkAwards(dossier: Dossier): CheckResult {
  const findings = new Findings();
  const awards = awardsOf(dossier);
  const entries = rowsOf(dossier, 'score_entry').map(entryFactOf);
  if (awards === null) {
    findings.add('UNREADABLE', { table: 'rule_set' });
    return findings.result(0);
  }
  const seqOf = new Map(rowsOf(dossier, 'score_entry').map((row) => [textIn(row, 'id'), wholeIn(row, 'seq')]));
  for (const posting of diffLedger(standingLines(entries), awards)) addPosting(findings, posting, seqOf);
  return findings.result(awards.length);
}

function addPosting(findings: Findings, posting: Posting, seqOf: ReadonlyMap<string, number>): void {
  const table = 'score_entry';
  if (posting.kind === 'REVERSAL') {
    const { id, awardKey } = posting.reverses;
    findings.add('AWARD_DIFFERS', { seq: seqOf.get(id) ?? null, table, id, params: { award: awardKey } });
  } else {
    const { key, source } = posting.award;
    findings.add('AWARD_DIFFERS', { seq: source.receiptSeq, table, id: source.id, params: { award: key } });
  }
}

/** The board is the same whether it is folded from the ledger, computed from the verdicts, or read from the export. */
export function checkBoard(dossier: Dossier): CheckResult {
  const findings = new Findings();
  const of = presentBoard(dossier);
  const rules = rulesFor(of, ruleSetsOf(dossier));
  const awards = awardsOf(dossier);
  if (rules === null || awards === null) {
    findings.add('UNREADABLE', { table: 'rule_set' });
    return findings.result(0);
  }
  const folded = standingRows(rules, of, foldLedger(rowsOf(dossier, 'score_entry').map(entryFactOf)));
  const derived = standingRows(rules, of, foldLedger(awards));
  const kept = rowsOf(dossier, 'standing');
  const byParty = (rows: typeof kept) => new Map(rows.map((row) => [textIn(row, 'party_id'), canonicalJson(row)]));
  const [a, b, c] = [byParty(folded), byParty(derived), byParty(kept)];
  for (const id of new Set([...a.keys(), ...b.keys(), ...c.keys()])) {
    if (a.get(id) !== b.get(id) || a.get(id) !== c.get(id)) findings.add('BOARD_DIFFERS', { table: 'standing', id });
  }
  return findings.result(folded.length);
}

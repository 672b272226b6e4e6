import { canonicalJson } from '../kernel/canonical.js';
import { EMPTY_LEDGER_HASH } from '../ledger/ledger-hash.js';
import type { PlainRow } from '../journal/seal.js';
import type { RuleSet } from '../ruleset/rule-set.js';
import { boardOfCheckpoint, rulesFor, standingRows } from './board-fold.js';
import { ledgerHashes } from './check-ledger.js';
import { ruleSetsOf } from './check-rules.js';
import {
  boardHash,
  type CheckpointContent,
  fingerprintOf,
  isSigned,
  linkTo,
  type PublishedProof,
  statementOf,
} from './checkpoint.js';
import { type Dossier, rowsOf, textIn, textOrNull, wholeIn } from './dossier.js';
import { type CheckResult, Findings } from './findings.js';
import { LedgerWalk } from './ledger-lines.js';

/** What all checkpoints are compared with, read once. */
interface Ground {
  readonly exerciseId: string;
  readonly publicKey: string;
  readonly fingerprint: string;
  readonly records: ReadonlyMap<number, PlainRow>;
  readonly ledger: readonly (readonly [seq: number, hash: string])[];
  readonly walk: LedgerWalk;
  readonly ruleSets: ReadonlyMap<string, RuleSet>;
}

/** Every checkpoint bears the exercise's signature and says what journal, ledger and board were at its place. */
export function checkCheckpoints(dossier: Dossier): CheckResult {
  const findings = new Findings();
  const rows = rowsOf(dossier, 'checkpoint');
  const ground = groundOf(dossier);
  checkKey(findings, dossier, ground);
  let before: { number: number; link: string | null } = { number: 0, link: null };
  for (const row of rows) {
    const number = wholeIn(row, 'number');
    const params = { number: String(number), expected: String(before.number + 1) };
    const about = { seq: wholeIn(row, 'seq'), table: 'checkpoint', id: String(number), params };
    const isNext = number === before.number + 1 && textOrNull(row, 'previous') === before.link;
    if (!isForged(row, ground) && !isNext) findings.add('CHECKPOINT_MISSING', about);
    if (isForged(row, ground)) findings.add('CHECKPOINT_FORGED', about);
    else if (differsInHistory(row, ground)) findings.add('CHECKPOINT_REWRITTEN', about);
    else if (differsInItself(row, ground)) findings.add('CHECKPOINT_ROW_DIFFERS', about);
    before = { number, link: linkTo(statementOf(contentOf(row)), textIn(row, 'signature')) };
  }
  return findings.result(rows.length);
}

/** A checkpoint somebody kept is one of the exercise's own, still there as it was. */
export function checkPublished(dossier: Dossier, published: PublishedProof): CheckResult {
  const findings = new Findings();
  const [key = {}] = rowsOf(dossier, 'exercise_key');
  const isOurs = fingerprintOf(published.publicKey) === textIn(key, 'fingerprint') && isSigned(published);
  const isKept = rowsOf(dossier, 'checkpoint').some((row) => statementOf(contentOf(row)) === published.statement);
  if (!isOurs || !isKept) findings.add('PUBLISHED_DIFFERS', { table: 'checkpoint', id: isOurs ? '' : 'key' });
  return findings.result(1);
}

/** What a checkpoint's row says was signed. */
export function contentOf(row: PlainRow): CheckpointContent {
  return {
    exerciseId: textIn(row, 'exercise_id'),
    number: wholeIn(row, 'number'),
    journalHash: textIn(row, 'journal_hash'),
    ledgerHash: textIn(row, 'ledger_hash'),
    boardHash: textIn(row, 'board_hash'),
    previous: textOrNull(row, 'previous'),
    recordedAt: textIn(row, 'recorded_at'),
    fingerprint: textIn(row, 'fingerprint'),
  };
}

function groundOf(dossier: Dossier): Ground {
  const [key = {}] = rowsOf(dossier, 'exercise_key');
  return {
    exerciseId: dossier.header.exerciseId,
    publicKey: textIn(key, 'public_key'),
    fingerprint: textIn(key, 'fingerprint'),
    records: new Map(rowsOf(dossier, 'journal_record').map((row) => [wholeIn(row, 'seq'), row])),
    ledger: [...ledgerHashes(dossier)],
    walk: new LedgerWalk(rowsOf(dossier, 'score_entry')),
    ruleSets: ruleSetsOf(dossier),
  };
}

/** One key for the exercise, and it is what its fingerprint says. */
function checkKey(findings: Findings, dossier: Dossier, ground: Ground): void {
  const isWhole =
    rowsOf(dossier, 'exercise_key').length === 1 && fingerprintOf(ground.publicKey) === ground.fingerprint;
  if (!isWhole) findings.add('KEY_WRONG', { table: 'exercise_key', id: dossier.header.exerciseId });
}

function isForged(row: PlainRow, { exerciseId, publicKey, fingerprint }: Ground): boolean {
  const content = contentOf(row);
  const signature = textIn(row, 'signature');
  // One spelling only: base64 may be written in several ways that all decode to the same bytes.
  const isCanonical = Buffer.from(signature, 'base64').toString('base64') === signature;
  if (!isCanonical || content.fingerprint !== fingerprint || content.exerciseId !== exerciseId) return true;
  return !isSigned({ publicKey, statement: statementOf(content), signature });
}

/** The signed hashes of journal and ledger are not those of what is there now. */
function differsInHistory(row: PlainRow, { records, ledger }: Ground): boolean {
  const { journalHash, ledgerHash } = contentOf(row);
  const seq = wholeIn(row, 'seq');
  const stands = ledger.findLast(([act]) => act <= seq)?.[1] ?? EMPTY_LEDGER_HASH;
  return textIn(records.get(seq) ?? {}, 'hash') !== journalHash || stands !== ledgerHash;
}

/** The signed board cannot be made again from the lines, or what the row says beside the signed text is not so. */
function differsInItself(row: PlainRow, ground: Ground): boolean {
  const { count, sums } = ground.walk.upTo(wholeIn(row, 'seq'));
  if (wholeIn(row, 'lines') !== count) return true;
  const of = boardOfCheckpoint(row);
  const rules = rulesFor(of, ground.ruleSets);
  if (rules === null || canonicalJson(row.board_of) !== canonicalJson(of)) return true;
  const standings = standingRows(rules, of, sums);
  return boardHash(textIn(row, 'board_salt'), of, standings) !== contentOf(row).boardHash;
}

/**
 * The proof that nothing was changed: every check over one dossier, the same for a database and for an exported file.
 * A check that stumbles over a row it cannot read has found a difference, and says so instead of breaking off.
 */
import { checkAwards, checkBoard } from './check-awards.js';
import { checkCertificates } from './check-certificates.js';
import { checkChain } from './check-chain.js';
import { checkCheckpoints, checkPublished } from './check-checkpoints.js';
import { checkLedger, checkReversals } from './check-ledger.js';
import { checkFile, checkOrder } from './check-order.js';
import { checkRules } from './check-rules.js';
import { checkSeals } from './check-seals.js';
import type { PublishedProof } from './checkpoint.js';
import { type Dossier, rowsOf, textIn, wholeIn } from './dossier.js';
import type { FileState } from './export-format.js';
import { CHECK_NAMES, type CheckName, type CheckResult, type Finding, Findings } from './findings.js';

/** What is checked: the dossier, and what else there is to compare it with. */
export interface Case {
  readonly dossier: Dossier;
  /** Null when it was read from a database. */
  readonly file: FileState | null;
  /** A checkpoint somebody kept; null when there is none. */
  readonly published: PublishedProof | null;
}

export interface NamedResult extends CheckResult {
  readonly name: CheckName;
}

/** The first difference, with the kind of the record it belongs to. */
export interface Difference extends Finding {
  readonly check: CheckName;
  /** Empty when there is no such record. */
  readonly kind: string;
}

const NOTHING: CheckResult = { count: 0, findings: [] };

const CHECKS: Readonly<Record<CheckName, (subject: Case) => CheckResult>> = {
  ORDER: ({ dossier }) => checkOrder(dossier),
  CHAIN: ({ dossier }) => checkChain(dossier),
  RULES: ({ dossier }) => checkRules(dossier),
  SEALS: ({ dossier }) => checkSeals(dossier),
  LEDGER: ({ dossier }) => checkLedger(dossier),
  REVERSALS: ({ dossier }) => checkReversals(dossier),
  CHECKPOINTS: ({ dossier }) => checkCheckpoints(dossier),
  CERTIFICATES: ({ dossier }) => checkCertificates(dossier),
  PUBLISHED: ({ dossier, published }) => (published === null ? NOTHING : checkPublished(dossier, published)),
  FILE: ({ file }) => (file === null ? NOTHING : checkFile(file)),
  AWARDS: ({ dossier }) => checkAwards(dossier),
  BOARD: ({ dossier }) => checkBoard(dossier),
};

/**
 * Whose findings count first. Rows are judged by the journal, so where the journal itself does not hold that is the place;
 * what the last ones find is the consequence of a change and not where it was made.
 */
const RANKS: readonly (readonly CheckName[])[] = [
  ['CHAIN'],
  ['ORDER', 'RULES', 'SEALS', 'LEDGER', 'REVERSALS'],
  ['CHECKPOINTS', 'CERTIFICATES'],
  ['PUBLISHED'],
  ['AWARDS', 'BOARD'],
  ['FILE'],
];

/** The checks that apply to this case, in order. */
export function checksFor(subject: Case): CheckName[] {
  return CHECK_NAMES.filter((name) => {
    if (name === 'FILE') return subject.file !== null;
    return name !== 'PUBLISHED' || subject.published !== null;
  });
}

/** Runs one check. */
export function runCheck(name: CheckName, subject: Case): NamedResult {
  try {
    return { name, ...CHECKS[name](subject) };
  } catch (error) {
    const findings = new Findings();
    const reason = error instanceof Error ? error.message : String(error);
    findings.add('UNREADABLE', { table: '', params: { reason } });
    return { name, ...findings.result(0) };
  }
}

/** The first record that differs; null when everything holds. */
export function firstDifference(results: readonly NamedResult[], dossier: Dossier): Difference | null {
  const found = results.flatMap(({ name, findings }) => findings.map((finding) => ({ ...finding, check: name })));
  const ranked = RANKS.map((names) => found.filter(({ check }) => names.includes(check)));
  const [first] = inOrder(ranked.find((findings) => findings.length > 0) ?? []);
  if (first === undefined) return null;
  const record = rowsOf(dossier, 'journal_record').find((row) => wholeIn(row, 'seq') === first.seq);
  return { ...first, kind: record === undefined ? '' : textIn(record, 'kind') };
}

function inOrder<T extends Finding>(found: readonly T[]): T[] {
  const place = ({ seq }: Finding): number => seq ?? Number.MAX_SAFE_INTEGER;
  return [...found].sort((a, b) => place(a) - place(b));
}

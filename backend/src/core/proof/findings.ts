/** What a check found wrong. Words live with whoever prints them; here are codes and figures. */
export const FINDING_CODES = [
  'UNREADABLE',
  'OUT_OF_ORDER',
  'RULE_SET_CHANGED',
  'RULE_SET_MISSING',
  'FOREIGN_RECORD',
  'RECORD_MISSING',
  'RECORD_INSERTED',
  'RECORD_CHANGED',
  'LINK_BROKEN',
  'HEAD_DIFFERS',
  'UNKNOWN_KIND',
  'SEAL_MISSING',
  'ROW_CHANGED',
  'ROW_MISSING',
  'ROW_WITHOUT_RECORD',
  'POSTED_MISSING',
  'LINES_DIFFER',
  'LEDGER_DIFFERS',
  'LINE_WITHOUT_RECORD',
  'REVERSAL_WRONG',
  'KEY_WRONG',
  'CHECKPOINT_MISSING',
  'CHECKPOINT_FORGED',
  'CHECKPOINT_REWRITTEN',
  'CHECKPOINT_ROW_DIFFERS',
  'CERTIFICATE_FORGED',
  'CERTIFICATE_DIFFERS',
  'AWARD_DIFFERS',
  'BOARD_DIFFERS',
  'FILE_DIFFERS',
  'PUBLISHED_DIFFERS',
] as const;

export type FindingCode = (typeof FINDING_CODES)[number];

/** Names of the checks, in the order they run and are printed. */
export const CHECK_NAMES = [
  'ORDER',
  'CHAIN',
  'RULES',
  'SEALS',
  'LEDGER',
  'REVERSALS',
  'CHECKPOINTS',
  'CERTIFICATES',
  'PUBLISHED',
  'FILE',
  'AWARDS',
  'BOARD',
] as const;

export type CheckName = (typeof CHECK_NAMES)[number];

/** One difference. The journal number is that of the act the differing thing belongs to; null when nobody can say. */
export interface Finding {
  readonly code: FindingCode;
  readonly seq: number | null;
  /** Table of the row that differs; `journal_record` for the record itself. */
  readonly table: string;
  readonly id: string;
  readonly params: Readonly<Record<string, string>>;
}

/** What one check looked at and what it found. */
export interface CheckResult {
  /** How many things were compared. */
  readonly count: number;
  readonly findings: readonly Finding[];
}

/** Findings one check keeps: after so many the first is what matters. */
export const MOST_FINDINGS = 1000;

/** Collects the findings of one check. */
export class Findings {
  private readonly kept: Finding[] = [];

  add(code: FindingCode, about: Omit<Partial<Finding>, 'code'> = {}): void {
    if (this.kept.length >= MOST_FINDINGS) return;
    this.kept.push({ seq: null, table: 'journal_record', id: '', params: {}, ...about, code });
  }

  /** The result, the earliest act first; what belongs to no act comes last. */
  result(count: number): CheckResult {
    const place = ({ seq }: Finding): number => seq ?? Number.MAX_SAFE_INTEGER;
    return { count, findings: [...this.kept].sort((a, b) => place(a) - place(b)) };
  }
}

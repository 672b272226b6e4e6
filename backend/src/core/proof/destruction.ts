/**
 * Destruction certificates 销毁证书: the exercise's key signs which files were destroyed, when, and by whom. The export
 * carries them; they can be checked without it as well, with the public key alone.
 */
import { canonicalJson } from '../kernel/canonical.js';

/** Every certificate begins with it, so that the signature can be taken for nothing else. */
const FORMAT = 'yanwu-destruction-1';

/** One file that is no more; its digest stays. */
export interface DestroyedFile {
  readonly id: string;
  readonly fileName: string;
  readonly sizeBytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
  /** When it had been filed; ISO text, UTC. */
  readonly recordedAt: string;
}

/** Somebody who acted, as named at that time. */
export interface NamedPerson {
  readonly id: string;
  readonly name: string;
}

/** What a certificate says. */
export interface DestructionContent {
  readonly exerciseId: string;
  readonly exerciseName: string;
  /** D-0001, … */
  readonly code: string;
  readonly reason: string;
  readonly retentionDays: number;
  /** From when the retention ran; ISO text, UTC, as all times here. */
  readonly keptSince: string;
  readonly proposedBy: NamedPerson;
  readonly proposedAt: string;
  readonly confirmedBy: NamedPerson;
  readonly confirmedAt: string;
  /** When the last file and key were gone. */
  readonly erasedAt: string;
  /** Hash of the journal record of the confirmation. */
  readonly journalHash: string;
  readonly files: readonly DestroyedFile[];
  /** Of the key that signs. */
  readonly fingerprint: string;
}

/** The exact text that is signed. */
export function destructionStatement(content: DestructionContent): string {
  return canonicalJson({ format: FORMAT, ...content });
}

/** Whether a text is the statement of a certificate. */
export function isDestructionStatement(statement: string): boolean {
  try {
    const value: unknown = JSON.parse(statement);
    return value !== null && typeof value === 'object' && 'format' in value && value.format === FORMAT;
  } catch {
    return false;
  }
}

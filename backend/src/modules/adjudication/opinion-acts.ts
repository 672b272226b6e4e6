import type { EntityManager } from 'typeorm';
import { grantsIn, type Viewer } from '../../core/access/permissions.js';
import type { Basis } from '../../core/adjudication/agreement-state.js';
import type { SheetDraft } from '../../core/adjudication/agreement.js';
import type { RulingDraft } from '../../core/adjudication/ruling.js';
import type { Seal } from '../../core/journal/seal.js';
import { canonicalJson } from '../../core/kernel/canonical.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import type { OpinionContent } from './opinion.entity.js';

/** The chief referee decides last and so takes no seat. @throws Refusal CONFLICT_OF_INTEREST */
export function requireUnseated(referee: Viewer, exerciseId: string): void {
  if (grantsIn(referee, exerciseId, 'panel.decide').length > 0) throw new Refusal('CONFLICT_OF_INTEREST');
}

/** A repeated command must say what it said the first time. @throws Refusal COMMAND_REUSED */
export function requireSame(
  contents: ReadonlyMap<string, OpinionContent>,
  commandId: string,
  content: RulingDraft | SheetDraft,
): void {
  const stored = contents.get(commandId.toLowerCase())?.content;
  if (canonicalJson(stored) !== canonicalJson(content)) throw new Refusal('COMMAND_REUSED');
}

/** How opinions of a round that agree decide. */
export function basisOf(round: number): Basis {
  return round === 1 ? 'AGREEMENT' : 'RECONCILIATION';
}

/** The seals of the last opinion of a round and of all that the round says. */
export function differedSeals(tx: EntityManager, opinionId: string, roundIds: readonly string[]): Promise<Seal[]> {
  return sealRows(tx, { opinion: opinionId, opinion_content: roundIds });
}

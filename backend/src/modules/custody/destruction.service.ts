import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { grantsIn, playsIn, type Viewer } from '../../core/access/permissions.js';
import { codeOf } from '../../core/exercise/code.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { requireGrants, requireViewer } from '../../platform/access/viewer.js';
import { Journal } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { IdentityService } from '../identity/identity.service.js';
import { CertificateService } from './certificate.service.js';
import type { CancelDestructionInput, ConfirmDestructionInput, ProposeDestructionInput } from './custody.inputs.js';
import { Destruction } from './destruction.entity.js';
import { RetentionService } from './retention.service.js';
import type { DestructionActs } from './retention.types.js';

/** Destruction of evidence: proposed, confirmed by a second person with a password, carried out, certified. */
@Injectable()
export class DestructionService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly journal: Journal,
    private readonly identity: IdentityService,
    private readonly retention: RetentionService,
    private readonly certificates: CertificateService,
  ) {}

  /** A destruction the viewer may read. @throws Refusal NOT_FOUND */
  async read(id: string, viewer: Viewer | null): Promise<Destruction> {
    const destruction = await this.dataSource.manager.findOneBy(Destruction, { id });
    if (destruction === null) throw new Refusal('NOT_FOUND');
    requireGrants(viewer, destruction.exerciseId, 'retention.read');
    return destruction;
  }

  /**
   * Proposes to destroy all that is left of an exercise's evidence; nothing is destroyed yet.
   * @throws Refusal NOT_FOUND, WRONG_STATE, RETENTION_RUNNING, LEGAL_HOLD, INCOMPLETE when nothing is left
   */
  async propose(input: ProposeDestructionInput, viewer: Viewer | null): Promise<Destruction> {
    const { exerciseId, commandId: id } = input;
    requireGrants(viewer, exerciseId, 'retention.propose');
    const actor = requireViewer(viewer);
    const reason = input.reason.trim();
    const command = { streamId: exerciseId, kind: 'EVIDENCE_DESTRUCTION_PROPOSED', commandId: id, content: input };
    await this.journal.append({ ...command, actor }, async (tx, slot) => {
      const keeping = await this.retention.requireDue(exerciseId, tx);
      const open = await tx.findOneBy(Destruction, { exerciseId, state: 'PROPOSED' });
      if (open !== null) throw new Refusal('WRONG_STATE', { state: open.code });
      const evidenceIds = await leftOf(tx, exerciseId);
      if (evidenceIds.length === 0) throw new Refusal('INCOMPLETE', { count: '0' });
      const code = codeOf('D', (await tx.countBy(Destruction, { exerciseId })) + 1);
      const place = { proposedById: actor.userId, proposedAt: slot.recordedAt, proposedSeq: slot.seq };
      await tx.insert(Destruction, {
        id,
        exerciseId,
        code,
        state: 'PROPOSED',
        reason,
        evidenceIds,
        ...keeping,
        ...place,
      });
      return {
        subjectId: id,
        details: { code, files: evidenceIds.length, sealed: await sealRows(tx, { destruction: id }) },
      };
    });
    return this.read(id, viewer);
  }

  /**
   * Destroys what was proposed: recorded first, then carried out, then certified.
   * @throws Refusal NOT_FOUND, SECOND_APPROVER, CONFLICT_OF_INTEREST, BAD_CREDENTIALS, WRONG_STATE, LEGAL_HOLD
   */
  async confirm(input: ConfirmDestructionInput, viewer: Viewer | null, address: string): Promise<Destruction> {
    const { id, exerciseId, proposedById, code } = await this.read(input.destructionId, viewer);
    const actor = requireSecond({ exerciseId, proposedById }, viewer);
    await this.identity.confirm(actor.userId, input.password, address);
    const content = { destructionId: id };
    const command = { streamId: exerciseId, kind: 'EVIDENCE_DESTROYED', commandId: input.commandId, content, actor };
    await this.journal.append(command, async (tx, slot) => {
      const { evidenceIds } = await requireOpen(tx, id);
      await this.retention.requireDue(exerciseId, tx);
      const settled = { settledById: actor.userId, settledAt: slot.recordedAt, settledSeq: slot.seq };
      await tx.update(Destruction, { id }, { state: 'CONFIRMED', ...settled });
      return {
        subjectId: id,
        details: { code, files: evidenceIds.length, sealed: await sealRows(tx, { destruction: id }) },
      };
    });
    await this.certificates.finish(id);
    return this.read(id, viewer);
  }

  /** Takes a proposal back. @throws Refusal NOT_FOUND, WRONG_STATE */
  async cancel(input: CancelDestructionInput, viewer: Viewer | null): Promise<Destruction> {
    const { id, exerciseId, code } = await this.read(input.destructionId, viewer);
    const actor = requireViewer(viewer);
    const command = { streamId: exerciseId, kind: 'EVIDENCE_DESTRUCTION_CANCELLED', commandId: input.commandId };
    await this.journal.append({ ...command, content: input, actor }, async (tx, slot) => {
      await requireOpen(tx, id);
      const settled = { settledById: actor.userId, settledAt: slot.recordedAt, settledSeq: slot.seq };
      await tx.update(Destruction, { id }, { state: 'CANCELLED', cancelReason: input.reason.trim(), ...settled });
      return { subjectId: id, details: { code, sealed: await sealRows(tx, { destruction: id }) } };
    });
    return this.read(id, viewer);
  }

  /** What the viewer may do with a destruction as it is. */
  actsOf({ exerciseId, proposedById, state }: Destruction, viewer: Viewer | null): DestructionActs {
    const isOwn = viewer?.userId === proposedById;
    const mayRead = grantsIn(viewer, exerciseId, 'retention.read').length > 0;
    const isOpen = state === 'PROPOSED' && mayRead;
    const isNeutral = viewer !== null && !playsIn(viewer, exerciseId);
    return { confirm: isOpen && !isOwn && isNeutral, cancel: isOpen, isOwn };
  }
}

function requireSecond(of: Pick<Destruction, 'exerciseId' | 'proposedById'>, viewer: Viewer | null): Viewer {
  const actor = requireViewer(viewer);
  if (playsIn(actor, of.exerciseId)) throw new Refusal('CONFLICT_OF_INTEREST');
  if (actor.userId === of.proposedById) throw new Refusal('SECOND_APPROVER');
  return actor;
}

/** Locks a proposal that is still open. @throws Refusal WRONG_STATE with the state it is in */
async function requireOpen(tx: EntityManager, id: string): Promise<Destruction> {
  const destruction = await tx.findOneOrFail(Destruction, { where: { id }, lock: { mode: 'pessimistic_write' } });
  if (destruction.state !== 'PROPOSED') throw new Refusal('WRONG_STATE', { state: destruction.state });
  return destruction;
}

async function leftOf(tx: EntityManager, exerciseId: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }[]>(
    `SELECT e.id FROM evidence e WHERE e.exercise_id = $1
        AND NOT EXISTS (SELECT 1 FROM destruction d WHERE d.exercise_id = $1 AND d.state = 'CONFIRMED'
                           AND d.evidence_ids @> ARRAY[e.id])
      ORDER BY e.receipt_seq`,
    [exerciseId],
  );
  return rows.map(({ id }) => id);
}

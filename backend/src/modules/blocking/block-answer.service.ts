import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { grantsIn, seesBothSides, type Viewer } from '../../core/access/permissions.js';
import { isInForce, networksIn, overlaps } from '../../core/blocking/block.js';
import { unknownIds } from '../../core/kernel/form.js';
import { Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { Journal } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { AbnormalService } from '../abnormal/abnormal.service.js';
import { IdentityService } from '../identity/identity.service.js';
import { BlockAnswer } from './block.entity.js';
import type { AnswerWithBlocksInput } from './block.inputs.js';
import { blockFact, BlockService } from './block.service.js';
import type { BlockAnswerView, BlocksForLead } from './block.types.js';

/** Blocks beside leads on abnormal defence 非正常防守: what a referee weighs, and what a unit says to it. */
@Injectable()
export class BlockAnswerService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly journal: Journal,
    private readonly abnormals: AbnormalService,
    private readonly identity: IdentityService,
    private readonly blocks: BlockService,
  ) {}

  /**
   * Blocks of the accused unit in force when the evidence was taken. Those who judge or direct see which of them shut out what
   * the lead names; the unit, which never learns the lead's words, sees its blocks alone.
   * @throws Refusal NOT_FOUND, for a unit that has not been told too
   */
  async blocksFor(abnormalId: string, viewer: Viewer | null): Promise<BlocksForLead> {
    const lead = await this.abnormals.load(abnormalId);
    requireGrants(viewer, lead.exerciseId, 'block.read');
    await this.abnormals.read(abnormalId, viewer);
    const sees = seesBothSides(viewer, lead.exerciseId);
    const named = sees ? networksIn(`${lead.systemName} ${lead.narrative}`) : [];
    const rows = await this.blocks.ofUnit(lead);
    const acts = await this.blocks.actsOf(rows.map(({ id }) => id));
    const answers = await this.answersTo(abnormalId);
    const given = new Set(answers.flatMap(({ blockIds }) => blockIds));
    const shown = rows.filter(
      (row) => given.has(row.id) || isInForce(row, (acts.get(row.id) ?? []).map(blockFact), lead.evidenceAt),
    );
    const views = await this.blocks.views(shown, viewer);
    const blocks = views.map((block) => ({
      block,
      isOverlapping: named.length === 0 ? null : overlaps(block.kind, block.target, named),
      isAnswer: given.has(block.id),
    }));
    return {
      ...{ abnormalId, code: lead.code, evidenceAt: lead.evidenceAt, named, answers },
      blocks: blocks.sort((a, b) => Number(b.isOverlapping === true) - Number(a.isOverlapping === true)),
      mayAnswer: isOwn(viewer, lead),
    };
  }

  /** Gives blocks as the unit's answer. @throws Refusal NOT_FOUND, BAD_INPUT for blocks that are not the unit's */
  async answer(input: AnswerWithBlocksInput, viewer: Viewer): Promise<BlocksForLead> {
    const { commandId, abnormalId } = input;
    const lead = await this.abnormals.load(abnormalId);
    const { exerciseId, rootId } = lead;
    if (!isOwn(viewer, lead)) throw new Refusal('NOT_FOUND');
    await this.abnormals.read(abnormalId, viewer);
    const command = { streamId: exerciseId, kind: 'BLOCK_ANSWERED', commandId, content: input, actor: viewer };
    await this.journal.append(command, async (tx, slot) => {
      const own = new Set((await this.blocks.ofUnit({ exerciseId, rootId }, tx)).map(({ id }) => id));
      refuseBadInput(unknownIds('blockIds', input.blockIds, own));
      await tx.insert(BlockAnswer, {
        ...{ id: commandId, exerciseId, seq: slot.seq, episodeId: lead.id, rootId },
        ...{ blockIds: [...new Set(input.blockIds)], note: input.note.trim() },
        ...{ byId: viewer.userId, recordedAt: slot.recordedAt },
      });
      const sealed = await sealRows(tx, { block_answer: commandId });
      return { subjectId: lead.id, partyId: rootId, details: { code: lead.code, sealed } };
    });
    return this.blocksFor(abnormalId, viewer);
  }

  private async answersTo(episodeId: string): Promise<BlockAnswerView[]> {
    const rows = await this.dataSource.manager.find(BlockAnswer, { where: { episodeId }, order: { seq: 'DESC' } });
    const users = await this.identity.byIds(rows.map(({ byId }) => byId));
    const names = new Map(users.map((user) => [user.id, user.displayName]));
    return rows.map((row) => ({ ...row, byName: names.get(row.byId) ?? '' }));
  }
}

function isOwn(
  viewer: Viewer | null,
  { exerciseId, rootId }: { readonly exerciseId: string; readonly rootId: string },
): boolean {
  return grantsIn(viewer, exerciseId, 'block.record').some(({ unitId }) => unitId === rootId);
}

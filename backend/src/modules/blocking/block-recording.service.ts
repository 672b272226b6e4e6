import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { grantsIn, type Viewer } from '../../core/access/permissions.js';
import {
  type BlockActKind,
  type BlockKind,
  type BlockStanding,
  blockStanding,
  canonicalTarget,
  nextExpiryLook,
} from '../../core/blocking/block.js';
import { codeOf } from '../../core/exercise/code.js';
import { required } from '../../core/kernel/form.js';
import { type FieldProblem, Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import { Journal } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { Timetable } from '../../platform/timetable/timetable.service.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { BlockAct, BlockEntry } from './block.entity.js';
import type { ExtendBlockInput, LiftBlockInput, RecordBlockInput, RetestBlockInput } from './block.inputs.js';
import { blockFact, BlockService } from './block.service.js';
import type { BlockView } from './block.types.js';

/** Kind of the timetable's items on blocks. */
export const BLOCK_KIND = 'block';
/** Most blocks of one unit in an exercise. */
const MAX_BLOCKS = 20_000;

/** What an act says. */
interface Said {
  readonly kind: BlockActKind;
  readonly untilAt: Date | null;
  readonly holds: boolean | null;
  readonly note: string;
}

/** The unit's own acts on blocks: recorded, extended, lifted, retested. */
@Injectable()
export class BlockRecordingService {
  constructor(
    private readonly journal: Journal,
    private readonly timetable: Timetable,
    private readonly exercises: ExerciseService,
    private readonly blocks: BlockService,
  ) {}

  /** Notes down a block. @throws Refusal NOT_FOUND, LIMIT_REACHED, BAD_INPUT */
  async record(input: RecordBlockInput, viewer: Viewer): Promise<BlockView> {
    const { commandId, exerciseId, unitId: rootId, kind } = input;
    requireOwn(viewer, { exerciseId, rootId });
    const command = { streamId: exerciseId, kind: 'BLOCK_RECORDED', commandId, content: input, actor: viewer };
    const receipt = await this.journal.append(command, async (tx, slot) => {
      refuseBadInput(problemsOf(input, slot.recordedAt));
      const count = await tx.countBy(BlockEntry, { exerciseId, rootId });
      if (count >= MAX_BLOCKS) throw new Refusal('LIMIT_REACHED', { limit: String(MAX_BLOCKS) });
      await tx.insert(BlockEntry, {
        ...{ id: commandId, exerciseId, seq: slot.seq, rootId, code: codeOf('K', count + 1) },
        ...{ kind, target: canonicalTarget(kind, input.target) ?? '', ...wordsOf(input) },
        ...{ startsAt: input.startsAt, untilAt: input.untilAt ?? null },
        ...{ recordedById: viewer.userId, recordedAt: slot.recordedAt },
      });
      await this.planLook(tx, await this.blocks.load(commandId, tx), slot.recordedAt);
      const sealed = await sealRows(tx, { block_entry: commandId });
      return { subjectId: commandId, partyId: rootId, details: { kind, sealed } };
    });
    return this.blocks.read(receipt.subjectId, viewer);
  }

  /** Moves its end further away. @throws Refusal NOT_FOUND, WRONG_STATE, BAD_INPUT */
  extend(input: ExtendBlockInput, viewer: Viewer): Promise<BlockView> {
    const untilAt = input.untilAt ?? null;
    const said = { kind: 'EXTENDED' as const, untilAt, holds: null, note: input.note };
    return this.act(input, said, viewer);
  }

  /** Takes it down 解封. @throws Refusal NOT_FOUND, WRONG_STATE */
  lift(input: LiftBlockInput, viewer: Viewer): Promise<BlockView> {
    return this.act(input, { kind: 'LIFTED', untilAt: null, holds: null, note: input.note }, viewer);
  }

  /** Says whether it still holds 复测. @throws Refusal NOT_FOUND, WRONG_STATE, BAD_INPUT */
  retest(input: RetestBlockInput, viewer: Viewer): Promise<BlockView> {
    return this.act(input, { kind: 'RETESTED', untilAt: null, holds: input.holds, note: input.note }, viewer);
  }

  /** When the block is next looked at. */
  async planLook(tx: EntityManager, block: BlockEntry, now: Date): Promise<void> {
    const standing = await this.standing(tx, block, now);
    const { exerciseId, id: subjectId } = block;
    await this.timetable.plan(tx, { kind: BLOCK_KIND, subjectId, exerciseId, dueAt: nextExpiryLook(standing, now) });
  }

  private async act(
    input: { readonly commandId: string; readonly blockId: string },
    said: Said,
    viewer: Viewer,
  ): Promise<BlockView> {
    const block = await this.blocks.load(input.blockId);
    requireOwn(viewer, block);
    const { id: blockId, exerciseId, rootId } = block;
    const { commandId } = input;
    const command = {
      streamId: exerciseId,
      kind: `BLOCK_${said.kind}`,
      commandId,
      content: { ...input, kind: said.kind },
      actor: viewer,
    };
    await this.journal.append(command, async (tx, slot) => {
      const standing = await this.standing(tx, block, slot.recordedAt);
      if (standing.state !== 'ACTIVE') throw new Refusal('WRONG_STATE', { state: standing.state });
      refuseBadInput(actProblems(said, standing, slot.recordedAt));
      await tx.insert(BlockAct, {
        ...{ id: commandId, exerciseId, seq: slot.seq, blockId, ...said, note: said.note.trim() },
        ...{ byId: viewer.userId, dueAt: slot.recordedAt, recordedAt: slot.recordedAt },
      });
      await this.planLook(tx, block, slot.recordedAt);
      const sealed = await sealRows(tx, { block_act: commandId });
      return { subjectId: blockId, partyId: rootId, details: { code: block.code, sealed } };
    });
    return this.blocks.read(blockId, viewer);
  }

  private async standing(tx: EntityManager, block: BlockEntry, now: Date): Promise<BlockStanding> {
    const { timeZone } = await this.exercises.byId(block.exerciseId, tx);
    const acts = (await this.blocks.actsOf([block.id], tx)).get(block.id) ?? [];
    return blockStanding(block, acts.map(blockFact), now, timeZone);
  }
}

function requireOwn(viewer: Viewer, { exerciseId, rootId }: Pick<BlockEntry, 'exerciseId' | 'rootId'>): void {
  const own = grantsIn(viewer, exerciseId, 'block.record').some(({ unitId }) => unitId === rootId);
  if (!own) throw new Refusal('NOT_FOUND');
}

/** What is wrong with a target, by its kind. */
const WRONG_TARGET: Readonly<Record<BlockKind, string>> = {
  ADDRESS: 'NOT_AN_ADDRESS',
  NETWORK: 'NOT_A_NETWORK',
  DOMAIN: 'WRONG_FORM',
  ACCOUNT: 'WRONG_FORM',
  PORT: 'WRONG_FORM',
};

function problemsOf(input: RecordBlockInput, now: Date): FieldProblem[] {
  const { kind, target, reason, device, placedBy, startsAt, untilAt = null } = input;
  return [
    ...(canonicalTarget(kind, target) === null ? [{ path: 'target', code: WRONG_TARGET[kind] }] : []),
    ...required('reason', reason),
    ...required('device', device),
    ...required('placedBy', placedBy),
    ...(startsAt > now ? [{ path: 'startsAt', code: 'TOO_LATE' }] : []),
    ...(untilAt !== null && untilAt <= startsAt ? [{ path: 'untilAt', code: 'BEFORE_START' }] : []),
  ];
}

/** An extension leads beyond the end it had; a retest that failed says how. */
function actProblems({ kind, untilAt, holds, note }: Said, standing: BlockStanding, now: Date): FieldProblem[] {
  if (kind === 'RETESTED') return holds === true ? [] : required('note', note);
  const words = required('note', note);
  if (kind !== 'EXTENDED' || untilAt === null) return words;
  const isShorter = standing.untilAt === null || untilAt <= standing.untilAt || untilAt <= now;
  return isShorter ? [...words, { path: 'untilAt', code: 'TOO_SMALL' }] : words;
}

function wordsOf({ scope, reason, device, placedBy }: RecordBlockInput) {
  return { scope: scope.trim(), reason: reason.trim(), device: device.trim(), placedBy: placedBy.trim() };
}

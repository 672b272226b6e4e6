import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { codeOf } from '../../core/exercise/code.js';
import { required } from '../../core/kernel/form.js';
import { type FieldProblem, Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import { mayFollow, type RemediationActKind } from '../../core/remediation/remediation.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { JournalRecord } from '../../platform/journal/journal-record.entity.js';
import { Journal, type Slot } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { Unit } from '../exercise/unit.entity.js';
import { NoticeService } from '../notice/notice.service.js';
import { RemediationAct, RemediationItem } from './remediation.entity.js';
import type {
  OpenRemediationInput,
  RemediationActInput,
  RemediationDeadlineInput,
  RetestRemediationInput,
  SubmitRemediationInput,
} from './remediation.inputs.js';
import { mayTryAct, RemediationService } from './remediation.service.js';
import type { RemediationView } from './remediation.types.js';

/** Most items of a unit in one exercise. */
const MAX_ITEMS = 2000;

/** What an act says. */
interface Said {
  readonly kind: RemediationActKind;
  readonly hasPassed: boolean | null;
  readonly deadlineAt: Date | null;
}

/** A new item but for its place. */
export type NewItem = Omit<RemediationItem, 'seq' | 'code' | 'openedById' | 'recordedAt'>;

/** Opening of items, and the work on them. */
@Injectable()
export class RemediationWorkService {
  constructor(
    private readonly journal: Journal,
    private readonly notices: NoticeService,
    private readonly items: RemediationService,
  ) {}

  /** Opens an item for a unit, which is told. @throws Refusal NOT_FOUND, LIMIT_REACHED, BAD_INPUT */
  async open(input: OpenRemediationInput, viewer: Viewer): Promise<RemediationView> {
    const { commandId, exerciseId, unitId } = input;
    requireGrants(viewer, exerciseId, 'remediation.direct');
    const command = { streamId: exerciseId, kind: 'REMEDIATION_OPENED', commandId, content: input, actor: viewer };
    const receipt = await this.journal.append(command, async (tx, slot) => {
      const isRoot = await tx.existsBy(Unit, { id: unitId, exerciseId, rootId: unitId });
      refuseBadInput([
        ...(isRoot ? [] : [{ path: 'unitId', code: 'NOT_FOUND' }]),
        ...(await sourceProblems(tx, input)),
        ...required('title', input.title),
        ...required('ownerName', input.ownerName),
        ...deadlineProblems(input.deadlineAt, slot.recordedAt),
      ]);
      const { severity, source, sourceId = null, deadlineAt } = input;
      const words = { title: input.title.trim(), detail: input.detail.trim(), ownerName: input.ownerName.trim() };
      const place = { id: commandId, exerciseId, rootId: unitId, carriedFromId: null };
      return this.insert(tx, { ...place, ...words, severity, source, sourceId, deadlineAt }, { slot, viewer });
    });
    return this.items.read(receipt.subjectId, viewer);
  }

  /** Writes a new item and tells its unit; for use inside a command. */
  async insert(
    tx: EntityManager,
    item: NewItem,
    { slot, viewer }: { readonly slot: Slot; readonly viewer: Viewer },
  ): Promise<{ subjectId: string; partyId: string; details: Record<string, unknown> }> {
    const { id, exerciseId, rootId, title, deadlineAt } = item;
    const count = await tx.countBy(RemediationItem, { exerciseId, rootId });
    if (count >= MAX_ITEMS) throw new Refusal('LIMIT_REACHED', { limit: String(MAX_ITEMS) });
    const code = codeOf('M', count + 1);
    const by = { openedById: viewer.userId, recordedAt: slot.recordedAt };
    await tx.insert(RemediationItem, { ...item, seq: slot.seq, code, ...by });
    const params = { code, title, until: deadlineAt.toISOString() };
    const telling = { to: { partyId: rootId }, subjectId: id, code: 'REMEDIATION_GIVEN', params };
    const told = await this.notices.give(tx, exerciseId, slot, [telling]);
    const sealed = await sealRows(tx, { remediation_item: id, notice: told });
    return { subjectId: id, partyId: rootId, details: { code, sealed } };
  }

  /** The unit has begun. @throws Refusal as `act` */
  start(input: RemediationActInput, viewer: Viewer): Promise<RemediationView> {
    return this.act(input, { kind: 'STARTED', hasPassed: null, deadlineAt: null }, viewer);
  }

  /** The unit says what it did. @throws Refusal as `act` */
  submit(input: SubmitRemediationInput, viewer: Viewer): Promise<RemediationView> {
    return this.act(input, { kind: 'SUBMITTED', hasPassed: null, deadlineAt: null }, viewer);
  }

  /** Control tests it. @throws Refusal as `act` */
  retest(input: RetestRemediationInput, viewer: Viewer): Promise<RemediationView> {
    return this.act(input, { kind: 'RETESTED', hasPassed: input.hasPassed, deadlineAt: null }, viewer);
  }

  /** Control closes what passed. @throws Refusal as `act` */
  close(input: RemediationActInput, viewer: Viewer): Promise<RemediationView> {
    return this.act(input, { kind: 'CLOSED', hasPassed: null, deadlineAt: null }, viewer);
  }

  /** It was not put right after all. @throws Refusal as `act` */
  reopen(input: RemediationDeadlineInput, viewer: Viewer): Promise<RemediationView> {
    return this.act(input, { kind: 'REOPENED', hasPassed: null, deadlineAt: input.deadlineAt }, viewer);
  }

  /** More time, with a reason. @throws Refusal as `act` */
  extend(input: RemediationDeadlineInput, viewer: Viewer): Promise<RemediationView> {
    return this.act(input, { kind: 'EXTENDED', hasPassed: null, deadlineAt: input.deadlineAt }, viewer);
  }

  /** @throws Refusal NOT_FOUND, NOT_ALLOWED for the other side's acts, WRONG_STATE, BAD_INPUT */
  private async act(input: RemediationActInput, said: Said, viewer: Viewer): Promise<RemediationView> {
    const item = await this.items.load(input.itemId);
    const { id: itemId, exerciseId, rootId } = item;
    await this.items.read(itemId, viewer);
    if (!mayTryAct(viewer, item, said.kind)) throw new Refusal('NOT_ALLOWED');
    const { commandId } = input;
    const kind = `REMEDIATION_${said.kind}`;
    const content = { ...input, kind };
    await this.journal.append({ streamId: exerciseId, kind, commandId, content, actor: viewer }, async (tx, slot) => {
      const { state, deadlineAt } = await this.items.standing(tx, item, slot.recordedAt);
      if (!mayFollow(state, said.kind)) throw new Refusal('WRONG_STATE', { state });
      refuseBadInput([
        ...(said.kind === 'STARTED' || said.kind === 'CLOSED' ? [] : required('text', input.text)),
        ...(said.deadlineAt === null ? [] : deadlineProblems(said.deadlineAt, slot.recordedAt)),
        ...(said.kind === 'EXTENDED' ? notLater(said.deadlineAt, deadlineAt) : []),
      ]);
      await tx.insert(RemediationAct, {
        ...{ id: commandId, exerciseId, seq: slot.seq, itemId, ...said, text: input.text.trim() },
        ...{ byId: viewer.userId, recordedAt: slot.recordedAt },
      });
      const sealed = await sealRows(tx, { remediation_act: commandId });
      return { subjectId: itemId, partyId: rootId, details: { code: item.code, sealed } };
    });
    return this.items.read(itemId, viewer);
  }
}

/** What an item comes from is something of this exercise, whichever module keeps it: the journal tells of it. */
async function sourceProblems(tx: EntityManager, input: OpenRemediationInput): Promise<FieldProblem[]> {
  const { exerciseId: streamId, sourceId: subjectId = null } = input;
  if (subjectId === null || (await tx.existsBy(JournalRecord, { streamId, subjectId }))) return [];
  return [{ path: 'sourceId', code: 'NOT_FOUND' }];
}

/** A deadline lies ahead. */
export function deadlineProblems(deadlineAt: Date, now: Date): FieldProblem[] {
  return deadlineAt <= now ? [{ path: 'deadlineAt', code: 'TOO_EARLY' }] : [];
}

function notLater(deadlineAt: Date | null, before: Date): FieldProblem[] {
  return deadlineAt !== null && deadlineAt <= before ? [{ path: 'deadlineAt', code: 'TOO_SMALL' }] : [];
}

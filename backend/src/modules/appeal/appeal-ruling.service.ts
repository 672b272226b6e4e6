import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { grantsIn, type Permission, playsIn, type Viewer } from '../../core/access/permissions.js';
import { type AppealActKind, requireRuling, requireTaking } from '../../core/appeal/appeal.js';
import { Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import { requireGrants, requireViewer } from '../../platform/access/viewer.js';
import { Journal, type Slot, type Written } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { type DraftedSet, RescoringService } from '../rescoring/rescoring.service.js';
import { type AppealNoticeCode, AppealNoticesService } from './appeal-notices.service.js';
import { type Appeal, AppealActRow } from './appeal.entity.js';
import type { AppealCommandInput, RuleOnAppealInput } from './appeal.inputs.js';
import { AppealTermsService } from './appeal-terms.service.js';
import { AppealService } from './appeal.service.js';

interface Ruling {
  readonly appeal: Appeal;
  readonly input: RuleOnAppealInput;
  readonly kind: AppealActKind;
  readonly referee: Viewer;
  /** What an upholding proposes. */
  readonly draft: DraftedSet | null;
}

const NOTICE_OF: Readonly<Partial<Record<AppealActKind, AppealNoticeCode>>> = {
  UPHELD: 'APPEAL_UPHELD',
  DISMISSED: 'APPEAL_DISMISSED',
  ARBITRATION_UPHELD: 'ARBITRATION_UPHELD',
  ARBITRATION_DISMISSED: 'ARBITRATION_DISMISSED',
};

/** What referees do: take an appeal, rule on it; and the chief referee's arbitration 仲裁. */
@Injectable()
export class AppealRulingService {
  constructor(
    private readonly journal: Journal,
    private readonly appeals: AppealService,
    private readonly sets: RescoringService,
    private readonly notices: AppealNoticesService,
    private readonly terms: AppealTermsService,
  ) {}

  /** Takes an appeal to rule on it. @throws Refusal NOT_FOUND, WRONG_STATE, CLAIMED_BY_OTHER, CONFLICT_OF_INTEREST */
  async take(input: AppealCommandInput, viewer: Viewer | null): Promise<Appeal> {
    const appeal = await this.appeals.read(input.appealId, viewer);
    const referee = requireJudge(viewer, appeal.exerciseId, 'appeal.rule');
    const { commandId: id, appealId } = input;
    const { exerciseId, partyId, code } = appeal;
    const command = { streamId: exerciseId, kind: 'APPEAL_TAKEN', commandId: id, content: input, actor: referee };
    await this.journal.append(command, async (tx, slot) => {
      await this.terms.requireImpartial(tx, appeal, referee);
      const isChief = grantsIn(referee, exerciseId, 'appeal.arbitrate').length > 0;
      requireTaking(await this.appeals.caseOf(appeal, tx), referee.userId, isChief);
      const act = { kind: 'TAKEN' as const, reason: '', actorId: referee.userId };
      await tx.insert(AppealActRow, { id, exerciseId, appealId, seq: slot.seq, recordedAt: slot.recordedAt, ...act });
      const notice = await this.notices.tell(tx, appeal, { slot, code: 'APPEAL_TAKEN', reason: '' });
      return {
        subjectId: appeal.id,
        partyId,
        details: { code, sealed: await sealRows(tx, { appeal_act: id, notice }) },
      };
    });
    return this.appeals.read(appeal.id, viewer);
  }

  /**
   * Rules on an appeal one has taken. Upheld, the new decision is proposed in the same act; nothing is scored otherwise
   * until somebody else applies it.
   * @throws Refusal NOT_FOUND, WRONG_STATE, NOT_CLAIMED, CONFLICT_OF_INTEREST, BAD_INPUT, STALE_VERSION
   */
  async rule(input: RuleOnAppealInput, viewer: Viewer | null): Promise<Appeal> {
    const kind = input.isUpheld ? 'UPHELD' : 'DISMISSED';
    return this.decide(input, viewer, { kind, record: 'APPEAL_RULED', permission: 'appeal.rule' });
  }

  /** The chief referee's word on an appeal; final. @throws Refusal as `rule` */
  async arbitrate(input: RuleOnAppealInput, viewer: Viewer | null): Promise<Appeal> {
    const kind = input.isUpheld ? 'ARBITRATION_UPHELD' : 'ARBITRATION_DISMISSED';
    return this.decide(input, viewer, { kind, record: 'APPEAL_ARBITRATED', permission: 'appeal.arbitrate' });
  }

  private async decide(
    input: RuleOnAppealInput,
    viewer: Viewer | null,
    { kind, record, permission }: { kind: AppealActKind; record: string; permission: Permission },
  ): Promise<Appeal> {
    const appeal = await this.appeals.read(input.appealId, viewer);
    const referee = requireJudge(viewer, appeal.exerciseId, permission);
    refuseBadInput(await this.terms.problems(appeal, input));
    const draft = input.isUpheld ? await this.drafted(appeal, input) : null;
    const command = { streamId: appeal.exerciseId, kind: record, commandId: input.commandId, content: input };
    await this.journal.append({ ...command, actor: referee }, (tx, slot) =>
      this.write(tx, slot, { appeal, input, kind, referee, draft }),
    );
    return this.appeals.read(appeal.id, viewer);
  }

  private async write(tx: EntityManager, slot: Slot, ruling: Ruling): Promise<Written> {
    const { appeal, input, kind, referee, draft } = ruling;
    await this.terms.requireImpartial(tx, appeal, referee);
    requireRuling(await this.appeals.caseOf(appeal, tx), referee.userId, kind);
    const { exerciseId, partyId, code } = appeal;
    const set = draft === null ? null : await this.sets.insert(tx, draft, { slot, proposer: referee });
    const until = kind === 'DISMISSED' ? await this.terms.arbitrationUntil(tx, exerciseId, slot.recordedAt) : null;
    const id = input.commandId;
    await tx.insert(AppealActRow, {
      id,
      exerciseId,
      appealId: appeal.id,
      seq: slot.seq,
      kind,
      reason: input.reason.trim(),
      rescoringSetId: draft?.id ?? null,
      deadlineAt: until,
      actorId: referee.userId,
      recordedAt: slot.recordedAt,
    });
    const noticeCode = NOTICE_OF[kind] ?? 'APPEAL_DISMISSED';
    const notice = await this.notices.tell(tx, appeal, { slot, code: noticeCode, reason: input.reason.trim(), until });
    const written = { appeal_act: id, notice, ...(draft === null ? {} : { rescoring_set: draft.id }) };
    const details = { code, outcome: kind, set, sealed: await sealRows(tx, written) };
    return { subjectId: appeal.id, partyId, details };
  }

  private async drafted(appeal: Appeal, input: RuleOnAppealInput): Promise<DraftedSet> {
    const { commandId, reason, ruling, marks, bonus } = input;
    const kind = SET_KIND[appeal.subjectKind];
    const said = { reason, publicReason: input.publicReason ?? '' };
    return this.sets.drafted({ commandId, exerciseId: appeal.exerciseId, kind, ...said, ruling, marks, bonus });
  }
}

const SET_KIND = {
  NODE: 'VERDICT_OVERTURNED',
  LOSS: 'VERDICT_OVERTURNED',
  INCIDENT: 'MARKS_OVERTURNED',
  BONUS: 'BONUS_OVERTURNED',
} as const;

/** A referee who may act on appeals here. @throws Refusal NOT_FOUND, CONFLICT_OF_INTEREST for one who also plays */
function requireJudge(viewer: Viewer | null, exerciseId: string, permission: Permission): Viewer {
  const referee = requireViewer(viewer);
  requireGrants(referee, exerciseId, permission);
  if (playsIn(referee, exerciseId)) throw new Refusal('CONFLICT_OF_INTEREST');
  return referee;
}

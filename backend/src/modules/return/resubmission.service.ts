import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import { fixedProblems } from '../../core/submission/fixed-fields.js';
import { missingOf } from '../../core/submission/missing.js';
import { requireGrants } from '../../platform/access/viewer.js';
import type { Slot, Written } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { NoticeService } from '../notice/notice.service.js';
import { DraftChecks } from '../submission/draft-checks.service.js';
import { RevisionService } from '../submission/revision.service.js';
import { AttackSubmission } from '../submission/submission.entity.js';
import type { FileSubmissionInput } from '../submission/submission.inputs.js';
import { SubmissionService } from '../submission/submission.service.js';
import { ReturnActs } from './return-acts.service.js';
import { SubmissionArchive } from './submission-archive.service.js';

/** Whether a revision may be filed. */
@Injectable()
export class ResubmissionFitness {
  constructor(
    private readonly exercises: ExerciseService,
    private readonly submissions: SubmissionService,
    private readonly checks: DraftChecks,
  ) {}

  /** @throws Refusal INCOMPLETE, BAD_INPUT */
  async require(tx: EntityManager, filed: AttackSubmission, revised: AttackSubmission): Promise<void> {
    const { exerciseId, teamId } = filed;
    const rules = await this.submissions.rulesOf(await this.exercises.byId(exerciseId, tx));
    const missing = missingOf(revised, rules);
    if (missing.length > 0) throw new Refusal('INCOMPLETE', { count: String(missing.length) }, missing);
    refuseBadInput(fixedProblems(filed, revised));
    refuseBadInput(await this.checks.problems(revised, { exerciseId, teamId }, tx));
  }
}

interface Act {
  readonly input: FileSubmissionInput;
  readonly viewer: Viewer;
}

/** Filing a returned submission again 补正重报: a new version under the receipt of the first. */
@Injectable()
export class ResubmissionService {
  constructor(
    private readonly submissions: SubmissionService,
    private readonly fitness: ResubmissionFitness,
    private readonly revisions: RevisionService,
    private readonly acts: ReturnActs,
    private readonly archive: SubmissionArchive,
    private readonly notices: NoticeService,
  ) {}

  /**
   * Files what was written since the return; it waits to be judged again, at its old place in line.
   * @throws Refusal RETURN_TOO_LATE, STALE_VERSION, WRONG_STATE unless it is returned, INCOMPLETE with the same fields as
   *   `missing`, BAD_INPUT with FIXED_IN_RESUBMISSION for what must stay as it was
   */
  async file(input: FileSubmissionInput, viewer: Viewer): Promise<AttackSubmission> {
    const { id, exerciseId, teamId } = await this.submissions.load(input.submissionId);
    const grants = requireGrants(viewer, exerciseId, 'submission.file');
    if (!grants.some((grant) => grant.teamId === teamId)) throw new Refusal('NOT_FOUND');
    const command = { kind: 'SUBMISSION_RESUBMITTED', commandId: input.commandId, content: input, actor: viewer };
    await this.acts.append({ ...command, streamId: exerciseId }, (tx, slot) => this.write(tx, slot, { input, viewer }));
    return this.submissions.read(id, viewer);
  }

  private async write(tx: EntityManager, slot: Slot, { input, viewer }: Act): Promise<Written> {
    const filed = await this.submissions.requireState(tx, input.submissionId, ['RETURNED']);
    const { id, exerciseId, teamId, code } = filed;
    const returned = await this.revisions.lastReturn(tx, id);
    await this.revisions.requireInTime(tx, id, slot.recordedAt);
    const [revised = filed] = await this.revisions.withRevisions([filed], tx);
    if (revised.version !== input.version) throw new Refusal('STALE_VERSION', { version: String(revised.version) });
    await this.fitness.require(tx, filed, revised);
    const scoring = await this.acts.begin(tx, exerciseId, slot);
    const versionNo = filed.versionNo + 1;
    await this.revisions.replaceNodes(tx, id, revised.nodes);
    await tx.update(AttackSubmission, { id }, { ...writtenColumns(revised), state: 'FILED', versionNo });
    await this.revisions.drop(tx, id);
    const receipt = { receiptSeq: slot.seq, filedAt: slot.recordedAt, filedById: viewer.userId };
    const versionIds = await this.archive.add(tx, id, { exerciseId, versionNo, ...receipt });
    const params = { code, versionNo: String(versionNo) };
    const news = { to: { personId: returned.refereeId }, subjectId: id, code: 'SUBMISSION_RESUBMITTED', params };
    const told = await this.notices.give(tx, exerciseId, slot, [news]);
    const posted = await scoring.post({ submissions: [id] });
    const sealed = await sealRows(tx, { attack_submission: id, submission_version: versionIds, notice: told });
    return { subjectId: id, partyId: teamId, details: { code, versionNo, sealed, posted } };
  }
}

function writtenColumns(revised: AttackSubmission): Partial<AttackSubmission> {
  const { targetId, title, startedAt, endedAt, sourceAddresses, controlledAddresses } = revised;
  const { summary, remediation, updatedAt, version } = revised;
  const texts = { title, summary, remediation };
  return {
    targetId,
    startedAt,
    endedAt,
    sourceAddresses,
    controlledAddresses,
    ...texts,
    updatedAt,
    version: version + 1,
  };
}

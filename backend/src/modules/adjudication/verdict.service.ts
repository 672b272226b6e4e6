import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { type RulingDraft, rulingProblems, settledRuling, vulnerabilityKeyOf } from '../../core/adjudication/ruling.js';
import { Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import { Journal, type Slot, type Written } from '../../platform/journal/journal.service.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import type { AttackNode } from '../submission/attack-node.entity.js';
import type { AttackSubmission } from '../submission/submission.entity.js';
import { SubmissionService } from '../submission/submission.service.js';
import type { RulingInput, VerdictInput } from './adjudication.inputs.js';
import { Decisions } from './agreement-decisions.service.js';
import { requireReferee } from './judging.rights.js';
import { attackRules, ScoringService } from './scoring.service.js';
import { Verdict } from './verdict.entity.js';

/** A node with its submission, as a referee may judge it. */
export interface JudgedNode {
  readonly node: AttackNode;
  readonly submission: AttackSubmission;
}

interface Act extends JudgedNode {
  readonly input: VerdictInput;
  readonly draft: RulingDraft;
  readonly referee: Viewer;
}

/** Verdicts 裁定, node by node. */
@Injectable()
export class VerdictService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly journal: Journal,
    private readonly exercises: ExerciseService,
    private readonly submissions: SubmissionService,
    private readonly scoring: ScoringService,
    private readonly decisions: Decisions,
  ) {}

  /**
   * Records a verdict on a node the referee holds and posts what it changes.
   * @throws Refusal BAD_INPUT, NOT_CLAIMED, CLAIMED_BY_OTHER, CONFLICT_OF_INTEREST, STALE_VERSION, WRONG_STATE;
   * PANEL_NEEDED where several referees judge; RESCORING_NEEDED when the submission is judged to the end or the verdict in force is somebody else's
   */
  async record(input: VerdictInput, viewer: Viewer | null): Promise<AttackSubmission> {
    const judged = await this.judgedNode(input.nodeId);
    const { exerciseId } = judged.submission;
    const referee = requireReferee(viewer, exerciseId);
    const act = { ...judged, input, draft: await this.checkedDraft(input, exerciseId), referee };
    await this.decisions.prepare(exerciseId);
    const command = { streamId: exerciseId, kind: 'VERDICT_RECORDED', commandId: input.commandId, content: input };
    await this.journal.append({ ...command, actor: referee }, (tx, slot) => this.write(tx, slot, act));
    return this.submissions.load(judged.submission.id);
  }

  /** A node of a filed submission. @throws Refusal NOT_FOUND, also for drafts: they are the team's own */
  async judgedNode(nodeId: string): Promise<JudgedNode> {
    const node = await this.submissions.nodeById(nodeId);
    const submission = await this.submissions.load(node.submissionId);
    if (submission.filedAt === null) throw new Refusal('NOT_FOUND');
    return { node, submission };
  }

  /** The ruling of an input, checked against the pinned rules. @throws Refusal BAD_INPUT */
  async checkedDraft(input: RulingInput, exerciseId: string): Promise<RulingDraft> {
    const rules = await this.scoring.rulesOf(await this.exercises.byId(exerciseId));
    const draft = draftOf(input);
    refuseBadInput(rulingProblems(attackRules(rules), draft));
    return settledRuling(draft);
  }

  /** All verdicts on these nodes, oldest first. */
  async ofNodes(nodeIds: readonly string[]): Promise<Verdict[]> {
    if (nodeIds.length === 0) return [];
    return this.dataSource.manager.find(Verdict, { where: { nodeId: In([...nodeIds]) }, order: { seq: 'ASC' } });
  }

  private async write(tx: EntityManager, slot: Slot, act: Act): Promise<Written> {
    const { node, submission, input, draft, referee } = act;
    const exercise = await this.decisions.requireSubmission(tx, submission, referee);
    const before = await tx.findOne(Verdict, { where: { nodeId: node.id }, order: { seq: 'DESC' } });
    if ((before?.id ?? null) !== (input.expectedVerdictId ?? null)) throw new Refusal('STALE_VERSION');
    if (before !== null) await this.requireOpen(tx, before, { submission, referee });
    const subject = { kind: 'SUBMISSION', id: submission.id } as const;
    const holder = { referee, now: slot.recordedAt };
    await this.decisions.requireSeat(tx, subject, holder);
    if (before === null) await this.decisions.requireAlone(tx, subject);
    await this.decisions.renew(tx, { subject, exercise, keep: false }, holder);
    const origin = { id: input.commandId, refereeId: referee.userId, basis: 'SINGLE', opinionIds: [] } as const;
    const { sealed, posted } = await this.decisions.verdict(tx, slot, { exercise, node, draft, ...origin });
    const details = { nodeId: node.id, before: before?.id ?? null, outcome: draft.outcome, sealed, posted };
    return { subjectId: submission.id, partyId: submission.teamId, details };
  }

  /** While judging goes on a referee corrects himself; what is settled, or a colleague's, takes a reviewed set. */
  private async requireOpen(
    tx: EntityManager,
    before: Verdict,
    { submission, referee }: { submission: AttackSubmission; referee: Viewer },
  ): Promise<void> {
    const judged = await tx
      .createQueryBuilder(Verdict, 'v')
      .select('count(DISTINCT v.node_id)::int', 'count')
      .where({ submissionId: submission.id })
      .getRawOne<{ count: number }>();
    const isJudged = (judged?.count ?? 0) >= submission.nodes.length;
    const isOwn = before.refereeId === referee.userId && before.basis === 'SINGLE';
    if (isJudged || !isOwn) throw new Refusal('RESCORING_NEEDED');
  }
}

function draftOf(input: RulingInput): RulingDraft {
  const { outcome, quantity, systemKey, factors, reason } = input;
  return {
    outcome,
    categoryKey: input.categoryKey ?? null,
    privilegeKey: input.privilegeKey ?? null,
    judgedPoints: input.judgedPoints ?? null,
    deductionPoints: input.deductionPoints ?? null,
    measures: Object.fromEntries(input.measures.map(({ name, value }) => [name, value])),
    vulnerabilityKey: vulnerabilityKeyOf(input.vulnerabilityKey),
    quantity,
    systemKey,
    factors,
    reason,
  };
}

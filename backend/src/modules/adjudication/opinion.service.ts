import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { agreeOnRulings } from '../../core/adjudication/agreement.js';
import { panelState } from '../../core/adjudication/agreement-state.js';
import type { RulingDraft } from '../../core/adjudication/ruling.js';
import { Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import { Journal, type Slot, type Written } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { PolicyService } from '../policy/policy.service.js';
import type { AttackSubmission } from '../submission/submission.entity.js';
import type { VerdictInput } from './adjudication.inputs.js';
import { type DecisionOrigin, Decisions } from './agreement-decisions.service.js';
import { requireChief, requireReferee } from './judging.rights.js';
import { basisOf, differedSeals, requireSame, requireUnseated } from './opinion-acts.js';
import { type Given, OpinionPanels, type PanelSubject } from './opinion-panels.service.js';
import type { OpinionInput } from './opinion.inputs.js';
import { Verdict } from './verdict.entity.js';
import { type JudgedNode, VerdictService } from './verdict.service.js';

interface Act<T extends VerdictInput> extends JudgedNode {
  readonly input: T;
  readonly draft: RulingDraft;
  readonly referee: Viewer;
}

/** Opinions 评审意见 on nodes that several referees judge blind, and what they come to. */
@Injectable()
export class OpinionService {
  constructor(
    private readonly journal: Journal,
    private readonly verdicts: VerdictService,
    private readonly decisions: Decisions,
    private readonly panels: OpinionPanels,
    private readonly policies: PolicyService,
  ) {}

  /**
   * Records an opinion; the last of its round becomes the verdict where all agree.
   * @throws Refusal BAD_INPUT, NOT_CLAIMED, CLAIMED_BY_OTHER, CONFLICT_OF_INTEREST (also for the chief referee, who
   * decides last), OPINION_GIVEN, STALE_VERSION, WRONG_STATE, RESCORING_NEEDED once it is decided
   */
  async record(input: OpinionInput, viewer: Viewer | null): Promise<string> {
    const act = await this.acted(input, viewer);
    requireUnseated(act.referee, act.submission.exerciseId);
    // The record must not let anybody try out what an opinion says, so its words are no part of what is hashed.
    const content = { commandId: input.commandId, nodeId: input.nodeId, round: input.round };
    const command = { ...content, streamId: act.submission.exerciseId, kind: 'OPINION_RECORDED', content };
    const receipt = await this.journal.append({ ...command, actor: act.referee }, (tx, slot) =>
      this.write(tx, slot, act),
    );
    if (receipt.isRepeat) requireSame(await this.panels.contentsOf([input.commandId]), input.commandId, act.draft);
    return act.submission.id;
  }

  /**
   * The chief referee decides where opinions differ to the end, or hold each other up.
   * @throws Refusal BAD_INPUT without a reason, WRONG_STATE before the first round is in, CONFLICT_OF_INTEREST
   */
  async decide(input: VerdictInput, viewer: Viewer | null): Promise<string> {
    const act = await this.acted(input, viewer);
    requireChief(act.referee, act.submission.exerciseId);
    refuseBadInput(input.reason.trim() === '' ? [{ path: 'reason', code: 'REQUIRED' }] : []);
    const command = { streamId: act.submission.exerciseId, kind: 'OPINIONS_DECIDED', commandId: input.commandId };
    await this.journal.append({ ...command, content: input, actor: act.referee }, (tx, slot) =>
      this.writeDecision(tx, slot, act),
    );
    return act.submission.id;
  }

  private async acted<T extends VerdictInput>(input: T, viewer: Viewer | null): Promise<Act<T>> {
    const judged = await this.verdicts.judgedNode(input.nodeId);
    const { exerciseId } = judged.submission;
    const referee = requireReferee(viewer, exerciseId);
    const draft = await this.verdicts.checkedDraft(input, exerciseId);
    await this.decisions.prepare(exerciseId);
    return { ...judged, input, draft, referee };
  }

  private async write(tx: EntityManager, slot: Slot, act: Act<OpinionInput>): Promise<Written> {
    const { input, submission, referee, draft } = act;
    const exercise = await this.decisions.requireSubmission(tx, submission, referee);
    await this.requireOpen(tx, act);
    const subject = { kind: 'SUBMISSION', id: submission.id } as const;
    const holder = { referee, now: slot.recordedAt };
    await this.decisions.requireSeat(tx, subject, holder);
    const giving = { commandId: input.commandId, refereeId: referee.userId, round: input.round, content: draft };
    const given = await this.panels.give(tx, slot, { subject: panelOf(act), giving });
    await this.decisions.renew(tx, { subject, exercise, keep: true }, holder);
    const about = { nodeId: input.nodeId, round: given.round };
    if (given.contents === null) {
      const sealed = await sealRows(tx, { opinion: input.commandId });
      return { subjectId: submission.id, partyId: null, details: { ...about, sealed } };
    }
    const policy = await this.policies.inForce(exercise.id, tx);
    const { settled } = agreeOnRulings(given.contents, policy);
    if (settled === null) return this.differed(tx, act, given);
    const opinionIds = this.panels.idsOf(given.sitting, given.round);
    const origin: DecisionOrigin = {
      id: input.commandId,
      exercise,
      refereeId: referee.userId,
      basis: basisOf(given.round),
      opinionIds,
      written: { opinion: [input.commandId], opinion_content: opinionIds },
    };
    const posted = await this.decisions.verdict(tx, slot, { ...origin, node: act.node, draft: settled });
    await this.panels.toChief(tx, submission);
    const details = { ...about, before: null, outcome: settled.outcome, ...posted };
    return { kind: 'OPINIONS_AGREED', subjectId: submission.id, partyId: submission.teamId, details };
  }

  /** All may know now what was said; a second difference leaves it to the chief referee. */
  private async differed(
    tx: EntityManager,
    { input, submission }: Act<OpinionInput>,
    given: Given<RulingDraft>,
  ): Promise<Written> {
    if (panelState(given.sitting) === 'CHIEF') await this.panels.toChief(tx, submission);
    const sealed = await differedSeals(tx, input.commandId, this.panels.idsOf(given.sitting, given.round));
    const details = { nodeId: input.nodeId, round: given.round, sealed };
    return { kind: 'OPINIONS_DIFFERED', subjectId: submission.id, partyId: null, details };
  }

  private async writeDecision(tx: EntityManager, slot: Slot, act: Act<VerdictInput>): Promise<Written> {
    const { input, submission, referee, draft } = act;
    const exercise = await this.decisions.requireSubmission(tx, submission, referee);
    await this.requireOpen(tx, act);
    const opinionIds = await this.panels.decidable(tx, panelOf(act), referee.userId);
    const origin: DecisionOrigin = {
      id: input.commandId,
      exercise,
      refereeId: referee.userId,
      basis: 'CHIEF',
      opinionIds,
      written: { opinion_content: opinionIds },
    };
    const posted = await this.decisions.verdict(tx, slot, { ...origin, node: act.node, draft });
    await this.panels.toChief(tx, submission);
    const details = { nodeId: input.nodeId, before: null, outcome: draft.outcome, ...posted };
    return { subjectId: submission.id, partyId: submission.teamId, details };
  }

  /** What is decided is changed by a reviewed set only. */
  private async requireOpen(tx: EntityManager, { node }: JudgedNode): Promise<void> {
    if (await tx.existsBy(Verdict, { nodeId: node.id })) throw new Refusal('RESCORING_NEEDED');
  }
}

function panelOf({ node, submission }: { node: JudgedNode['node']; submission: AttackSubmission }): PanelSubject {
  const { exerciseId, id } = submission;
  return { exerciseId, kind: 'NODE', id: node.id, itemId: id, replacesId: null };
}

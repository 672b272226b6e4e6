import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { seesBothSides, type Viewer } from '../../core/access/permissions.js';
import { shownClaim } from '../../core/adjudication/claims.js';
import { claimedPoints } from '../../core/adjudication/claimed-points.js';
import { submissionState, type SubmissionState } from '../../core/adjudication/states.js';
import { exactText, points, sum } from '../../core/kernel/points.js';
import { Seen } from '../../platform/access/seen.js';
import { type ApiContext, Asker } from '../../platform/access/viewer.js';
import { exerciseLoader } from '../exercise/exercise.loader.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { LedgerService } from '../ledger/ledger.service.js';
import type { ScoreEntry } from '../ledger/score-entry.entity.js';
import { AttackNode } from '../submission/attack-node.entity.js';
import { AttackSubmission } from '../submission/submission.entity.js';
import {
  claimLoader,
  resultEntryLoader,
  seatsLoader,
  sourceEntryLoader,
  submissionLoader,
  verdictLoader,
} from './adjudication.loader.js';
import { NodeAward } from './adjudication.types.js';
import { explanationOf } from './award-sums.js';
import { Claim } from './claim.entity.js';
import { ClaimService } from './claim.service.js';
import { FactsService } from './facts.service.js';
import { attackRules, ScoringService } from './scoring.service.js';
import { SubmissionStateEnum } from './state.enums.js';
import { Verdict } from './verdict.entity.js';
import { VerdictService } from './verdict.service.js';

/** What judging adds to a submission. */
@Resolver(() => AttackSubmission)
export class SubmissionJudging {
  constructor(
    private readonly verdicts: VerdictService,
    private readonly claims: ClaimService,
    private readonly ledger: LedgerService,
  ) {}

  @ResolveField(() => SubmissionStateEnum)
  async state(@Parent() submission: AttackSubmission, @Context() context: ApiContext): Promise<SubmissionState> {
    const { nodes } = submission;
    const verdicts = await verdictLoader(context, this.verdicts).loadMany(nodes.map(({ id }) => id));
    const claims = await claimLoader(context, this.claims).load(submission.id);
    const judgedCount = verdicts.filter((rows) => !(rows instanceof Error) && rows.length > 0).length;
    const filing = submission.state;
    return submissionState({ filing, nodeCount: nodes.length, judgedCount, isClaimed: claims.length > 0 });
  }

  @Seen('submission.read')
  @ResolveField(() => Claim, {
    nullable: true,
    description: "The viewer's own; another's where no seat is free; null for the attackers",
  })
  async claim(
    @Parent() submission: AttackSubmission,
    @Context() context: ApiContext,
    @Asker() viewer: Viewer | null,
  ): Promise<Claim | null> {
    if (!seesBothSides(viewer, submission.exerciseId)) return null;
    const [queued] = await seatsLoader(context, this.claims).load(submission.id);
    const taken = await claimLoader(context, this.claims).load(submission.id);
    return shownClaim(taken, queued?.seats ?? 1, viewer?.userId ?? null);
  }

  @ResolveField(() => String, { nullable: true, description: 'Posted points; null before any verdict' })
  async points(@Parent() submission: AttackSubmission, @Context() context: ApiContext): Promise<string | null> {
    const entries = await resultEntryLoader(context, this.ledger).load(submission.id);
    return totalOf(entries.filter(({ account }) => account === 'ATTACK'));
  }
}

/** What judging adds to a node. */
@Resolver(() => AttackNode)
export class NodeJudging {
  constructor(
    private readonly exercises: ExerciseService,
    private readonly facts: FactsService,
    private readonly verdictService: VerdictService,
    private readonly ledger: LedgerService,
    private readonly scoring: ScoringService,
  ) {}

  @ResolveField(() => Verdict, { nullable: true, description: 'The one in force' })
  async verdict(@Parent() { id }: AttackNode, @Context() context: ApiContext): Promise<Verdict | null> {
    return (await verdictLoader(context, this.verdictService).load(id)).at(-1) ?? null;
  }

  @ResolveField(() => [Verdict], { description: 'All verdicts, oldest first' })
  verdicts(@Parent() { id }: AttackNode, @Context() context: ApiContext): Promise<Verdict[]> {
    return verdictLoader(context, this.verdictService).load(id);
  }

  @ResolveField(() => NodeAward, { nullable: true, description: 'Posted figures of the verdict in force' })
  async award(
    @Parent() { id }: AttackNode,
    @Context() context: ApiContext,
    @Asker() viewer: Viewer | null,
  ): Promise<NodeAward | null> {
    const entries = await sourceEntryLoader(context, this.ledger).load(id);
    const attack = entries.find(({ account }) => account === 'ATTACK');
    if (attack === undefined) return null;
    const deductions = entries.filter(({ account }) => account === 'DEDUCTION');
    const deduction = exactText(sum(deductions.map(({ amount }) => points(amount))).abs());
    const isVisible = seesBothSides(viewer, attack.exerciseId);
    return {
      points: attack.amount,
      deduction: isVisible ? deduction : null,
      ...explanationOf(attack, isVisible ? 'FULL' : 'OWN'),
    };
  }

  @ResolveField(() => String, { nullable: true, description: 'Own estimate under the rule-set' })
  async claimedPoints(@Parent() node: AttackNode, @Context() context: ApiContext): Promise<string | null> {
    const submission = await submissionLoader(context, this.facts).load(node.submissionId);
    const exercise = await exerciseLoader(context, this.exercises).load(submission.exerciseId);
    const claimed = claimedPoints(attackRules(await this.scoring.rulesOf(exercise)), node);
    return claimed === null ? null : exactText(claimed);
  }
}

/** Sum of lines; null without any. */
function totalOf(entries: readonly ScoreEntry[]): string | null {
  return entries.length === 0 ? null : exactText(sum(entries.map(({ amount }) => points(amount))));
}

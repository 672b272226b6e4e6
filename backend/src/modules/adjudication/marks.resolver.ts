import { Args, Context, ID, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Viewer } from '../../core/access/permissions.js';
import { exactText, points } from '../../core/kernel/points.js';
import { rubricItems } from '../../core/ruleset/catalogue.js';
import { Allow } from '../../platform/access/allow.js';
import { type ApiContext, Asker } from '../../platform/access/viewer.js';
import { Exercise } from '../exercise/exercise.entity.js';
import { ExerciseCommandInput } from '../exercise/exercise.inputs.js';
import { exerciseLoader, userLoader } from '../exercise/exercise.loader.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { IdentityService } from '../identity/identity.service.js';
import { BonusClaim } from '../incident/bonus-claim.entity.js';
import { Incident } from '../incident/incident.entity.js';
import { BonusVerdictInput, LinkIncidentInput, MarksInput, UnlinkIncidentInput } from './adjudication.inputs.js';
import { Loss, Mark, MarkingItem, MarksPreview } from './adjudication.types.js';
import { BonusVerdictService } from './bonus-verdict.service.js';
import { EndingService } from './ending.service.js';
import { LinkService } from './link.service.js';
import { LossService } from './loss.service.js';
import { MarkSheet } from './mark-sheet.entity.js';
import { MarksPreviewService } from './marks-preview.service.js';
import { MarksService } from './marks.service.js';
import { QueueService } from './queue.service.js';
import { defenseRules, ScoringService } from './scoring.service.js';

/** Judging the defenders' work. */
@Resolver()
export class DefenseJudgingResolver {
  constructor(
    private readonly marks: MarksService,
    private readonly previews: MarksPreviewService,
    private readonly links: LinkService,
    private readonly bonuses: BonusVerdictService,
    private readonly queues: QueueService,
  ) {}

  @Query(() => [MarkingItem], { description: 'Unmarked incidents first, each by receipt' })
  @Allow('adjudication.read')
  markingQueue(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<MarkingItem[]> {
    return this.queues.incidentsToMark(exerciseId, viewer);
  }

  @Query(() => MarksPreview)
  @Allow('verdict.record')
  previewMarks(@Args('input') input: MarksInput, @Asker() viewer: Viewer | null): Promise<MarksPreview> {
    return this.previews.preview(input, viewer);
  }

  @Mutation(() => Incident)
  @Allow('verdict.record')
  recordMarks(@Args('input') input: MarksInput, @Asker() viewer: Viewer | null): Promise<Incident> {
    return this.marks.record(input, viewer);
  }

  @Mutation(() => Incident)
  @Allow('verdict.record')
  linkIncident(@Args('input') input: LinkIncidentInput, @Asker() viewer: Viewer | null): Promise<Incident> {
    return this.links.link(input, viewer);
  }

  @Mutation(() => Incident)
  @Allow('verdict.record')
  unlinkIncident(@Args('input') input: UnlinkIncidentInput, @Asker() viewer: Viewer | null): Promise<Incident> {
    return this.links.unlink(input, viewer);
  }

  @Mutation(() => BonusClaim)
  @Allow('verdict.record')
  recordBonusVerdict(@Args('input') input: BonusVerdictInput, @Asker() viewer: Viewer | null): Promise<BonusClaim> {
    return this.bonuses.record(input, viewer);
  }
}

/** Losses, and the end of the exercise, which settles the scores. */
@Resolver()
export class SettlementResolver {
  constructor(
    private readonly losses: LossService,
    private readonly ending: EndingService,
  ) {}

  @Query(() => [Loss], { name: 'losses', description: "Deductions in force of the viewer's own units, newest first" })
  @Allow('loss.read')
  ownLosses(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<Loss[]> {
    return this.losses.lossesOf(exerciseId, viewer);
  }

  @Mutation(() => Exercise)
  @Allow('exercise.direct')
  endExercise(@Args('input') input: ExerciseCommandInput, @Asker() viewer: Viewer | null): Promise<Exercise> {
    return this.ending.end(input, viewer);
  }
}

/** A mark sheet with what each mark earned. */
@Resolver(() => MarkSheet)
export class MarkSheetResolver {
  constructor(
    private readonly exercises: ExerciseService,
    private readonly scoring: ScoringService,
    private readonly identity: IdentityService,
  ) {}

  @ResolveField(() => String)
  async refereeName(@Parent() { refereeId }: MarkSheet, @Context() context: ApiContext): Promise<string> {
    return (await userLoader(context, this.identity).load(refereeId)).displayName;
  }

  @ResolveField(() => [Mark])
  async marks(@Parent() sheet: MarkSheet, @Context() context: ApiContext): Promise<Mark[]> {
    const exercise = await exerciseLoader(context, this.exercises).load(sheet.exerciseId);
    const items = rubricItems(defenseRules(await this.scoring.rulesOf(exercise)));
    const weights = new Map(items.map(({ key, weight }) => [key, points(weight)]));
    return sheet.marks.map((mark) => {
      const earned = weights.get(mark.itemKey)?.mul(points(mark.share));
      return { ...mark, earned: earned === undefined ? null : exactText(earned) };
    });
  }
}

import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { grantsIn, playsIn, seesBothSides, type Viewer } from '../../core/access/permissions.js';
import { hasEnded, isJudged } from '../../core/exercise/states.js';
import { type FieldProblem, Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import type { RatingRules } from '../../core/ruleset/rating-rules.js';
import type { RuleSet } from '../../core/ruleset/rule-set.js';
import { levelProblems, rate } from '../../core/scoring/rating.js';
import { requireGrants, requireViewer } from '../../platform/access/viewer.js';
import { Journal, type Slot, type Written } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import type { Exercise } from '../exercise/exercise.entity.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { ruleSetView } from '../ruleset/rule-set.view.js';
import { RuleSetService } from '../ruleset/ruleset.service.js';
import { RatingSheet } from './rating-sheet.entity.js';
import type { RatingInput, RatingLevelInput, RatingLevelsInput } from './rating.inputs.js';
import type { ExerciseRating, RatingResult } from './rating.types.js';
import { ratingResult } from './rating.view.js';

/** Rating an exercise by factors (RTASS): permanent sheets of levels, the latest counts. */
@Injectable()
export class RatingService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly journal: Journal,
    private readonly exercises: ExerciseService,
    private readonly ruleSets: RuleSetService,
  ) {}

  /**
   * The rating as the viewer may see it: referees and control always, the other members once the exercise has ended
   * and then without comment, names and history, which speak of both sides.
   * @throws Refusal NOT_FOUND
   */
  async ofExercise(exerciseId: string, viewer: Viewer | null): Promise<ExerciseRating> {
    requireGrants(viewer, exerciseId, 'rating.read');
    const exercise = await this.exercises.byId(exerciseId);
    const isJudge = seesBothSides(viewer, exerciseId);
    if (!isJudge && !hasEnded(exercise.state)) throw new Refusal('NOT_FOUND');
    const history = await this.sheetsOf(exerciseId);
    const rated = (await this.ruleSets.all()).filter((rules) => rules.rating !== null);
    const [current = null] = history;
    const ruleSet = rated.find(({ hash }) => hash === current?.ruleSetHash) ?? rated[0] ?? null;
    return {
      exerciseId,
      mayRecord: mayRecord(viewer, exercise),
      current,
      ruleSet: ruleSet === null ? null : ruleSetView(ruleSet),
      choices: isJudge ? rated.map(({ hash, key, title }) => ({ hash, key, title })) : [],
      history: isJudge ? history : [],
    };
  }

  /** What a sheet comes to. */
  async resultOf({ ruleSetHash, levels }: RatingSheet): Promise<RatingResult> {
    const { rating } = await this.ruleSets.byHash(ruleSetHash);
    if (rating === null) throw new Refusal('RULE_SET_INVALID');
    return ratingResult(rate(rating, levels));
  }

  /** What levels would come to. @throws Refusal NOT_FOUND, BAD_INPUT naming every level that is none */
  async preview(input: RatingLevelsInput, viewer: Viewer | null): Promise<RatingResult> {
    requireGrants(viewer, input.exerciseId, 'rating.record');
    const rules = await this.rulesFor(input);
    return ratingResult(rate(rules, levelsOf(input.levels)));
  }

  /**
   * Records a whole sheet; factors may be left out, values that need them are then not computed.
   * @throws Refusal BAD_INPUT, CONFLICT_OF_INTEREST for one who also plays, STALE_VERSION, WRONG_STATE for a draft
   */
  async record(input: RatingInput, viewer: Viewer | null): Promise<RatingSheet> {
    const { exerciseId, commandId } = input;
    const actor = requireViewer(viewer);
    requireGrants(actor, exerciseId, 'rating.record');
    if (playsIn(actor, exerciseId)) throw new Refusal('CONFLICT_OF_INTEREST');
    refuseBadInput(input.levels.length === 0 ? [{ path: 'levels', code: 'REQUIRED' }] : []);
    await this.rulesFor(input);
    const command = { streamId: exerciseId, kind: 'RATING_RECORDED', commandId, content: input, actor };
    const receipt = await this.journal.append(command, (tx, slot) => this.write(tx, slot, { input, actor }));
    return this.dataSource.manager.findOneByOrFail(RatingSheet, { id: receipt.subjectId });
  }

  private async write(
    tx: EntityManager,
    slot: Slot,
    { input, actor }: { input: RatingInput; actor: Viewer },
  ): Promise<Written> {
    const { exerciseId, commandId: id, ruleSetHash, comment } = input;
    const exercise = await this.exercises.byId(exerciseId, tx);
    if (!isJudged(exercise.state)) throw new Refusal('WRONG_STATE', { state: exercise.state });
    const before = await tx.findOne(RatingSheet, { where: { exerciseId }, order: { seq: 'DESC' } });
    if ((before?.id ?? null) !== (input.expectedSheetId ?? null)) throw new Refusal('STALE_VERSION');
    await tx.insert(RatingSheet, {
      id,
      exerciseId,
      seq: slot.seq,
      ruleSetHash,
      levels: levelsOf(input.levels),
      comment: comment.trim(),
      recordedById: actor.userId,
      recordedAt: slot.recordedAt,
    });
    const sealed = await sealRows(tx, { rating_sheet: id, rule_set: ruleSetHash });
    return { subjectId: id, details: { before: before?.id ?? null, sealed } };
  }

  private async sheetsOf(exerciseId: string): Promise<RatingSheet[]> {
    return this.dataSource.manager.find(RatingSheet, { where: { exerciseId }, order: { seq: 'DESC' }, take: 100 });
  }

  /** Rules the levels fit. @throws Refusal BAD_INPUT naming every one that does not */
  private async rulesFor({ ruleSetHash, levels }: RatingLevelsInput): Promise<RatingRules> {
    const ruleSet: RuleSet | null = await this.ruleSets.byHash(ruleSetHash).catch(() => null);
    const path = 'ruleSetHash';
    if (ruleSet === null) throw new Refusal('BAD_INPUT', {}, [{ path, code: 'NOT_FOUND' }]);
    if (ruleSet.rating === null) throw new Refusal('BAD_INPUT', {}, [{ path, code: 'WRONG_SIDE' }]);
    refuseBadInput(inputProblems(ruleSet.rating, levels));
    return ruleSet.rating;
  }
}

function mayRecord(viewer: Viewer | null, exercise: Exercise): boolean {
  if (viewer === null || !isJudged(exercise.state)) return false;
  return grantsIn(viewer, exercise.id, 'rating.record').length > 0 && !playsIn(viewer, exercise.id);
}

function levelsOf(levels: readonly RatingLevelInput[]): Record<string, string> {
  return Object.fromEntries(levels.map(({ key, level }) => [key, level]));
}

/** Unknown factors, levels a factor does not have, and factors named twice. */
function inputProblems(rules: RatingRules, levels: readonly RatingLevelInput[]): FieldProblem[] {
  return levels.flatMap(({ key, level }, index): FieldProblem[] => {
    const isTwice = levels.findIndex((other) => other.key === key) < index;
    if (isTwice) return [{ path: `levels.${index}.key`, code: 'TAKEN' }];
    return levelProblems(rules, { [key]: level }).map(({ code }) => ({
      path: `levels.${index}.${code === 'UNKNOWN_FACTOR' ? 'key' : 'level'}`,
      code: 'NOT_A_CHOICE',
    }));
  });
}

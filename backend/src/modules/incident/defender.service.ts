import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { hasEnded } from '../../core/exercise/states.js';
import { type ReportDraft, reportProblems } from '../../core/incident/report.js';
import { Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import type { FilingState } from '../../core/submission/filing-state.js';
import type { DefenseRules } from '../../core/ruleset/defense-rules.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { EvidenceService } from '../evidence/evidence.service.js';
import type { Exercise } from '../exercise/exercise.entity.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import type { Unit } from '../exercise/unit.entity.js';
import { RuleSetService } from '../ruleset/ruleset.service.js';
import type { Incident } from './incident.entity.js';

/** What every act of a defender rests on: the exercise, its rules, and the unit acted for. */
@Injectable()
export class DefenderService {
  constructor(
    private readonly exercises: ExerciseService,
    private readonly ruleSets: RuleSetService,
    private readonly evidence: EvidenceService,
  ) {}

  /** The exercise, as long as its result is not final. @throws Refusal EXERCISE_NOT_LIVE */
  async exercise(exerciseId: string, tx: EntityManager): Promise<Exercise> {
    const exercise = await this.exercises.byId(exerciseId, tx);
    if (exercise.state === 'FINAL') throw new Refusal('EXERCISE_NOT_LIVE', { state: exercise.state });
    return exercise;
  }

  /** The exercise while facts may be filed. @throws Refusal EXERCISE_NOT_LIVE */
  async liveExercise(exerciseId: string, tx: EntityManager): Promise<Exercise> {
    const exercise = await this.exercises.byId(exerciseId, tx);
    if (exercise.state !== 'LIVE') throw new Refusal('EXERCISE_NOT_LIVE', { state: exercise.state });
    return exercise;
  }

  /** The exercise while drafts may be written: before and during it. @throws Refusal EXERCISE_NOT_LIVE */
  async openExercise(exerciseId: string, tx: EntityManager): Promise<Exercise> {
    const exercise = await this.exercises.byId(exerciseId, tx);
    if (hasEnded(exercise.state)) throw new Refusal('EXERCISE_NOT_LIVE', { state: exercise.state });
    return exercise;
  }

  /** The pinned defence rules. @throws Refusal RULE_SET_INVALID when they have no defence side */
  async rulesOf(exercise: Pick<Exercise, 'defenseRuleSetHash'>): Promise<DefenseRules> {
    const { defense, key } = await this.ruleSets.byHash(exercise.defenseRuleSetHash);
    if (defense === null) throw new Refusal('RULE_SET_INVALID', { key });
    return defense;
  }

  /** @throws Refusal BAD_INPUT naming every reference that leads nowhere */
  async requireReferences(
    tx: EntityManager,
    incident: Pick<Incident, 'exerciseId' | 'rootId'>,
    content: ReportDraft,
  ): Promise<void> {
    const { exerciseId, rootId } = incident;
    const exercise = await this.exercise(exerciseId, tx);
    const rules = await this.rulesOf(exercise);
    const ids = [content.evidenceIds, ...content.sections.map(({ evidenceIds }) => evidenceIds)].flat();
    const evidenceIds = await this.evidence.ownedIds({ exerciseId, partyId: rootId }, ids, tx);
    const meansKeys = new Set(rules.means.map(({ key }) => key));
    refuseBadInput(reportProblems(content, { evidenceIds, meansKeys }));
  }

  /** A unit in the tree the viewer defends. @throws Refusal NOT_FOUND for outsiders, BAD_INPUT for a foreign unit */
  async unitFor(
    viewer: Viewer | null,
    place: { readonly exerciseId: string; readonly unitId: string },
    tx: EntityManager,
  ): Promise<Unit> {
    const grants = requireGrants(viewer, place.exerciseId, 'incident.file');
    const units = await this.exercises.unitsOf(place.exerciseId, tx);
    const unit = units.find(({ id, rootId }) => id === place.unitId && grants.some(({ unitId }) => unitId === rootId));
    if (unit === undefined) throw new Refusal('BAD_INPUT', {}, [{ path: 'unitId', code: 'NOT_FOUND' }]);
    return unit;
  }
}

/** A draft somebody works on, whichever kind. */
interface Versioned {
  readonly state: string;
  readonly version: number;
}

/** @throws Refusal WRONG_STATE once filed, STALE_VERSION when another version was seen */
export function requireDraft(standing: Versioned, version: number, state: FilingState = 'DRAFT'): void {
  if (standing.state !== state) throw new Refusal('WRONG_STATE', { state: standing.state });
  if (standing.version !== version) throw new Refusal('STALE_VERSION', { version: String(standing.version) });
}

import { Injectable } from '@nestjs/common';
import { seesBothSides, type Viewer } from '../../core/access/permissions.js';
import { exactText } from '../../core/kernel/points.js';
import type { AttackRules } from '../../core/ruleset/attack-rules.js';
import type { CapUsage as CapUse } from '../../core/scoring/attack-line.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import type { Unit } from '../exercise/unit.entity.js';
import type { CapUsage } from './adjudication.types.js';
import { ownTeamIds } from './judging.rights.js';
import { attackRules, ScoringService } from './scoring.service.js';

/** How far caps are used up. */
@Injectable()
export class CapUsageService {
  constructor(
    private readonly exercises: ExerciseService,
    private readonly scoring: ScoringService,
  ) {}

  /** Caps the viewer's own team has used, fullest first; all teams' for referees and organizers. */
  async visibleTo(exerciseId: string, viewer: Viewer | null): Promise<CapUsage[]> {
    requireGrants(viewer, exerciseId, 'submission.read');
    const teamIds = seesBothSides(viewer, exerciseId) ? null : ownTeamIds(viewer, exerciseId);
    return this.ofTeams(exerciseId, teamIds);
  }

  /** Caps these teams have used; null = every team. */
  async ofTeams(exerciseId: string, teamIds: readonly string[] | null): Promise<CapUsage[]> {
    const { rules, caps } = await this.scoring.scoresOf(exerciseId);
    const units = new Map((await this.exercises.unitsOf(exerciseId)).map((unit) => [unit.id, unit]));
    return caps
      .filter(({ teamId }) => teamIds === null || teamId === null || teamIds.includes(teamId))
      .sort((a, b) => b.used.div(b.limit).compare(a.used.div(a.limit)))
      .map((use) => capUsageView(attackRules(rules), use, units));
  }
}

/** One used cap as the API shows it. */
export function capUsageView(rules: AttackRules, use: CapUse, units: ReadonlyMap<string, Unit>): CapUsage {
  const { unitId, capKey } = use;
  const title = rules.caps.find(({ key }) => key === capKey)?.title ?? { zh: capKey, en: capKey };
  const unitName = units.get(unitId)?.name ?? '';
  return { unitId, unitName, capKey, title, used: exactText(use.used), limit: exactText(use.limit) };
}

import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { afterHours } from '../../core/appeal/window.js';
import type { FieldProblem } from '../../core/kernel/refusal.js';
import { namesOthers } from '../../core/rescoring/named-others.js';
import { RecusalService } from '../adjudication/recusal.service.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { PolicyService } from '../policy/policy.service.js';
import type { Appeal } from './appeal.entity.js';
import type { RuleOnAppealInput } from './appeal.inputs.js';
import { decidedSubject } from './decision-rows.js';

/** What a ruling on an appeal has to keep to. */
@Injectable()
export class AppealTermsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly exercises: ExerciseService,
    private readonly policies: PolicyService,
    private readonly recusal: RecusalService,
  ) {}

  /** @throws Refusal CONFLICT_OF_INTEREST for one related to the team or the unit concerned */
  async requireImpartial(tx: EntityManager, appeal: Appeal, referee: Viewer): Promise<void> {
    const { teamId, rootId } = await decidedSubject(tx, appeal.subjectKind, appeal.subjectId);
    await this.recusal.requireImpartial(tx, referee, teamId === null ? [rootId] : [teamId, rootId]);
  }

  /** Until when arbitration can be asked for after a dismissal at this instant. */
  async arbitrationUntil(tx: EntityManager, exerciseId: string, at: Date): Promise<Date> {
    return afterHours(at, (await this.policies.inForce(exerciseId, tx)).arbitrationHours);
  }

  /** Everything wrong with a ruling but the new decision itself. */
  async problems(appeal: Appeal, input: RuleOnAppealInput): Promise<FieldProblem[]> {
    const reason = input.reason.trim();
    const hasReason = reason !== '';
    const names = hasReason && (await this.namesOthers(appeal, reason));
    return [
      ...(hasReason ? [] : [{ path: 'reason', code: 'REQUIRED' }]),
      ...(names ? [{ path: 'reason', code: 'NAMES_OTHERS' }] : []),
      ...(input.isUpheld ? subjectProblems(appeal, input) : []),
    ];
  }

  /** The party reads the reason: a unit may learn nothing of the attack from it, a team nothing of other teams. */
  private async namesOthers(appeal: Appeal, reason: string): Promise<boolean> {
    const { manager } = this.dataSource;
    const { code, teamId } = await decidedSubject(manager, appeal.subjectKind, appeal.subjectId);
    const teams = (await this.exercises.teamsOf(appeal.exerciseId)).filter(({ id }) => id !== appeal.partyId);
    const names = teams.map(({ name }) => name);
    if (appeal.subjectKind === 'NODE' && teamId === appeal.partyId) return names.some((name) => reason.includes(name));
    // A loss is of somebody else's work, whose code is none of the unit's.
    return namesOthers(appeal.subjectKind === 'LOSS' ? reason : reason.replaceAll(code, ''), names);
  }
}

/** The new decision must be on what was appealed. */
function subjectProblems(
  { subjectKind, subjectId }: Appeal,
  { ruling, marks, bonus }: RuleOnAppealInput,
): FieldProblem[] {
  const [path, id] =
    subjectKind === 'INCIDENT'
      ? ['marks.incidentId', marks?.incidentId]
      : subjectKind === 'BONUS'
        ? ['bonus.bonusClaimId', bonus?.bonusClaimId]
        : ['ruling.nodeId', ruling?.nodeId];
  if (id === undefined) return [{ path, code: 'REQUIRED' }];
  return id.toLowerCase() === subjectId ? [] : [{ path, code: 'OTHER_SUBJECT' }];
}

import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import { marksProblems } from '../../core/adjudication/marks.js';
import { type FieldProblem, Refusal, refuseBadInput } from '../../core/kernel/refusal.js';
import type { OverturnedBonus, OverturnedMarks, OverturnedVerdict } from '../../core/rescoring/change.js';
import { BonusVerdict } from '../adjudication/bonus-verdict.entity.js';
import { MarkSheet } from '../adjudication/mark-sheet.entity.js';
import { defenseRules, ScoringService } from '../adjudication/scoring.service.js';
import { Verdict } from '../adjudication/verdict.entity.js';
import { VerdictService } from '../adjudication/verdict.service.js';
import type { RulingInput } from '../adjudication/adjudication.inputs.js';
import type { Exercise } from '../exercise/exercise.entity.js';
import { IncidentService } from '../incident/incident.service.js';
import { isArbitrated } from './arbitrated.js';
import type { BonusRulingInput, MarksRulingInput } from './rescoring.inputs.js';

type Overturned = OverturnedVerdict | OverturnedMarks | OverturnedBonus;

const BONUS_POINTS = /^\d{1,6}(\.\d{1,4})?$/;

/** Reads decisions that are to replace standing ones 改判: on a node, an incident or a bonus claim. */
@Injectable()
export class OverturnService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly verdicts: VerdictService,
    private readonly incidents: IncidentService,
    private readonly scoring: ScoringService,
  ) {}

  /** @throws Refusal NOT_FOUND, BAD_INPUT, STALE_VERSION */
  async verdict(ruling: RulingInput, exercise: Exercise): Promise<OverturnedVerdict> {
    const { submission, node } = await this.verdicts.judgedNode(ruling.nodeId);
    if (submission.exerciseId !== exercise.id) throw new Refusal('NOT_FOUND');
    const before = await this.standing(Verdict, { nodeId: node.id }, this.dataSource.manager);
    const expectedVerdictId = requireStanding(before, ruling.expectedVerdictId, 'ruling.nodeId');
    const draft = await this.verdicts.checkedDraft(ruling, exercise.id);
    return { kind: 'VERDICT_OVERTURNED', nodeId: node.id, expectedVerdictId, ruling: draft };
  }

  /** @throws Refusal NOT_FOUND, BAD_INPUT naming every mark that is wrong or missing, STALE_VERSION */
  async marks(input: MarksRulingInput, exercise: Exercise): Promise<OverturnedMarks> {
    const incident = await this.incidents.load(input.incidentId);
    if (incident.exerciseId !== exercise.id || incident.receiptSeq === null) throw new Refusal('NOT_FOUND');
    const before = await this.standing(MarkSheet, { incidentId: incident.id }, this.dataSource.manager);
    const expectedMarkSheetId = requireStanding(before, input.expectedMarkSheetId, 'marks.incidentId');
    const rules = defenseRules(await this.scoring.rulesOf(exercise));
    refuseBadInput(marksProblems(rules, input.marks).map(({ path, code }) => ({ path: `marks.${path}`, code })));
    const marks = input.marks.map(({ itemKey, share, comment }) => ({ itemKey, share, comment }));
    const { comment } = input;
    return { kind: 'MARKS_OVERTURNED', incidentId: incident.id, expectedMarkSheetId, marks, comment };
  }

  /** @throws Refusal NOT_FOUND, BAD_INPUT, STALE_VERSION */
  async bonus(input: BonusRulingInput, exercise: Exercise): Promise<OverturnedBonus> {
    const claim = await this.incidents.loadBonusClaim(input.bonusClaimId);
    if (claim.exerciseId !== exercise.id || claim.filedAt === null) throw new Refusal('NOT_FOUND');
    const before = await this.standing(BonusVerdict, { bonusClaimId: claim.id }, this.dataSource.manager);
    const expectedVerdictId = requireStanding(before, input.expectedVerdictId, 'bonus.bonusClaimId');
    const { isAccepted, reason } = input;
    refuseBadInput(bonusProblems(input));
    const points = isAccepted ? input.points : '0';
    return { kind: 'BONUS_OVERTURNED', bonusClaimId: claim.id, expectedVerdictId, isAccepted, points, reason };
  }

  /** Why the decision it replaces no longer stands, or stands for good; null otherwise. */
  async obstacle(change: Overturned, setId: string, tx: EntityManager): Promise<string | null> {
    return (await isArbitrated(tx, change, setId)) ? 'ARBITRATED' : this.replaced(change, tx);
  }

  private async replaced(change: Overturned, tx: EntityManager): Promise<string | null> {
    switch (change.kind) {
      case 'VERDICT_OVERTURNED': {
        const standing = await this.standing(Verdict, { nodeId: change.nodeId }, tx);
        return standing?.id === change.expectedVerdictId ? null : 'VERDICT_REPLACED';
      }
      case 'MARKS_OVERTURNED': {
        const standing = await this.standing(MarkSheet, { incidentId: change.incidentId }, tx);
        return standing?.id === change.expectedMarkSheetId ? null : 'MARKS_REPLACED';
      }
      case 'BONUS_OVERTURNED': {
        const standing = await this.standing(BonusVerdict, { bonusClaimId: change.bonusClaimId }, tx);
        return standing?.id === change.expectedVerdictId ? null : 'BONUS_REPLACED';
      }
    }
  }

  /** All verdicts on these nodes, oldest first. */
  async verdictsOn(nodeIds: readonly string[]): Promise<Verdict[]> {
    return this.dataSource.manager.find(Verdict, { where: { nodeId: In([...nodeIds]) }, order: { seq: 'ASC' } });
  }

  private async standing<T extends { id: string; seq: number }>(
    entity: new () => T,
    where: Record<string, string>,
    tx: EntityManager,
  ): Promise<{ id: string } | null> {
    const [row] = await tx.createQueryBuilder(entity, 'd').where(where).orderBy('d.seq', 'DESC').limit(1).getMany();
    return row ?? null;
  }
}

/** The decision to be replaced, which must be the one that was seen. @throws Refusal BAD_INPUT, STALE_VERSION */
function requireStanding(before: { id: string } | null, seen: string | null | undefined, path: string): string {
  if (before === null) throw new Refusal('BAD_INPUT', {}, [{ path, code: 'NOT_JUDGED' }]);
  if (before.id !== seen?.toLowerCase()) throw new Refusal('STALE_VERSION');
  return before.id;
}

function bonusProblems({ isAccepted, points, reason }: BonusRulingInput): FieldProblem[] {
  const hasPoints = !isAccepted || BONUS_POINTS.test(points);
  return [
    ...(hasPoints ? [] : [{ path: 'bonus.points', code: 'WRONG_FORM' }]),
    ...(reason.trim() === '' ? [{ path: 'bonus.reason', code: 'REQUIRED' }] : []),
  ];
}

import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In, IsNull } from 'typeorm';
import type { BonusFact, Facts, IncidentFact, NodeRuling, ResultFact, UnitFact } from '../../core/scoring/facts.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import type { BonusClaim } from '../incident/bonus-claim.entity.js';
import type { Incident } from '../incident/incident.entity.js';
import { IncidentService } from '../incident/incident.service.js';
import { AttackSubmission } from '../submission/submission.entity.js';
import { SubmissionService } from '../submission/submission.service.js';
import { BonusVerdict } from './bonus-verdict.entity.js';
import { IncidentLink } from './incident-link.entity.js';
import { MarkSheet } from './mark-sheet.entity.js';
import { Verdict } from './verdict.entity.js';

/** Reads what referees established in one exercise. Inside a transaction pass its manager. */
@Injectable()
export class FactsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly exercises: ExerciseService,
    private readonly submissions: SubmissionService,
    private readonly incidents: IncidentService,
  ) {}

  /** Everything scoring reads; only filed work and the verdicts in force. */
  async load(exerciseId: string, tx: EntityManager = this.dataSource.manager): Promise<Facts> {
    const units = await this.exercises.unitsOf(exerciseId, tx);
    const teams = await this.exercises.teamsOf(exerciseId, tx);
    return {
      units: units.map((unit): UnitFact => unit),
      teamIds: teams.map(({ id }) => id),
      results: await this.results(exerciseId, tx),
      incidents: await this.incidentFacts(exerciseId, tx),
      bonuses: await this.bonuses(exerciseId, tx),
      abnormals: [],
      adjustments: [],
    };
  }

  /** Submissions by id, without their nodes. */
  async submissionsById(ids: readonly string[]): Promise<AttackSubmission[]> {
    return ids.length === 0 ? [] : this.dataSource.manager.findBy(AttackSubmission, { id: In([...ids]) });
  }

  /** The verdict in force on each judged node. */
  async verdictsInForce(
    exerciseId: string,
    tx: EntityManager = this.dataSource.manager,
  ): Promise<Map<string, Verdict>> {
    const rows = await latestPer(tx, Verdict, 'nodeId').where({ exerciseId }).getMany();
    return new Map(rows.map((row) => [row.nodeId, row]));
  }

  /** The mark sheet in force on each marked incident. */
  async marksInForce(exerciseId: string, tx: EntityManager = this.dataSource.manager): Promise<Map<string, MarkSheet>> {
    const rows = await latestPer(tx, MarkSheet, 'incidentId').where({ exerciseId }).getMany();
    return new Map(rows.map((row) => [row.incidentId, row]));
  }

  /** The verdict in force on each judged bonus claim. */
  async bonusVerdictsInForce(
    exerciseId: string,
    tx: EntityManager = this.dataSource.manager,
  ): Promise<Map<string, BonusVerdict>> {
    const rows = await latestPer(tx, BonusVerdict, 'bonusClaimId').where({ exerciseId }).getMany();
    return new Map(rows.map((row) => [row.bonusClaimId, row]));
  }

  /** Links that stand. */
  async linksInForce(exerciseId: string, tx: EntityManager = this.dataSource.manager): Promise<IncidentLink[]> {
    return tx.find(IncidentLink, { where: { exerciseId, unlinkedAt: IsNull() }, order: { linkedAt: 'ASC' } });
  }

  private async results(exerciseId: string, tx: EntityManager): Promise<ResultFact[]> {
    const submissions = await this.submissions.filedOf(exerciseId, tx);
    const verdicts = await this.verdictsInForce(exerciseId, tx);
    return submissions.map((submission) => resultFact(submission, verdicts));
  }

  private async incidentFacts(exerciseId: string, tx: EntityManager): Promise<IncidentFact[]> {
    const incidents = await this.incidents.filedOf(exerciseId, tx);
    const sheets = await this.marksInForce(exerciseId, tx);
    const links = Map.groupBy(await this.linksInForce(exerciseId, tx), ({ incidentId }) => incidentId);
    return incidents.map((incident) => {
      const linkedResultIds = (links.get(incident.id) ?? []).map(({ submissionId }) => submissionId);
      return incidentFact(incident, sheets.get(incident.id) ?? null, linkedResultIds);
    });
  }

  private async bonuses(exerciseId: string, tx: EntityManager): Promise<BonusFact[]> {
    const claims = await this.incidents.filedBonusClaimsOf(exerciseId, tx);
    const verdicts = await this.bonusVerdictsInForce(exerciseId, tx);
    return claims.map((claim) => bonusFact(claim, verdicts.get(claim.id) ?? null));
  }
}

function latestPer<T extends { exerciseId: string; seq: number }>(
  tx: EntityManager,
  entity: new () => T,
  subject: string,
) {
  return tx
    .createQueryBuilder(entity, 'v')
    .distinctOn([`v.${subject}`])
    .orderBy(`v.${subject}`)
    .addOrderBy('v.seq', 'DESC');
}

/** A filed submission as scoring reads it. */
export function resultFact(submission: AttackSubmission, verdicts: ReadonlyMap<string, Verdict>): ResultFact {
  return {
    id: submission.id,
    code: submission.code,
    receiptSeq: submission.receiptSeq ?? Number.MAX_SAFE_INTEGER,
    teamId: submission.teamId,
    unitId: submission.unitId ?? submission.id,
    controlledAddresses: submission.controlledAddresses,
    nodes: submission.nodes.map(({ id, ordinal }) => ({ id, ordinal, ruling: rulingOf(verdicts.get(id)) })),
  };
}

function rulingOf(verdict: Verdict | undefined): NodeRuling | null {
  return verdict === undefined ? null : { ...verdict, verdictId: verdict.id };
}

function incidentFact(incident: Incident, sheet: MarkSheet | null, linkedResultIds: string[]): IncidentFact {
  const { id, code, unitId, receiptSeq, means, foundAddresses } = incident;
  return {
    id,
    code,
    receiptSeq: receiptSeq ?? Number.MAX_SAFE_INTEGER,
    unitId,
    linkedResultIds,
    marks: sheet?.marks.map(({ itemKey, share }) => ({ itemKey, share })) ?? [],
    isMarked: sheet !== null,
    foundAddresses: foundAddresses.map(({ address }) => address),
    means,
    deductionAtMarking: sheet?.deductionAtMarking ?? null,
  };
}

function bonusFact(claim: BonusClaim, verdict: BonusVerdict | null): BonusFact {
  const { id, code, unitId, bonusKey, receiptSeq } = claim;
  const points = verdict?.isAccepted === true ? verdict.points : null;
  return { id, code, receiptSeq: receiptSeq ?? Number.MAX_SAFE_INTEGER, unitId, bonusKey, points };
}

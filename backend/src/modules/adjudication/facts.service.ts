import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In, IsNull } from 'typeorm';
import { abnormalFacts } from '../../core/scoring/abnormal-standing.js';
import type { FactChange } from '../../core/scoring/fact-change.js';
import { type FactRows, factsOf, grouped } from '../../core/scoring/facts-of.js';
import type { AbnormalFact, AdjustmentFact, Facts } from '../../core/scoring/facts.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { AttackSubmission } from '../submission/submission.entity.js';
import { AbnormalAct } from './abnormal-act.entity.js';
import { AbnormalEpisode } from './abnormal-episode.entity.js';
import { Adjustment } from './adjustment.entity.js';
import { BonusVerdict } from './bonus-verdict.entity.js';
import { bonusRows, drillRows, incidentRows, submissionRows, type Wanted } from './fact-rows.js';
import { IncidentGrouping } from './incident-grouping.entity.js';
import { IncidentLink } from './incident-link.entity.js';
import { MarkSheet } from './mark-sheet.entity.js';
import { NodeGrouping } from './node-grouping.entity.js';
import type { Touched } from './touched.js';
import { Verdict } from './verdict.entity.js';

/** Reads what referees established in one exercise. Inside a transaction pass its manager. */
@Injectable()
export class FactsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly exercises: ExerciseService,
  ) {}

  /** Everything scoring reads; only filed work and the verdicts in force. */
  async load(exerciseId: string, tx: EntityManager = this.dataSource.manager): Promise<Facts> {
    const teams = await this.exercises.teamsOf(exerciseId, tx);
    return factsOf({
      units: await this.exercises.unitsOf(exerciseId, tx),
      teamIds: teams.map(({ id }) => id),
      ...(await this.filedWork(tx, exerciseId, ALL)),
      abnormals: await this.abnormals(tx, { exerciseId, ids: null }),
      adjustments: await this.adjustments(exerciseId, tx),
      drillMarks: await drillRows(tx, { exerciseId, ids: null }),
    });
  }

  /** The facts of these things as they stand, to be put in place of those held of them (`Scorer.with`). */
  async changeOf(exerciseId: string, touched: Touched, tx: EntityManager): Promise<FactChange> {
    const { abnormals: episodes = [], drills = [], ...filed } = touched;
    const work = await this.filedWork(tx, exerciseId, { submissions: [], incidents: [], bonusClaims: [], ...filed });
    const { results, incidents, bonuses } = factsOf({ ...NOTHING, ...work });
    const abnormals = await this.abnormals(tx, { exerciseId, ids: episodes });
    const drillMarks = await drillRows(tx, { exerciseId, ids: drills });
    // What was looked for and counts no more: a dismissed episode, a submission that was returned or withdrawn.
    const counting = new Set([results, incidents, abnormals].flatMap((facts) => facts.map(({ id }) => id)));
    const looked = [...episodes, ...(touched.submissions ?? []), ...(touched.incidents ?? [])];
    return { results, incidents, bonuses, abnormals, drillMarks, gone: looked.filter((id) => !counting.has(id)) };
  }

  private async filedWork(
    tx: EntityManager,
    exerciseId: string,
    {
      submissions,
      incidents,
      bonusClaims,
    }: Record<Exclude<keyof Touched, 'abnormals' | 'drills'>, readonly string[] | null>,
  ): Promise<Omit<FactRows, keyof typeof NOTHING>> {
    const judged = await submissionRows(tx, { exerciseId, ids: submissions });
    const groupings = judged.verdicts.size === 0 ? new Map() : await this.groupingsInForce(exerciseId, tx);
    return {
      submissions: judged.submissions,
      verdicts: grouped(judged.verdicts, groupings),
      ...(await incidentRows(tx, { exerciseId, ids: incidents })),
      ...(await bonusRows(tx, { exerciseId, ids: bonusClaims })),
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

  /** The vulnerability group of each node that was regrouped, the latest per node. */
  async groupingsInForce(
    exerciseId: string,
    tx: EntityManager = this.dataSource.manager,
  ): Promise<Map<string, string | null>> {
    const rows = await latestPer(tx, NodeGrouping, 'nodeId').where({ exerciseId }).getMany();
    return new Map(rows.map(({ nodeId, vulnerabilityKey }) => [nodeId, vulnerabilityKey]));
  }

  /** The event group of each incident that was regrouped, the latest per incident. */
  async eventKeysInForce(
    exerciseId: string,
    tx: EntityManager = this.dataSource.manager,
  ): Promise<Map<string, string | null>> {
    const rows = await latestPer(tx, IncidentGrouping, 'incidentId').where({ exerciseId }).getMany();
    return new Map(rows.map(({ incidentId, eventKey }) => [incidentId, eventKey]));
  }

  /** Links that stand. */
  async linksInForce(exerciseId: string, tx: EntityManager = this.dataSource.manager): Promise<IncidentLink[]> {
    return tx.find(IncidentLink, { where: { exerciseId, unlinkedAt: IsNull() }, order: { linkedAt: 'ASC' } });
  }

  /** Episodes that count: noticed and not dismissed since. */
  private async abnormals(tx: EntityManager, { exerciseId, ids }: Wanted): Promise<readonly AbnormalFact[]> {
    if (ids?.length === 0) return [];
    const episodes = await tx.findBy(AbnormalEpisode, { exerciseId, ...(ids === null ? {} : { id: In([...ids]) }) });
    const episodeId = In(episodes.map(({ id }) => id));
    return abnormalFacts(episodes, await tx.findBy(AbnormalAct, { exerciseId, episodeId }));
  }

  private async adjustments(exerciseId: string, tx: EntityManager): Promise<AdjustmentFact[]> {
    const rows = await tx.findBy(Adjustment, { exerciseId });
    return rows.map(({ id, code, seq, side, partyId, account, amount }) => {
      return { id, code, receiptSeq: seq, party: { side, id: partyId }, account, amount };
    });
  }
}

const ALL = { submissions: null, incidents: null, bonusClaims: null };

/** What does not change with filed work. */
const NOTHING = { units: [], teamIds: [], abnormals: [], adjustments: [], drillMarks: [] };

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

import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import { AttackSubmission } from '../submission/submission.entity.js';
import { AttackNode } from '../submission/attack-node.entity.js';
import { BonusClaim } from '../incident/bonus-claim.entity.js';
import { Incident } from '../incident/incident.entity.js';
import { IncidentService } from '../incident/incident.service.js';
import { AbnormalAct } from './abnormal-act.entity.js';
import { AbnormalEpisode } from './abnormal-episode.entity.js';
import { Adjustment } from './adjustment.entity.js';
import { BonusVerdict } from './bonus-verdict.entity.js';
import { DrillMark } from './drill-mark.entity.js';
import { MarkSheet } from './mark-sheet.entity.js';
import { Verdict } from './verdict.entity.js';

/** A referee's act on a node, incident or bonus claim. */
export interface Decision {
  readonly sourceId: string;
  readonly seq: number;
  readonly refereeId: string;
  readonly reason: string;
  readonly recordedAt: Date;
}

/** What points were given for. */
export interface ScoredSource {
  readonly id: string;
  readonly code: string;
  readonly title: string;
  /** Place of a node in its path; null for everything else. */
  readonly ordinal: number | null;
  readonly evidenceIds: readonly string[];
}

/** Looks up the acts and the work behind ledger lines. */
@Injectable()
export class DecisionService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly incidents: IncidentService,
  ) {}

  /** All acts on these sources, oldest first. */
  async decisionsOn(sourceIds: readonly string[]): Promise<Decision[]> {
    const { manager } = this.dataSource;
    const ids = In([...sourceIds]);
    const verdicts = await manager.findBy(Verdict, { nodeId: ids });
    const sheets = await manager.findBy(MarkSheet, { incidentId: ids });
    const bonuses = await manager.findBy(BonusVerdict, { bonusClaimId: ids });
    const abnormals = await manager.findBy(AbnormalAct, { episodeId: ids });
    const adjustments = await manager.findBy(Adjustment, { id: ids });
    const drills = await manager.findBy(DrillMark, { responseId: ids });
    return [
      ...verdicts.map((row) => decision(row, row.nodeId, row.reason)),
      ...sheets.map((row) => decision(row, row.incidentId, row.comment)),
      ...bonuses.map((row) => decision(row, row.bonusClaimId, row.reason)),
      ...abnormals.map((row) => decision(row, row.episodeId, row.reason)),
      ...adjustments.map((row) => decision({ ...row, refereeId: row.approvedById }, row.id, row.reason)),
      ...drills.map((row) => decision({ ...row, refereeId: row.markedById }, row.responseId, row.comment)),
    ].sort((a, b) => a.seq - b.seq);
  }

  /** Code, title and files of these sources, by id. Inside a transaction pass its manager. */
  async sources(
    sourceIds: readonly string[],
    tx: EntityManager = this.dataSource.manager,
  ): Promise<Map<string, ScoredSource>> {
    const found = [
      ...(await this.nodes(sourceIds, tx)),
      ...(await this.cases(sourceIds, tx)),
      ...(await this.bonuses(sourceIds, tx)),
      ...(await this.abnormals(sourceIds, tx)),
      ...(await this.adjustments(sourceIds, tx)),
      ...(await this.answers(sourceIds, tx)),
    ];
    return new Map(found.map((source) => [source.id, source]));
  }

  private async nodes(ids: readonly string[], tx: EntityManager): Promise<ScoredSource[]> {
    const nodes = await tx.findBy(AttackNode, { id: In([...ids]) });
    const submissionIds = In(nodes.map(({ submissionId }) => submissionId));
    const submissions = await tx.findBy(AttackSubmission, { id: submissionIds });
    const codes = new Map(submissions.map(({ id, code }) => [id, code]));
    return nodes.map(({ id, submissionId, assetName, ordinal, evidenceIds }) => {
      return { id, code: codes.get(submissionId) ?? '', title: assetName, ordinal, evidenceIds };
    });
  }

  private async cases(ids: readonly string[], tx: EntityManager): Promise<ScoredSource[]> {
    const incidents = await tx.findBy(Incident, { id: In([...ids]) });
    const reports = await this.incidents.filedReportsOf(
      incidents.map(({ id }) => id),
      tx,
    );
    return incidents.map(({ id, code, title }) => {
      const evidenceIds = reports.filter(({ incidentId }) => incidentId === id).flatMap((report) => report.evidenceIds);
      return { id, code, title, ordinal: null, evidenceIds };
    });
  }

  private async bonuses(ids: readonly string[], tx: EntityManager): Promise<ScoredSource[]> {
    const claims = await tx.findBy(BonusClaim, { id: In([...ids]) });
    return claims.map(({ id, code, title, evidenceIds }) => ({ id, code, title, ordinal: null, evidenceIds }));
  }

  /** In the words of the notice: the unit reads them too, so nothing of the team's own stands here. */
  private async abnormals(ids: readonly string[], tx: EntityManager): Promise<ScoredSource[]> {
    const episodes = await tx.findBy(AbnormalEpisode, { id: In([...ids]) });
    const notices = await tx.find(AbnormalAct, {
      where: { episodeId: In([...ids]), kind: 'NOTICED' },
      order: { seq: 'ASC' },
    });
    const words = new Map(notices.map(({ episodeId, reason }) => [episodeId, reason]));
    return episodes.map(({ id, code }) => {
      return { id, code, title: words.get(id) ?? '', ordinal: null, evidenceIds: [] };
    });
  }

  private async adjustments(ids: readonly string[], tx: EntityManager): Promise<ScoredSource[]> {
    const rows = await tx.findBy(Adjustment, { id: In([...ids]) });
    return rows.map(({ id, code, reason }) => ({ id, code, title: reason, ordinal: null, evidenceIds: [] }));
  }

  /** Answers in drills stand for the inject they answer. */
  private async answers(ids: readonly string[], tx: EntityManager): Promise<ScoredSource[]> {
    const rows = await tx.findBy(DrillMark, { id: In([...ids]) });
    return rows.map(({ responseId: id, injectCode: code, injectTitle: title }) => {
      return { id, code, title, ordinal: null, evidenceIds: [] };
    });
  }
}

type Act = Pick<Verdict | MarkSheet | BonusVerdict, 'seq' | 'refereeId' | 'recordedAt'>;

function decision(row: Act, sourceId: string, reason: string): Decision {
  return { sourceId, seq: row.seq, refereeId: row.refereeId, reason, recordedAt: row.recordedAt };
}

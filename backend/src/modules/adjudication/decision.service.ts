import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { AttackSubmission } from '../submission/submission.entity.js';
import { AttackNode } from '../submission/attack-node.entity.js';
import { BonusClaim } from '../incident/bonus-claim.entity.js';
import { Incident } from '../incident/incident.entity.js';
import { IncidentService } from '../incident/incident.service.js';
import { BonusVerdict } from './bonus-verdict.entity.js';
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
    return [
      ...verdicts.map((row) => decision(row, row.nodeId, row.reason)),
      ...sheets.map((row) => decision(row, row.incidentId, row.comment)),
      ...bonuses.map((row) => decision(row, row.bonusClaimId, row.reason)),
    ].sort((a, b) => a.seq - b.seq);
  }

  /** Code, title and files of these sources, by id. */
  async sources(sourceIds: readonly string[]): Promise<Map<string, ScoredSource>> {
    const found = [
      ...(await this.nodes(sourceIds)),
      ...(await this.cases(sourceIds)),
      ...(await this.bonuses(sourceIds)),
    ];
    return new Map(found.map((source) => [source.id, source]));
  }

  private async nodes(ids: readonly string[]): Promise<ScoredSource[]> {
    const nodes = await this.dataSource.manager.findBy(AttackNode, { id: In([...ids]) });
    const submissionIds = In(nodes.map(({ submissionId }) => submissionId));
    const submissions = await this.dataSource.manager.findBy(AttackSubmission, { id: submissionIds });
    const codes = new Map(submissions.map(({ id, code }) => [id, code]));
    return nodes.map(({ id, submissionId, assetName, evidenceIds }) => {
      return { id, code: codes.get(submissionId) ?? '', title: assetName, evidenceIds };
    });
  }

  private async cases(ids: readonly string[]): Promise<ScoredSource[]> {
    const incidents = await this.dataSource.manager.findBy(Incident, { id: In([...ids]) });
    const reports = await this.incidents.filedReportsOf(incidents.map(({ id }) => id));
    return incidents.map(({ id, code, title }) => {
      const evidenceIds = reports.filter(({ incidentId }) => incidentId === id).flatMap((report) => report.evidenceIds);
      return { id, code, title, evidenceIds };
    });
  }

  private async bonuses(ids: readonly string[]): Promise<ScoredSource[]> {
    const claims = await this.dataSource.manager.findBy(BonusClaim, { id: In([...ids]) });
    return claims.map(({ id, code, title, evidenceIds }) => ({ id, code, title, evidenceIds }));
  }
}

function decision(row: Verdict | MarkSheet | BonusVerdict, sourceId: string, reason: string): Decision {
  return { sourceId, seq: row.seq, refereeId: row.refereeId, reason, recordedAt: row.recordedAt };
}

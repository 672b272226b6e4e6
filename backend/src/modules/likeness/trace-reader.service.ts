import { Injectable } from '@nestjs/common';
import { type EntityManager, In, IsNull, Not } from 'typeorm';
import { bandsOf } from '../../core/likeness/bands.js';
import { gramsOf } from '../../core/likeness/text.js';
import { incidentKeys, resultKeys, storedKey } from '../../core/likeness/traces.js';
import { incidentText, incidentTrace, resultTrace, submissionText } from '../adjudication/link-traces.view.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { Incident } from '../incident/incident.entity.js';
import { IncidentService } from '../incident/incident.service.js';
import { AttackSubmission } from '../submission/submission.entity.js';
import { SubmissionService } from '../submission/submission.service.js';
import type { StoredTrace } from './trace-store.js';

/** Takes from filed work what is compared with other work. */
@Injectable()
export class TraceReader {
  constructor(
    private readonly exercises: ExerciseService,
    private readonly submissions: SubmissionService,
    private readonly incidents: IncidentService,
  ) {}

  /** Traces of those of these ids that are filed work of the exercise and count. */
  async read(tx: EntityManager, exerciseId: string, ids: readonly string[]): Promise<StoredTrace[]> {
    const results = await this.resultsOf(tx, exerciseId, ids);
    const incidents = await this.incidentsOf(tx, exerciseId, ids);
    const rootOf = new Map((await this.exercises.unitsOf(exerciseId, tx)).map(({ id, rootId }) => [id, rootId]));
    const hashOf = await evidenceHashes(tx, [...results.flatMap(filesOfResult), ...incidents.flatMap(filesOfIncident)]);
    return [
      ...results.map((row) => storedResult(row, rootOf, hashOf)),
      ...incidents.map((row) => storedIncident(row, hashOf)),
    ];
  }

  private async resultsOf(tx: EntityManager, exerciseId: string, ids: readonly string[]): Promise<AttackSubmission[]> {
    const rows = await tx.findBy(AttackSubmission, { id: In([...ids]), exerciseId, state: 'FILED' });
    const nodes = Map.groupBy(
      await this.submissions.nodesOf(
        rows.map(({ id }) => id),
        tx,
      ),
      ({ submissionId }) => submissionId,
    );
    for (const row of rows) row.nodes = nodes.get(row.id) ?? [];
    return rows;
  }

  private async incidentsOf(tx: EntityManager, exerciseId: string, ids: readonly string[]): Promise<Incident[]> {
    const rows = await tx.findBy(Incident, { id: In([...ids]), exerciseId, receiptSeq: Not(IsNull()) });
    const reports = await this.incidents.filedReportsOf(
      rows.map(({ id }) => id),
      tx,
    );
    const byIncident = Map.groupBy(reports, ({ incidentId }) => incidentId);
    for (const row of rows) {
      row.reports = byIncident.get(row.id) ?? [];
      const detection = row.reports.find(({ kind }) => kind === 'DETECTION');
      row.foundAddresses = detection?.foundAddresses ?? [];
      row.means = detection?.means ?? [];
    }
    return rows.filter((row) => row.reports.length > 0);
  }
}

function storedResult(
  row: AttackSubmission,
  rootOf: ReadonlyMap<string, string>,
  hashOf: ReadonlyMap<string, string>,
): StoredTrace {
  const trace = resultTrace(row, rootOf, hashOf);
  const { id, exerciseId, startedAt, endedAt } = row;
  const receipt = { receiptSeq: row.receiptSeq ?? 0, receivedAt: row.filedAt ?? row.updatedAt };
  const span = { beginsAt: startedAt, endsAt: endedAt ?? startedAt };
  const words = compared(exerciseId, resultKeys(trace), submissionText(row));
  return { id, exerciseId, kind: 'SUBMISSION', rootId: trace.rootUnitId, ...receipt, ...span, ...words, trace };
}

function storedIncident(row: Incident, hashOf: ReadonlyMap<string, string>): StoredTrace {
  const trace = incidentTrace(row, hashOf);
  const { id, exerciseId, rootId, attackStartedAt, discoveredAt } = row;
  const filedAt = row.reports.map((report) => report.filedAt).find((at) => at !== null);
  const receipt = { receiptSeq: row.receiptSeq ?? 0, receivedAt: filedAt ?? row.createdAt };
  const span = { beginsAt: attackStartedAt ?? discoveredAt, endsAt: discoveredAt };
  const words = compared(exerciseId, incidentKeys(trace), incidentText(row));
  return { id, exerciseId, kind: 'INCIDENT', rootId, ...receipt, ...span, ...words, trace };
}

function compared(exerciseId: string, keys: readonly string[], text: string): Pick<StoredTrace, 'keys' | 'grams'> {
  const grams = gramsOf(text);
  return { keys: [...keys, ...bandsOf(grams)].map((word) => storedKey(exerciseId, word)), grams };
}

function filesOfResult({ nodes }: AttackSubmission): string[] {
  return nodes.flatMap(({ evidenceIds }) => evidenceIds);
}

function filesOfIncident({ reports }: Incident): string[] {
  return reports.flatMap(({ evidenceIds, sections }) => [
    ...evidenceIds,
    ...sections.flatMap((section) => section.evidenceIds),
  ]);
}

async function evidenceHashes(tx: EntityManager, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.query<{ id: string; sha256: string }[]>(`SELECT id, sha256 FROM evidence WHERE id = ANY ($1)`, [
    [...new Set(ids)],
  ]);
  return new Map(rows.map(({ id, sha256 }) => [id, sha256]));
}

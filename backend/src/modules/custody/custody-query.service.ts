import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource, type SelectQueryBuilder } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { csvText } from '../../core/evidence/csv.js';
import { readMarkCode } from '../../core/evidence/mark-code.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { cursorOf, seqOf } from '../../platform/graphql/shared.types.js';
import { Journal } from '../../platform/journal/journal.service.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { Custody } from './custody.entity.js';
import type { CustodyArgs } from './custody.inputs.js';
import type { CustodyConnection, CustodyPerson } from './custody.types.js';

interface CsvRow {
  readonly seq: number;
  readonly at: Date;
  readonly person: string;
  readonly act: string;
  readonly form: string;
  readonly file: string;
  readonly sha256: string;
  readonly code: string;
  readonly reason: string;
}

const CSV_HEAD = ['seq', 'recorded_at', 'person', 'act', 'form', 'file', 'sha256', 'mark', 'reason'];
/** Format of the list in the record of its export. */
const CSV_FORMAT = 'custody-csv';

/** The chain of custody as the organizer reads it. */
@Injectable()
export class CustodyQueryService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly journal: Journal,
    private readonly exercises: ExerciseService,
  ) {}

  /** Records, newest first. @throws Refusal NOT_FOUND */
  async page(args: CustodyArgs, viewer: Viewer | null): Promise<CustodyConnection> {
    requireGrants(viewer, args.exerciseId, 'custody.read');
    const totalCount = await this.filtered(args).getCount();
    const query = this.filtered(args)
      .orderBy('c.seq', 'DESC')
      .limit(args.first + 1);
    const before = seqOf(args.after);
    if (before !== null) query.andWhere('c.seq < :before', { before });
    const rows = await query.getMany();
    const nodes = rows.slice(0, args.first);
    const last = nodes.at(-1);
    const pageInfo = { endCursor: last ? cursorOf(last.seq) : null, hasNextPage: rows.length > args.first };
    return { nodes, pageInfo, totalCount };
  }

  /** Who has been handed content, the most frequent first. @throws Refusal NOT_FOUND */
  async people(exerciseId: string, viewer: Viewer | null): Promise<CustodyPerson[]> {
    requireGrants(viewer, exerciseId, 'custody.read');
    return this.dataSource.query<CustodyPerson[]>(
      `SELECT c.person_id AS "personId", u.display_name AS name, count(*)::int AS count
         FROM custody c JOIN app_user u ON u.id = c.person_id
        WHERE c.exercise_id = $1 GROUP BY 1, 2 ORDER BY 3 DESC, 2`,
      [exerciseId],
    );
  }

  /** The record a mark names; null when this exercise has none of that code. */
  byCode(exerciseId: string, code: string): Promise<Custody | null> {
    return this.dataSource.manager.findOneBy(Custody, { exerciseId, code });
  }

  /** The whole chain as CSV; that it was taken is recorded first. @throws Refusal NOT_FOUND */
  async csv(exerciseId: string, viewer: Viewer | null): Promise<{ fileName: string; text: string }> {
    if (!isUUID(exerciseId)) throw new Refusal('NOT_FOUND');
    requireGrants(viewer, exerciseId, 'custody.read');
    const { code } = await this.exercises.byId(exerciseId);
    const content = { format: CSV_FORMAT };
    const command = { streamId: exerciseId, kind: 'EXPORT_TAKEN', commandId: randomUUID(), content, actor: viewer };
    const { seq } = await this.journal.append(command, () =>
      Promise.resolve({ subjectId: exerciseId, details: content }),
    );
    const rows = await this.dataSource.query<CsvRow[]>(
      `SELECT c.seq, c.recorded_at AS at, u.display_name AS person, c.act, c.form, e.file_name AS file, e.sha256, c.code,
              c.reason
         FROM custody c JOIN app_user u ON u.id = c.person_id JOIN evidence e ON e.id = c.evidence_id
        WHERE c.exercise_id = $1 ORDER BY c.seq`,
      [exerciseId],
    );
    const lines = rows.map(({ at, ...row }) => [
      ...[String(row.seq), at.toISOString(), row.person, row.act, row.form, row.file, row.sha256, row.code, row.reason],
    ]);
    return { fileName: `yanwu-${code}-custody-${seq}.csv`, text: csvText([CSV_HEAD, ...lines]) };
  }

  private filtered(args: CustodyArgs): SelectQueryBuilder<Custody> {
    const { exerciseId, evidenceId, personId, act, code, from, until } = args;
    const query = this.dataSource.manager
      .createQueryBuilder(Custody, 'c')
      .where('c.exerciseId = :exerciseId', { exerciseId });
    const conditions: [wanted: unknown, sql: string, params: Record<string, unknown>][] = [
      [evidenceId, 'c.evidenceId = :evidenceId', { evidenceId }],
      [personId, 'c.personId = :personId', { personId }],
      [act, 'c.act = :act', { act }],
      [code, 'c.code = :code', { code: readMarkCode(code ?? '') ?? '' }],
      [from, 'c.recordedAt >= :from', { from }],
      [until, 'c.recordedAt < :until', { until }],
    ];
    for (const [wanted, sql, params] of conditions) if (wanted) query.andWhere(sql, params);
    return query;
  }
}

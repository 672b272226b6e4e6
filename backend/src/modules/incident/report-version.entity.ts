import { Column, Entity, PrimaryColumn } from 'typeorm';
import { FiledVersion, Returned } from '../submission/filed-version.types.js';
import type { IncidentReport } from './incident-report.entity.js';

/** The part of a report its author writes. */
export type ReportContent = Pick<
  IncidentReport,
  'kind' | 'startedAt' | 'endedAt' | 'sections' | 'evidenceIds' | 'foundAddresses' | 'means' | 'outcome'
>;

/** A filed version 版本 of a report. Version 1 is archived when it is first returned or withdrawn, not before. */
@Entity('report_version')
export class ReportVersion extends FiledVersion {
  @Column('uuid') reportId: string;
}

/** A return 退回补正 of a report. */
@Entity('report_return')
export class ReportReturn extends Returned {
  @Column('uuid') reportId: string;
}

/** What a unit is writing while its report is returned: its own affair until it is filed again. */
@Entity('report_revision')
export class ReportRevision {
  @PrimaryColumn('uuid') reportId: string;

  /** Goes on counting where the report's own stopped. */
  @Column('integer') version: number;

  @Column('jsonb') content: ReportContent;

  @Column('timestamptz') updatedAt: Date;
}

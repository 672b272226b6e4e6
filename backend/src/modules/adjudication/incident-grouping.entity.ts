import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Referees put an incident into an event group 同一事件, or out of one (null); the latest per incident counts. */
@Entity('incident_grouping')
export class IncidentGrouping {
  @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  /** Rescoring set that made it. */
  @Column('uuid') setId: string;

  @Column('integer') seq: number;

  @Column('uuid') incidentId: string;

  @Column('text', { nullable: true }) eventKey: string | null;

  @Column('timestamptz') recordedAt: Date;
}

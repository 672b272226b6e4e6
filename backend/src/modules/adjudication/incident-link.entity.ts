import { Field, ID, ObjectType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Step } from '../../core/scoring/award.js';
import { Seen } from '../../platform/access/seen.js';

/** 攻防关联: a referee says that an incident belongs to an attack result. Undone, it stays with its reason. */
@Entity('incident_link')
@ObjectType()
@Seen('incident.read')
export class IncidentLink {
  @Field(() => ID) @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Field(() => ID) @Column('uuid') incidentId: string;

  @Column('uuid') submissionId: string;

  /** The referee's own words. */
  @Column('text') reason: string;

  /** What spoke for it when it was made. */
  @Column('jsonb') reasons: Step[];

  @Column('uuid', { name: 'linked_by' }) linkedById: string;

  @Field() @Column('timestamptz') linkedAt: Date;

  /** Journal number under which it was made; null in links made before it was kept. */
  @Column('integer', { nullable: true }) linkedSeq: number | null;

  @Column('uuid', { name: 'unlinked_by', nullable: true }) unlinkedById: string | null;

  @Column('timestamptz', { nullable: true }) unlinkedAt: Date | null;

  @Column('text', { nullable: true }) unlinkReason: string | null;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Referees put a node into a vulnerability group 同一漏洞, or out of one (null); the latest per node counts. */
@Entity('node_grouping')
export class NodeGrouping {
  @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  /** Rescoring set that made it. */
  @Column('uuid') setId: string;

  @Column('integer') seq: number;

  @Column('uuid') nodeId: string;

  @Column('text', { nullable: true }) vulnerabilityKey: string | null;

  @Column('timestamptz') recordedAt: Date;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AbnormalActKind } from '../../core/scoring/abnormal-standing.js';

/** A referee's act on a lead. None is ever overwritten; of several of a kind the latest counts. */
@Entity('abnormal_act')
export class AbnormalAct {
  @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Column('integer') seq: number;

  @Column('uuid') episodeId: string;

  @Column('text') kind: AbnormalActKind;

  /** The moment the act speaks of: of the notice, of the last sight, of the repair. */
  @Column('timestamptz') statedAt: Date;

  @Column('text') reason: string;

  @Column('uuid') refereeId: string;

  @Column('timestamptz') recordedAt: Date;
}

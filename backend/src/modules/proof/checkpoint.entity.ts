import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { BoardOf } from '../../core/proof/checkpoint.js';

/** A checkpoint 校验点: where journal, ledger and board stood, signed with the exercise's key. Permanent. */
@Entity('checkpoint')
export class Checkpoint {
  @PrimaryColumn('uuid') exerciseId: string;

  /** 1, 2, 3 … within the exercise. */
  @PrimaryColumn('integer') number: number;

  /** The last public record: everything up to it is covered. */
  @Column('integer') seq: number;

  @Column('text') journalHash: string;

  @Column('text') ledgerHash: string;

  @Column('text') boardHash: string;

  @Column('text') boardSalt: string;

  @Column('jsonb') boardOf: BoardOf;

  /** Ledger lines up to `seq`. */
  @Column('integer') lines: number;

  /** Of the checkpoint before; null for the first. */
  @Column('text', { nullable: true }) previous: string | null;

  @Column('timestamptz') recordedAt: Date;

  @Column('text') fingerprint: string;

  @Column('text') signature: string;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { BlockActKind, BlockKind } from '../../core/blocking/block.js';

/** A block 封禁 that a unit put up; permanent. Whether it is in force follows from the acts on it. */
@Entity('block_entry')
export class BlockEntry {
  @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Column('integer') seq: number;

  @Column('uuid') rootId: string;

  /** Among the unit's own: `K-0001`. */
  @Column('text') code: string;

  @Column('text') kind: BlockKind;

  /** In its one spelling. */
  @Column('text') target: string;

  /** What it is shut out of, e.g. 互联网边界. */
  @Column('text') scope: string;

  @Column('text') reason: string;

  /** Where it was put up. */
  @Column('text') device: string;

  /** Who put it up. */
  @Column('text') placedBy: string;

  @Column('timestamptz') startsAt: Date;

  @Column('timestamptz', { nullable: true }) untilAt: Date | null;

  @Column('uuid') recordedById: string;

  @Column('timestamptz') recordedAt: Date;
}

/** An extension, a lifting 解封, a retest 复测 or a reminder; permanent. */
@Entity('block_act')
export class BlockAct {
  @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Column('integer') seq: number;

  @Column('uuid') blockId: string;

  @Column('text') kind: BlockActKind;

  @Column('timestamptz', { nullable: true }) untilAt: Date | null;

  @Column('boolean', { nullable: true }) holds: boolean | null;

  @Column('text') note: string;

  @Column('uuid', { nullable: true }) byId: string | null;

  @Column('timestamptz') dueAt: Date;

  @Column('timestamptz') recordedAt: Date;
}

/** Blocks that a unit gives as its answer to a lead on abnormal defence; permanent. */
@Entity('block_answer')
export class BlockAnswer {
  @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Column('integer') seq: number;

  @Column('uuid') episodeId: string;

  @Column('uuid') rootId: string;

  @Column('uuid', { array: true }) blockIds: string[];

  @Column('text') note: string;

  @Column('uuid') byId: string;

  @Column('timestamptz') recordedAt: Date;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { TaskActKind } from '../../core/protection/task.js';

/** What was done on a task by or for a root unit; permanent. */
@Entity('protection_task_act')
export class StoredTaskAct {
  @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Column('uuid') periodId: string;

  @Column('uuid') taskId: string;

  @Column('uuid') unitId: string;

  /** The duty day, of a daily task. */
  @Column('text', { nullable: true }) day: string | null;

  @Column('integer') seq: number;

  /** Place among the acts of the same record. */
  @Column('integer') ordinal: number;

  @Column('text') kind: TaskActKind;

  /** When it was done; of what time brought about, when it was due. */
  @Column('timestamptz') at: Date;

  @Column('timestamptz') recordedAt: Date;

  /** Null for what time brought about. */
  @Column('uuid', { nullable: true }) byId: string | null;

  @Column('text') text: string;

  @Column('uuid', { array: true }) evidenceIds: string[];

  /** A later deadline given with a return. */
  @Column('timestamptz', { nullable: true }) dueAt: Date | null;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A person's secret calendar address: a key like a session, no fact of the exercise. */
@Entity('duty_feed')
export class DutyFeedRow {
  @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Column('uuid') userId: string;

  /** SHA-256 of the secret, lower-case hex. */
  @Column('text') tokenHash: string;

  @Column('timestamptz') createdAt: Date;

  @Column('timestamptz', { nullable: true }) lastReadAt: Date | null;
}

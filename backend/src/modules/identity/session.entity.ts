import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One signed-in browser. Only the hash of its token is kept. */
@Entity('session')
export class Session {
  @PrimaryColumn('uuid') id: string;
  @Column('text') tokenHash: string;
  @Column('uuid') userId: string;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz') expiresAt: Date;
  @Column('timestamptz', { nullable: true }) revokedAt: Date | null;
}

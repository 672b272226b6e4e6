import { Column, Entity, PrimaryColumn } from 'typeorm';

const SIZE = { to: (value: number): number => value, from: (value: string): number => Number(value) };

/** A file on its way. It may come in pieces; what has arrived lies in the staging folder under the upload's id. */
@Entity('evidence_upload')
export class EvidenceUpload {
  @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  /** Team or root unit that will own it. */
  @Column('uuid') partyId: string;

  @Column('uuid') userId: string;

  @Column('uuid') commandId: string;

  @Column('text') fileName: string;

  @Column('bigint', { transformer: SIZE }) sizeBytes: number;

  /** What the sender says the SHA-256 will be, lower-case hex. */
  @Column('text', { nullable: true }) statedSha256: string | null;

  @Column('text') keyBox: string;

  @Column('text') keyMark: string;

  @Column('timestamptz') startedAt: Date;

  @Column('timestamptz') expiresAt: Date;

  /** The evidence it has become. */
  @Column('uuid', { nullable: true }) evidenceId: string | null;
}

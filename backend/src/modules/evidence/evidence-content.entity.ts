import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Where contents are kept. */
export type StoreName = 'DISK' | 'S3';

/** What is known of malware in a file. In exercises samples are legitimate evidence: infected files are kept. */
export const SCAN_STATES = ['NOT_CONFIGURED', 'PENDING', 'CLEAN', 'INFECTED', 'FAILED'] as const;
export type ScanState = (typeof SCAN_STATES)[number];

/** Where the content of evidence lies: working data beside the permanent row; the row's SHA-256 says what it must be. */
@Entity('evidence_content')
export class EvidenceContent {
  @PrimaryColumn('uuid') evidenceId: string;

  @Column('text') store: StoreName;

  /** The data key, sealed under the instance's evidence key; null for a plain file of before there were keys. */
  @Column('text', { nullable: true }) keyBox: string | null;

  /** By which the evidence key is known that opens the box. */
  @Column('text', { nullable: true }) keyMark: string | null;

  @Column('text') scanState: ScanState;

  /** What the scanner called it, or why it could not tell. */
  @Column('text', { nullable: true }) scanFinding: string | null;

  @Column('timestamptz', { nullable: true }) scannedAt: Date | null;
}

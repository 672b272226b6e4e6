import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A rule-set version as it was uploaded: immutable, named by the hash of its content. */
@Entity('rule_set')
export class StoredRuleSet {
  @PrimaryColumn('text') hash: string;
  @Column('text') key: string;
  @Column('text') fileName: string;
  @Column('text') text: string;
  @Column('timestamptz') addedAt: Date;
}

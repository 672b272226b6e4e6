import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Settings } from '../../core/ruleset/words.js';

/** A rule-set version as it was added: immutable, named by the hash of its content with its settings. */
@Entity('rule_set')
export class StoredRuleSet {
  @PrimaryColumn('text') hash: string;
  @Column('text') key: string;
  @Column('text') fileName: string;
  @Column('text') text: string;
  /** Other readings than those the file takes; empty for the file as it stands. */
  @Column('jsonb', { default: {} }) settings: Settings;
  /** Why this version was made; empty for those that ship with the product. */
  @Column('text', { default: '' }) note: string;
  /** Null for those that ship with the product. */
  @Column('uuid', { nullable: true }) addedById: string | null;
  @Column('timestamptz') addedAt: Date;
}

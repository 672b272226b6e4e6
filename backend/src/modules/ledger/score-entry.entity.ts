import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Account, AwardSource, Step } from '../../core/scoring/award.js';
import { Seen } from '../../platform/access/seen.js';
import { enumOf, type Side, SideEnum } from '../../platform/graphql/enums.js';

export const AccountEnum = enumOf(['ATTACK', 'DEDUCTION', 'RECOVERY', 'BONUS', 'PENALTY', 'DRILL'] as const);

registerEnumType(AccountEnum, { name: 'Account', description: 'Which running sum of a party a line goes to' });

/** One line of the ledger 计分流水: signed and permanent. A correction is a reversal plus a new line. */
@Entity('score_entry')
@ObjectType()
@Seen('board.watch')
export class ScoreEntry {
  @Field(() => ID) @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  /** Journal sequence of the act that caused it. */
  @Field(() => Int) @Column('integer') seq: number;

  /** Place among the lines of the same act. */
  @Column('integer') ordinal: number;

  @Field(() => SideEnum) @Column('text') side: Side;

  /** Attack team or root unit. */
  @Field(() => ID) @Column('uuid') partyId: string;

  @Field(() => AccountEnum) @Column('text') account: Account;

  /** Exact text; negative for deductions, penalties and reversals of gains. */
  @Field() @Column('text') amount: string;

  @Column('text') awardKey: string;

  @Field() @Column('text') ruleKey: string;

  @Field() @Column('text') ruleSetHash: string;

  @Column('text') sourceKind: AwardSource['kind'];

  /** Node, incident or bonus claim. */
  @Column('uuid') sourceId: string;

  @Column('integer') sourceReceiptSeq: number;

  /** Attack submission of a node; null otherwise. */
  @Column('uuid', { nullable: true }) resultId: string | null;

  @Column('jsonb') steps: Step[];

  @Column('jsonb', { nullable: true }) zeroReason: Step | null;

  @Column('boolean') isProvisional: boolean;

  @Field(() => ID, { nullable: true }) @Column('uuid', { nullable: true }) reversesId: string | null;

  @Field() @Column('timestamptz') recordedAt: Date;
}

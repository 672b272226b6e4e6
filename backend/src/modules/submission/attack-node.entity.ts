import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type Zone, ZONES } from '../../core/submission/draft.js';
import { Seen } from '../../platform/access/seen.js';
import { enumOf } from '../../platform/graphql/enums.js';

export const ZoneEnum = enumOf(ZONES);

registerEnumType(ZoneEnum, { name: 'Zone', description: 'Network zone 网络区域' });

/** One step of an attack path 路径节点; referees judge node by node. */
@Entity('attack_node')
@ObjectType()
@Seen('submission.read')
export class AttackNode {
  @Field(() => ID) @PrimaryColumn('uuid') id: string;

  @Column('uuid') submissionId: string;

  /** Place in the path, from 1. */
  @Field(() => Int) @Column('integer') ordinal: number;

  /** The node it was reached from; null for an entry. */
  @Field(() => ID, { nullable: true }) @Column('uuid', { nullable: true }) parentId: string | null;

  @Field() @Column('text') assetName: string;

  /** What counts as the same system, host or database for the highest-privilege-once rule. */
  @Field() @Column('text') systemKey: string;

  @Field(() => ZoneEnum, { nullable: true }) @Column('text', { nullable: true }) zone: Zone | null;

  @Field() @Column('text') sourceAddress: string;

  @Field() @Column('text') destinationAddress: string;

  @Field() @Column('text') url: string;

  @Field(() => Date, { nullable: true }) @Column('timestamptz', { nullable: true }) startedAt: Date | null;

  @Field(() => Date, { nullable: true }) @Column('timestamptz', { nullable: true }) endedAt: Date | null;

  /** Keys of the defence rule-set's list of means 攻击手段. */
  @Field(() => [String]) @Column('text', { array: true }) means: string[];

  /** ATT&CK id, e.g. T1078. */
  @Field() @Column('text') technique: string;

  @Field(() => String, { nullable: true }) @Column('text', { nullable: true }) categoryKey: string | null;

  @Field(() => String, { nullable: true }) @Column('text', { nullable: true }) privilegeKey: string | null;

  @Field(() => Int) @Column('integer') quantity: number;

  @Field() @Column('text') narrative: string;

  @Column('uuid', { array: true }) evidenceIds: string[];
}

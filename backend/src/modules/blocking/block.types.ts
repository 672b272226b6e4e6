import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import {
  BLOCK_ACTS,
  BLOCK_KINDS,
  BLOCK_STATES,
  type BlockActKind,
  type BlockKind,
  type BlockState,
} from '../../core/blocking/block.js';
import { Seen } from '../../platform/access/seen.js';
import { enumOf } from '../../platform/graphql/enums.js';
import { LocalText } from '../../platform/graphql/shared.types.js';
import { Unit } from '../exercise/unit.entity.js';

export const BlockKindEnum = enumOf(BLOCK_KINDS);
export const BlockStateEnum = enumOf(BLOCK_STATES);
export const BlockActKindEnum = enumOf(BLOCK_ACTS);

registerEnumType(BlockKindEnum, { name: 'BlockKind', description: '地址, 网段, 域名, 账号, 端口' });
registerEnumType(BlockStateEnum, { name: 'BlockState' });
registerEnumType(BlockActKindEnum, { name: 'BlockActKind' });

/** What was done about a block. */
@ObjectType('BlockAct')
@Seen('block.read')
export class BlockActView {
  @Field(() => ID) id: string;
  @Field(() => BlockActKindEnum) kind: BlockActKind;
  @Field({ description: 'When it was done, or due' }) at: Date;
  @Field(() => Date, { nullable: true, description: 'Of an extension; null = until it is lifted' })
  untilAt: Date | null;
  @Field(() => Boolean, { nullable: true, description: 'Of a retest' }) holds: boolean | null;
  @Field() note: string;
  @Field(() => String, { nullable: true, description: 'Null for what time did' }) byName: string | null;
}

/** A block 封禁 of a unit. */
@ObjectType('Block')
@Seen('block.read')
export class BlockView {
  @Field(() => ID) id: string;
  @Field({ description: "Among the unit's own" }) code: string;
  @Field(() => Unit) unit: Unit;
  @Field(() => BlockKindEnum) kind: BlockKind;
  @Field() target: string;
  @Field() scope: string;
  @Field() reason: string;
  @Field() device: string;
  @Field() placedBy: string;
  @Field() startsAt: Date;
  @Field(() => Date, { nullable: true, description: 'Null = until it is lifted' }) untilAt: Date | null;
  @Field(() => Date, { nullable: true }) liftedAt: Date | null;
  @Field(() => BlockStateEnum) state: BlockState;
  @Field({ description: 'As wide as what the pinned rules charge for 封C段' }) isWide: boolean;
  @Field({ description: 'In force, and neither placed nor tested on this local day' }) isRetestDue: boolean;
  @Field() isExpiring: boolean;
  @Field(() => Date, { nullable: true }) retestedAt: Date | null;
  @Field(() => Boolean, { nullable: true, description: 'Result of the last retest' }) holds: boolean | null;
  @Field() recordedByName: string;
  @Field() recordedAt: Date;
  @Field(() => [BlockActView], { description: 'Oldest first' }) acts: BlockActView[];
  @Field({ description: 'Whether the reader may act on it' }) mayAct: boolean;
}

/** Blocks of an exercise as far as the reader may know them. */
@ObjectType()
@Seen('block.read')
export class BlockDesk {
  @Field() zone: string;
  @Field() asOf: Date;
  @Field({ description: 'Whether the pinned rules charge for abnormal defence' }) isCharged: boolean;
  @Field(() => LocalText, { nullable: true, description: 'What they say' }) clause: LocalText | null;
  @Field(() => [BlockView], { description: 'In force first, the latest on top' }) blocks: BlockView[];
  @Field(() => Int) retestDue: number;
  @Field(() => Int) expiring: number;
  @Field(() => [Unit], { description: 'Units the reader records for' }) ownUnits: Unit[];
}

/** What a unit answered to a lead. */
@ObjectType('BlockAnswer')
@Seen('block.read')
export class BlockAnswerView {
  @Field(() => ID) id: string;
  @Field(() => [ID]) blockIds: readonly string[];
  @Field() note: string;
  @Field() byName: string;
  @Field() recordedAt: Date;
}

/** A block beside a lead. */
@ObjectType()
@Seen('block.read')
export class BlockBesideLead {
  @Field(() => BlockView) block: BlockView;
  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether it shuts out an address that the lead names; null for the unit, and where the lead names none',
  })
  isOverlapping: boolean | null;
  @Field({ description: 'The unit gave it as its answer' }) isAnswer: boolean;
}

/** Blocks of the accused unit that were in force at the time of the evidence. */
@ObjectType()
@Seen('block.read')
export class BlocksForLead {
  @Field(() => ID) abnormalId: string;
  @Field() code: string;
  @Field() evidenceAt: Date;
  @Field(() => [String], { description: 'Addresses and networks the lead names; none for the unit' }) named: string[];
  @Field(() => [BlockBesideLead], { description: 'Overlapping ones first' }) blocks: BlockBesideLead[];
  @Field(() => [BlockAnswerView], { description: 'Newest first' }) answers: BlockAnswerView[];
  @Field({ description: 'Whether the reader may answer for the unit' }) mayAnswer: boolean;
}

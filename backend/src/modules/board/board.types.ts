import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Account } from '../../core/scoring/award.js';
import { Seen } from '../../platform/access/seen.js';
import { enumOf, type Side, SideEnum } from '../../platform/graphql/enums.js';
import { LocalText } from '../../platform/graphql/shared.types.js';
import { AccountEnum } from '../ledger/score-entry.entity.js';

/** Boards are public. */
const OPEN = 'board.watch';

export const AudienceEnum = enumOf(['PUBLIC', 'REFEREE'] as const);
export type Audience = keyof typeof AudienceEnum;

registerEnumType(AudienceEnum, { name: 'Audience', description: 'Whom a board is made for' });

/** Public: as of the same instants for every party, chosen so that no pair of team and unit follows from them. */
@ObjectType()
@Seen(OPEN)
export class TrendPoint {
  @Field() at: Date;
  @Field() value: string;
}

@ObjectType()
@Seen(OPEN)
export class AttackStanding {
  @Field(() => Int) rank: number;
  @Field(() => Int, { nullable: true, description: 'An hour of exercise time earlier; null when nothing stood then' })
  previousRank: number | null;
  @Field(() => ID) partyId: string;
  @Field() name: string;
  @Field(() => Int) resultCount: number;
  @Field() points: string;
  @Field(() => [TrendPoint]) trend: TrendPoint[];
}

@ObjectType()
@Seen(OPEN)
export class DefenseStanding {
  @Field(() => Int) rank: number;
  @Field(() => Int, { nullable: true, description: 'An hour of exercise time earlier; null when nothing stood then' })
  previousRank: number | null;
  @Field(() => ID) partyId: string;
  @Field() name: string;
  @Field() industry: string;
  @Field() isKeyUnit: boolean;
  @Field({ description: 'Positive' }) deduction: string;
  @Field() recovered: string;
  @Field() bonus: string;
  @Field({ description: 'Positive' }) penalty: string;
  @Field({ description: 'From drills' }) drill: string;
  @Field() value: string;
  @Field() isProvisional: boolean;
  @Field(() => [TrendPoint]) trend: TrendPoint[];
}

/**
 * A recent change of a score. REFEREE: one act. PUBLIC: what a party's value gained between two instants as of which
 * everybody sees all figures; sequence, account of a unit, counterpart and rule are null.
 */
@ObjectType()
@Seen(OPEN)
export class BoardEvent {
  @Field(() => Int, { nullable: true }) seq: number | null;
  @Field(() => Date, { nullable: true, description: 'Begin of the span; null for an act' }) since: Date | null;
  @Field({ description: 'The second of the act, or the end of the span' }) at: Date;
  @Field(() => SideEnum) side: Side;
  @Field(() => ID) partyId: string;
  @Field() partyName: string;
  @Field() amount: string;
  @Field(() => AccountEnum, { nullable: true, description: 'Null where the value as a whole is meant' })
  account: Account | null;
  @Field(() => String, { nullable: true }) counterpartName: string | null;
  @Field(() => LocalText, { nullable: true }) ruleTitle: LocalText | null;
}

/** 积分榜: the fold of the ledger for one audience, as of the last public record. */
@ObjectType()
@Seen(OPEN)
export class Board {
  @Field(() => ID) exerciseId: string;
  @Field(() => AudienceEnum) audience: Audience;
  @Field(() => Int, { description: 'Grows with every change of the public board, and counts nothing else' })
  edition: number;
  @Field(() => Int, { nullable: true, description: 'Journal sequence; referees and control only' })
  asOfSeq: number | null;
  @Field({ description: 'To the minute for the public' }) asOf: Date;
  @Field() isProvisional: boolean;
  @Field(() => Int) acceptedResults: number;
  @Field(() => Int) acceptedNodes: number;
  @Field(() => [AttackStanding]) attack: AttackStanding[];
  @Field(() => [DefenseStanding]) defense: DefenseStanding[];
  @Field(() => [BoardEvent]) recent: BoardEvent[];
}

/** A thin record of the feed: something happened, look again. */
@ObjectType()
@Seen('feed.follow')
export class FeedRecord {
  @Field(() => Int) seq: number;
  @Field() kind: string;
  @Field(() => ID, { nullable: true }) subjectId: string | null;
  @Field() recordedAt: Date;
}

import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { PANEL_STATES, type PanelState } from '../../core/adjudication/agreement-state.js';
import type { Outcome } from '../../core/scoring/facts.js';
import { Seen } from '../../platform/access/seen.js';
import { enumOf } from '../../platform/graphql/enums.js';
import { StepParam } from '../../platform/graphql/shared.types.js';
import { OutcomeEnum } from './verdict.entity.js';

export const PanelStateEnum = enumOf(PANEL_STATES);

registerEnumType(PanelStateEnum, { name: 'PanelState', description: 'How far several referees have come' });

/** A ruling as one referee would have it. */
@ObjectType()
@Seen('adjudication.read')
export class OpinionRuling {
  @Field(() => OutcomeEnum) outcome: Outcome;
  @Field(() => String, { nullable: true }) categoryKey: string | null;
  @Field(() => String, { nullable: true }) privilegeKey: string | null;
  @Field(() => Int) quantity: number;
  @Field(() => String, { nullable: true }) judgedPoints: string | null;
  @Field(() => String, { nullable: true }) deductionPoints: string | null;
  @Field() systemKey: string;
  @Field(() => [String]) factors: readonly string[];
  @Field(() => [StepParam]) measures: StepParam[];
  @Field(() => String, { nullable: true }) vulnerabilityKey: string | null;
}

/** One item of a sheet as one referee would have it. */
@ObjectType()
@Seen('adjudication.read')
export class OpinionMark {
  @Field() itemKey: string;
  @Field() share: string;
  @Field() comment: string;
}

/** An opinion its reader may know: his own, or one of a round that is in. */
@ObjectType('Opinion')
@Seen('adjudication.read')
export class OpinionView {
  @Field(() => ID) id: string;
  @Field(() => Int) round: number;
  @Field() refereeName: string;
  @Field() isMine: boolean;
  @Field(() => Int) seq: number;
  @Field() recordedAt: Date;
  @Field() reason: string;
  @Field(() => OpinionRuling, { nullable: true }) ruling: OpinionRuling | null;
  @Field(() => [OpinionMark], { nullable: true }) marks: readonly OpinionMark[] | null;
  @Field(() => String, { nullable: true, description: 'What the judged marks come to by weight' }) total: string | null;
}

/** Several referees on one node or incident: how far they are, and what the reader may know of it. */
@ObjectType()
@Seen('adjudication.read')
export class Panel {
  @Field(() => Int) seats: number;
  @Field(() => PanelStateEnum) state: PanelState;
  @Field(() => Int, { description: 'The open round, else the last one' }) round: number;
  @Field(() => Int, { description: 'Opinions of that round that are in' }) given: number;
  @Field({ description: 'The viewer has given his opinion of that round' }) hasMine: boolean;
  @Field({ description: 'The viewer may give an opinion of the open round, if he holds it' }) mayGive: boolean;
  @Field({ description: 'The viewer may decide as chief referee' }) mayDecide: boolean;
  @Field(() => [OpinionView]) opinions: OpinionView[];
  @Field(() => [String], { description: 'Fields in which the last round that is in differs' })
  differing: readonly string[];
}

import { Field, ID, InputType } from '@nestjs/graphql';
import { IsIn, IsNotEmpty, IsString, IsUUID, MaxLength } from 'class-validator';
import { type Finding, FINDINGS } from '../../core/likeness/disagreement.js';
import { FindingEnum, ProposalKindEnum } from './likeness.types.js';
import { PROPOSAL_KINDS, type ProposalKind } from './pair-store.js';

/** How a disagreement is settled, and why. */
@InputType()
export class SettleDisagreementInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ID) @IsUUID() linkId: string;
  @Field(() => FindingEnum) @IsIn(FINDINGS) finding: Finding;
  @Field() @IsString() @IsNotEmpty() @MaxLength(2000) reason: string;
}

/** A proposal that is none: incident and result of a LINK, otherwise two results or two incidents in any order. */
@InputType()
export class DismissProposalInput {
  @Field(() => ID) @IsUUID() commandId: string;
  @Field(() => ProposalKindEnum) @IsIn(PROPOSAL_KINDS) kind: ProposalKind;
  @Field(() => ID) @IsUUID() firstId: string;
  @Field(() => ID) @IsUUID() secondId: string;
  @Field() @IsString() @IsNotEmpty() @MaxLength(1000) reason: string;
}

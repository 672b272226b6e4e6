import { Field, InputType, Int } from '@nestjs/graphql';
import { IsInt, Max, Min } from 'class-validator';
import { ROUNDS } from '../../core/adjudication/agreement-state.js';
import { MarksInput, VerdictInput } from './adjudication.inputs.js';

/** A ruling as one of several opinions. */
@InputType()
export class OpinionInput extends VerdictInput {
  /** The round the referee saw open: 1 blind, 2 in reconciliation. */
  @Field(() => Int) @IsInt() @Min(1) @Max(ROUNDS) round: number;
}

/** Marks as one of several opinions. */
@InputType()
export class MarksOpinionInput extends MarksInput {
  /** The round the referee saw open: 1 blind, 2 in reconciliation. */
  @Field(() => Int) @IsInt() @Min(1) @Max(ROUNDS) round: number;
}

import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { Seen } from '../access/seen.js';

/** Largest page of a list. */
export const MAX_PAGE = 100;

/** A text in both languages of the product. */
@ObjectType()
@Seen('board.watch')
export class LocalText {
  @Field() zh: string;
  @Field() en: string;
}

/** One named figure of an explanation step. */
@ObjectType()
@Seen('board.watch')
export class StepParam {
  @Field() name: string;
  @Field() value: string;
}

/** One step of an explanation: a stable code whose words live in the locales, with figures put in. */
@ObjectType('Step')
@Seen('board.watch')
export class StepView {
  @Field() code: string;
  @Field(() => [StepParam]) params: StepParam[];
}

/** A wrong or missing field of a form. */
@ObjectType()
@Seen('session.own')
export class InputProblem {
  @Field() path: string;
  @Field() code: string;
}

@ObjectType()
@Seen('session.own')
export class PageInfo {
  @Field(() => String, { nullable: true }) endCursor: string | null;
  @Field() hasNextPage: boolean;
}

/** Forward paging; `after` is an opaque cursor. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, { defaultValue: 50 })
  @IsInt()
  @Min(1)
  @Max(MAX_PAGE)
  first = 50;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  after?: string | null;
}

/** A core step as the API shows it. */
export function stepView(step: { code: string; params: Readonly<Record<string, string>> }): StepView {
  return { code: step.code, params: Object.entries(step.params).map(([name, value]) => ({ name, value })) };
}

/** An opaque cursor over a sequence number. */
export function cursorOf(seq: number): string {
  return Buffer.from(`s${seq}`).toString('base64url');
}

/** The sequence number in a cursor; null for none or nonsense. */
export function seqOf(cursor: string | null | undefined): number | null {
  const match = /^s(\d{1,9})$/.exec(Buffer.from(cursor ?? '', 'base64url').toString());
  return match ? Number(match[1]) : null;
}

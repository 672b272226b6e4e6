import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Seen } from '../../platform/access/seen.js';
import { LocalText } from '../../platform/graphql/shared.types.js';

/** Everything that can wait for somebody; each has its words in the locales. */
export const WAITING_KINDS = [
  'CLAIMED_BY_ME',
  'SUBMISSION_TO_JUDGE',
  'INCIDENT_TO_MARK',
  'BONUS_TO_JUDGE',
  'LINK_PROPOSED',
  'RETURNED_SUBMISSION',
  'RETURNED_REPORT',
  'DRAFT_SUBMISSION',
  'DRAFT_REPORT',
  'INCIDENT_WITHOUT_REPORT',
  'LOSS_WITHOUT_INCIDENT',
  'DRAFT_BONUS',
  'RESCORING_TO_APPLY',
  'EXERCISE_TO_START',
  'EXERCISE_TO_END',
] as const;
export type WaitingKind = (typeof WAITING_KINDS)[number];

/** 等你处理: one thing that waits for the viewer. */
@ObjectType()
@Seen('waiting.read')
export class WaitingItem {
  @Field(() => String) kind: WaitingKind;
  @Field(() => ID) subjectId: string;
  @Field() code: string;
  @Field({ description: 'As somebody named it, the same in both languages, or in the words of the rules' })
  title: LocalText;
  @Field(() => Date, { nullable: true }) dueAt: Date | null;
  @Field(() => Date, { nullable: true }) since: Date | null;
  @Field(() => Int, { nullable: true }) count: number | null;
}

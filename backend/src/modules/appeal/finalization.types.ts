import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Seen } from '../../platform/access/seen.js';

/** One thing that must be done before the result can be final. */
@ObjectType()
@Seen('exercise.direct')
export class FinalizationItem {
  @Field({
    description: 'SUBMISSIONS, INCIDENTS, BONUSES, RETURNS, ABNORMALS, RESCORINGS, APPEALS, WINDOWS, NOTICE',
  })
  key: string;
  @Field(() => Int, { description: 'How much of it is open; 0 = done' }) count: number;
  @Field({ description: 'Must be done even before public notice' }) blocksNotice: boolean;
}

/** What stands between the end and the final result. */
@ObjectType()
@Seen('exercise.direct')
export class FinalizationChecklist {
  @Field(() => ID) exerciseId: string;
  @Field(() => Int, { description: 'Hours a public notice lasts by the policy' }) noticeHours: number;
  @Field(() => [FinalizationItem]) items: FinalizationItem[];
  @Field() mayOpenNotice: boolean;
  @Field() mayFinalize: boolean;
}

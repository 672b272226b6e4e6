import { Field, Float, Int, ObjectType } from '@nestjs/graphql';
import { Seen } from '../../platform/access/seen.js';
import { Destruction } from './destruction.entity.js';

/** Why evidence may not be destroyed yet 法律保留. */
@ObjectType()
@Seen('retention.read')
export class LegalHold {
  @Field({ description: 'APPEAL or RESCORING' }) kind: string;
  @Field() code: string;
}

/** Retention 留存 of an exercise's evidence. */
@ObjectType()
@Seen('retention.read')
export class Retention {
  @Field(() => Int, { description: 'By the policy in force' }) retentionDays: number;
  @Field(() => Date, { nullable: true, description: 'The final result; null before it' })
  keptSince: Date | null;
  @Field(() => Date, { nullable: true, description: 'From then on destruction may be proposed' }) dueAt: Date | null;
  @Field() isDue: boolean;
  @Field(() => [LegalHold]) holds: LegalHold[];
  @Field(() => Int) keptFiles: number;
  @Field(() => Float) keptBytes: number;
  @Field(() => Int) destroyedFiles: number;
  @Field(() => [Destruction], { description: 'Newest first' }) destructions: Destruction[];
}

/** What the viewer may do with a destruction. */
@ObjectType()
@Seen('retention.read')
export class DestructionActs {
  @Field() confirm: boolean;
  @Field() cancel: boolean;
  @Field() isOwn: boolean;
}

import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Seen } from '../../platform/access/seen.js';
import { PageInfo } from '../../platform/graphql/shared.types.js';
import { Custody } from './custody.entity.js';

@ObjectType()
@Seen('custody.read')
export class CustodyConnection {
  @Field(() => [Custody]) nodes: Custody[];
  @Field() pageInfo: PageInfo;
  @Field(() => Int) totalCount: number;
}

/** Somebody who has been handed content, for choosing whom to look at. */
@ObjectType()
@Seen('custody.read')
export class CustodyPerson {
  @Field(() => ID) personId: string;
  @Field() name: string;
  @Field(() => Int) count: number;
}

/** Leave to fetch an original, for a few minutes and for this person only. */
@ObjectType()
@Seen('evidence.read')
export class OriginalTicket {
  @Field(() => ID, { description: 'Its custody record' }) id: string;
  @Field() url: string;
}

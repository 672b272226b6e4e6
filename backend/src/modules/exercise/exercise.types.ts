import { Field, ObjectType } from '@nestjs/graphql';
import { Seen } from '../../platform/access/seen.js';
import { User } from '../identity/user.entity.js';
import { Membership } from './membership.entity.js';

/** Who I am and where I take part. */
@ObjectType()
@Seen('session.own')
export class Me {
  @Field() user: User;
  @Field(() => [Membership]) memberships: Membership[];
}

import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Seen } from '../../platform/access/seen.js';
import { Notice } from './notice.entity.js';

/** What the viewer was told in one exercise. */
@ObjectType()
@Seen('notice.read')
export class NoticeList {
  @Field(() => [Notice], { description: 'Newest first' }) nodes: Notice[];
  @Field(() => Int) unread: number;
  @Field(() => Int) totalCount: number;
}

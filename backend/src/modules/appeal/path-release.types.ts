import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { Zone } from '../../core/submission/draft.js';
import { Seen } from '../../platform/access/seen.js';
import { ZoneEnum } from '../submission/attack-node.entity.js';

/** A node of a released path: how the attack went, not who led it. */
@ObjectType()
@Seen('loss.read')
export class ReleasedNode {
  @Field(() => ID) id: string;
  @Field(() => Int) ordinal: number;
  @Field() assetName: string;
  @Field(() => ZoneEnum, { nullable: true }) zone: Zone | null;
  @Field() sourceAddress: string;
  @Field() destinationAddress: string;
  @Field() url: string;
  @Field(() => Date, { nullable: true }) startedAt: Date | null;
  @Field(() => Date, { nullable: true }) endedAt: Date | null;
  @Field() technique: string;
  @Field() narrative: string;
  evidenceIds: string[];
}

/** An attack path the organizer let the hit unit read. */
@ObjectType()
@Seen('loss.read')
export class ReleasedPath {
  @Field(() => ID) id: string;
  @Field({ description: 'As of the losses it caused' }) lossGroup: string;
  @Field() withEvidence: boolean;
  @Field() reason: string;
  @Field() releasedAt: Date;
  @Field(() => [ReleasedNode], { description: 'In path order' }) nodes: ReleasedNode[];
}

/** A judged result, for the organizer to release. */
@ObjectType()
@Seen('exercise.direct')
export class PathToRelease {
  @Field(() => ID, { description: 'Of the submission' }) id: string;
  @Field() code: string;
  @Field() title: string;
  @Field() teamName: string;
  @Field() unitName: string;
  @Field(() => Date, { nullable: true }) releasedAt: Date | null;
  @Field() withEvidence: boolean;
}

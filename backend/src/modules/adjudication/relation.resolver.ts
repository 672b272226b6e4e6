import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { Asker } from '../../platform/access/viewer.js';
import { RelationService } from './relation.service.js';
import { DeclareRelationInput, EndRelationInput, RefereeRelation } from './relation.types.js';

/** What ties referees to parties. */
@Resolver()
export class RelationResolver {
  constructor(private readonly relations: RelationService) {}

  @Query(() => [RefereeRelation], { description: "A referee's own; all for organizers and the chief; latest first" })
  @Allow('relation.declare')
  refereeRelations(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<RefereeRelation[]> {
    return this.relations.list(exerciseId, viewer);
  }

  @Mutation(() => [RefereeRelation])
  @Allow('relation.declare')
  declareRelation(
    @Args('input') input: DeclareRelationInput,
    @Asker() viewer: Viewer | null,
  ): Promise<RefereeRelation[]> {
    return this.relations.declare(input, viewer);
  }

  @Mutation(() => [RefereeRelation])
  @Allow('relation.declare')
  endRelation(@Args('input') input: EndRelationInput, @Asker() viewer: Viewer | null): Promise<RefereeRelation[]> {
    return this.relations.end(input, viewer);
  }
}

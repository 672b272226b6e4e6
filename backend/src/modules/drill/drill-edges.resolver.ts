import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { ApiContext } from '../../platform/access/viewer.js';
import { Seen } from '../../platform/access/seen.js';
import { Evidence } from '../evidence/evidence.entity.js';
import { evidenceOf } from '../evidence/evidence.loader.js';
import { EvidenceService } from '../evidence/evidence.service.js';
import { DrillAttachment, DrillReply } from './drill-parts.types.js';

/** Files of answers. */
@Resolver(() => DrillReply)
export class DrillReplyEdges {
  constructor(private readonly service: EvidenceService) {}

  @ResolveField(() => [Evidence])
  @Seen('evidence.read')
  evidence(@Parent() { evidenceIds }: DrillReply, @Context() context: ApiContext): Promise<Evidence[]> {
    return evidenceOf(context, this.service, evidenceIds);
  }
}

/** Files handed out with injects. */
@Resolver(() => DrillAttachment)
export class DrillAttachmentEdges {
  constructor(private readonly service: EvidenceService) {}

  @ResolveField(() => Evidence, { nullable: true })
  @Seen('evidence.read')
  async evidence(@Parent() { evidenceId }: DrillAttachment, @Context() context: ApiContext): Promise<Evidence | null> {
    if (evidenceId === null) return null;
    const [file] = await evidenceOf(context, this.service, [evidenceId]);
    return file ?? null;
  }
}

import {
  Args,
  Context,
  Field,
  Float,
  ID,
  Int,
  Mutation,
  ObjectType,
  Parent,
  Query,
  ResolveField,
  Resolver,
} from '@nestjs/graphql';
import type { Viewer } from '../../core/access/permissions.js';
import { Allow } from '../../platform/access/allow.js';
import { Seen } from '../../platform/access/seen.js';
import { type ApiContext, Asker } from '../../platform/access/viewer.js';
import { Evidence } from '../evidence/evidence.entity.js';
import { evidenceOf } from '../evidence/evidence.loader.js';
import { EvidenceService } from '../evidence/evidence.service.js';
import { userLoader } from '../exercise/exercise.loader.js';
import { IdentityService } from '../identity/identity.service.js';
import { CertificateService } from './certificate.service.js';
import { CancelDestructionInput, ConfirmDestructionInput, ProposeDestructionInput } from './custody.inputs.js';
import { Destruction, DestructionCertificate } from './destruction.entity.js';
import { DestructionService } from './destruction.service.js';
import { RetentionService } from './retention.service.js';
import { DestructionActs, Retention } from './retention.types.js';

/** The key that signed a certificate. */
@ObjectType()
@Seen('retention.read')
export class CertificateKey {
  @Field({ description: 'Ed25519, PEM (SPKI)' }) publicKey: string;
  @Field({ description: 'SHA-256 of the key in DER form, hex' }) fingerprint: string;
}

/** Retention and destruction. */
@Resolver(() => Destruction)
export class RetentionResolver {
  constructor(
    private readonly retentions: RetentionService,
    private readonly destructions: DestructionService,
    private readonly certificates: CertificateService,
    private readonly evidences: EvidenceService,
    private readonly identity: IdentityService,
  ) {}

  @Query(() => Retention)
  @Allow('retention.read')
  retention(
    @Args('exerciseId', { type: () => ID }) exerciseId: string,
    @Asker() viewer: Viewer | null,
  ): Promise<Retention> {
    return this.retentions.read(exerciseId, viewer);
  }

  @Query(() => Destruction)
  @Allow('retention.read')
  destruction(@Args('id', { type: () => ID }) id: string, @Asker() viewer: Viewer | null): Promise<Destruction> {
    return this.destructions.read(id, viewer);
  }

  @Mutation(() => Destruction, { description: 'Destroys nothing yet' })
  @Allow('retention.propose')
  proposeDestruction(
    @Args('input') input: ProposeDestructionInput,
    @Asker() viewer: Viewer | null,
  ): Promise<Destruction> {
    return this.destructions.propose(input, viewer);
  }

  @Mutation(() => Destruction, { description: 'By a second person; cannot be undone' })
  @Allow('retention.read')
  confirmDestruction(
    @Args('input') input: ConfirmDestructionInput,
    @Asker() viewer: Viewer | null,
    @Context() { req }: ApiContext,
  ): Promise<Destruction> {
    return this.destructions.confirm(input, viewer, req?.ip ?? '');
  }

  @Mutation(() => Destruction)
  @Allow('retention.read')
  cancelDestruction(
    @Args('input') input: CancelDestructionInput,
    @Asker() viewer: Viewer | null,
  ): Promise<Destruction> {
    return this.destructions.cancel(input, viewer);
  }

  @ResolveField(() => DestructionActs, { description: 'What the viewer may do with it' })
  acts(@Parent() destruction: Destruction, @Asker() viewer: Viewer | null): DestructionActs {
    return this.destructions.actsOf(destruction, viewer);
  }

  @ResolveField(() => DestructionCertificate, { nullable: true, description: 'Null until everything is erased' })
  certificate(@Parent() destruction: Destruction): Promise<DestructionCertificate | null> {
    return this.certificates.of(destruction);
  }

  @ResolveField(() => Int)
  fileCount(@Parent() { evidenceIds }: Destruction): number {
    return evidenceIds.length;
  }

  @ResolveField(() => [Evidence])
  files(@Parent() { evidenceIds }: Destruction, @Context() context: ApiContext): Promise<Evidence[]> {
    return evidenceOf(context, this.evidences, evidenceIds);
  }

  @ResolveField(() => Float)
  async totalBytes(@Parent() { evidenceIds }: Destruction, @Context() context: ApiContext): Promise<number> {
    const files = await evidenceOf(context, this.evidences, evidenceIds);
    return files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  }

  @ResolveField(() => String)
  async proposedByName(@Parent() { proposedById }: Destruction, @Context() context: ApiContext): Promise<string> {
    return (await userLoader(context, this.identity).load(proposedById)).displayName;
  }

  @ResolveField(() => String, { nullable: true })
  async settledByName(@Parent() { settledById }: Destruction, @Context() context: ApiContext): Promise<string | null> {
    return settledById === null ? null : (await userLoader(context, this.identity).load(settledById)).displayName;
  }
}

/** What a certificate can be checked with. */
@Resolver(() => DestructionCertificate)
export class DestructionCertificateResolver {
  constructor(private readonly certificates: CertificateService) {}

  @ResolveField(() => CertificateKey, { nullable: true })
  key(@Parent() { exerciseId }: DestructionCertificate): Promise<CertificateKey | null> {
    return this.certificates.keyOf(exerciseId);
  }
}

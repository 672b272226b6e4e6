import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { Seen } from '../../platform/access/seen.js';
import { Board } from '../board/board.types.js';
import { ProofService } from './proof.service.js';
import { Proof } from './proof.types.js';

/** The proof beside the board. */
@Resolver(() => Board)
export class ProofResolver {
  constructor(private readonly proofs: ProofService) {}

  @ResolveField(() => Proof, { nullable: true, description: 'The latest checkpoint; null before there is one' })
  @Seen('board.watch')
  proof(@Parent() board: Board): Promise<Proof | null> {
    return this.proofs.ofBoard(board);
  }
}

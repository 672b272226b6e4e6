import { Injectable } from '@nestjs/common';
import { statementOf } from '../../core/proof/checkpoint.js';
import { SigningKeys } from '../../platform/signing/signing-keys.service.js';
import type { Board } from '../board/board.types.js';
import { CheckpointService, contentOf } from './checkpoint.service.js';
import type { Proof } from './proof.types.js';

/** What everybody may see and keep of the proof. */
@Injectable()
export class ProofService {
  constructor(
    private readonly checkpoints: CheckpointService,
    private readonly keys: SigningKeys,
  ) {}

  /** The latest checkpoint, for the audience of a board; null before there is one. */
  async ofBoard({ exerciseId, audience }: Board): Promise<Proof | null> {
    const checkpoint = await this.checkpoints.latest(exerciseId);
    const key = await this.keys.publicKeyOf(exerciseId);
    if (checkpoint === null || key === null) return null;
    const { number, seq, journalHash, ledgerHash, boardHash, signature, recordedAt } = checkpoint;
    const statement = statementOf(contentOf(checkpoint));
    const hashes = { journalHash, ledgerHash, boardHash };
    return { ...key, ...hashes, number, seq: audience === 'PUBLIC' ? null : seq, statement, signature, recordedAt };
  }
}

import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Seen } from '../../platform/access/seen.js';

/** The latest checkpoint 校验点 of an exercise: what its key signed, and the key. Keep it to check a later export by. */
@ObjectType()
@Seen('board.watch')
export class Proof {
  @Field(() => Int, { description: '1, 2, 3 … within the exercise' }) number: number;
  @Field({ description: 'Ed25519, PEM (SPKI)' }) publicKey: string;
  @Field({ description: 'SHA-256 of the key in DER form, hex' }) fingerprint: string;
  @Field(() => Int, {
    nullable: true,
    description: 'Journal sequence of the last public record it covers; referees and control only',
  })
  seq: number | null;
  @Field({ description: 'Of the journal record it covers last' }) journalHash: string;
  @Field() ledgerHash: string;
  @Field({ description: 'Salted; the export has the salt' }) boardHash: string;
  @Field({ description: 'The exact text that is signed' }) statement: string;
  @Field({ description: 'Base64' }) signature: string;
  @Field() recordedAt: Date;
}

import { Field, Float, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Seen } from '../../platform/access/seen.js';
import { enumOf } from '../../platform/graphql/enums.js';
import { SCAN_STATES } from './evidence-content.entity.js';

export const ScanStateEnum = enumOf(SCAN_STATES);
registerEnumType(ScanStateEnum, { name: 'ScanState' });

/** Room of one team or unit for evidence, in bytes and files. */
@ObjectType()
@Seen('evidence.file')
export class EvidenceQuota {
  @Field(() => Float) usedBytes: number;

  @Field(() => Float, { description: 'Announced and not yet stored; it counts' }) underwayBytes: number;

  @Field(() => Float) maxBytes: number;

  @Field(() => Float, { description: 'Largest single file' }) maxFileBytes: number;

  @Field(() => Int) files: number;

  @Field(() => Int, { description: 'Uploads that have begun and not ended' }) underway: number;

  @Field(() => Int) maxFiles: number;
}

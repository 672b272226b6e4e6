import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Seen } from '../../platform/access/seen.js';

export const CUSTODY_ACTS = ['VIEWED', 'DOWNLOADED'] as const;
export type CustodyAct = (typeof CUSTODY_ACTS)[number];
export const CustodyActEnum = Object.fromEntries(CUSTODY_ACTS.map((act) => [act, act])) as { [K in CustodyAct]: K };
registerEnumType(CustodyActEnum, { name: 'CustodyAct', description: 'Shown in the browser, or handed out as a file' });

/** In which form content was handed out. */
export const CUSTODY_FORMS = [
  'PICTURE',
  'TEXT',
  'CAPTURE',
  'CAST',
  'DOCUMENT',
  'BYTES',
  'OWN_FILE',
  'ORIGINAL',
] as const;
export type CustodyForm = (typeof CUSTODY_FORMS)[number];
export const CustodyFormEnum = Object.fromEntries(CUSTODY_FORMS.map((form) => [form, form])) as {
  [K in CustodyForm]: K;
};
registerEnumType(CustodyFormEnum, { name: 'CustodyForm' });

/** One link of the chain of custody 保管链: somebody got to see evidence. Written before the bytes leave. */
@Entity('custody')
@ObjectType('CustodyRecord')
@Seen('custody.read')
export class Custody {
  @Field(() => ID) @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Field(() => Int, { description: 'Number of its journal record' }) @Column('integer') seq: number;

  @Field({ description: 'What the marks on the shown content say' }) @Column('text') code: string;

  @Column('uuid') evidenceId: string;

  @Field(() => ID) @Column('uuid') personId: string;

  @Field(() => CustodyActEnum) @Column('text') act: CustodyAct;

  @Field(() => CustodyFormEnum) @Column('text') form: CustodyForm;

  @Field({ description: 'Why the original was asked for; empty for what needs none' }) @Column('text') reason: string;

  @Field() @Column('timestamptz') recordedAt: Date;
}

import { registerEnumType } from '@nestjs/graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { enumOf } from '../../platform/graphql/enums.js';

/** What a unit did instead of defending, as FHZ 减分（一） lists it. */
export const ABNORMAL_FORMS = ['RANGE_BLOCKED', 'SITE_DOWN', 'PICTURE_PAGE', 'OTHER'] as const;
export type AbnormalForm = (typeof ABNORMAL_FORMS)[number];
export const AbnormalFormEnum = enumOf(ABNORMAL_FORMS);

registerEnumType(AbnormalFormEnum, { name: 'AbnormalForm', description: 'What a unit did instead of defending' });

/** An attack team's lead on abnormal defence 非正常防守; permanent. Where it stands follows from the acts on it. */
@Entity('abnormal_episode')
export class AbnormalEpisode {
  @PrimaryColumn('uuid') id: string;

  @Column('uuid') exerciseId: string;

  @Column('text') code: string;

  @Column('integer') receiptSeq: number;

  @Column('uuid') teamId: string;

  @Column('uuid') rootId: string;

  @Column('uuid') unitId: string;

  @Column('text') form: AbnormalForm;

  /** Name or address of the system, as the team saw it. */
  @Column('text') systemName: string;

  @Column('text') narrative: string;

  @Column('timestamptz') evidenceAt: Date;

  @Column('uuid', { array: true }) evidenceIds: string[];

  @Column('uuid') filedById: string;

  @Column('timestamptz') filedAt: Date;
}

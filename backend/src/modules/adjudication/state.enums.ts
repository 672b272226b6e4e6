import { registerEnumType } from '@nestjs/graphql';
import { SUBMISSION_STATES } from '../../core/adjudication/states.js';
import { enumOf } from '../../platform/graphql/enums.js';

export const SubmissionStateEnum = enumOf(SUBMISSION_STATES);
export const IncidentStateEnum = enumOf(['OPEN', 'FILED', 'MARKED'] as const);
export const BonusStateEnum = enumOf(['DRAFT', 'FILED', 'ACCEPTED', 'REJECTED'] as const);

registerEnumType(SubmissionStateEnum, { name: 'SubmissionState' });
registerEnumType(IncidentStateEnum, { name: 'IncidentState' });
registerEnumType(BonusStateEnum, { name: 'BonusState' });

import { registerEnumType } from '@nestjs/graphql';
import { DUTY_LEVELS, HANDOVER_ITEM_KINDS } from '../../core/duty/acts.js';
import { SWAP_STATES } from '../../core/duty/duty-fold.js';
import { HANDOVER_STATES } from '../../core/duty/handover.js';
import { DUTY_ROLES } from '../../core/duty/roster.js';
import { enumOf } from '../../platform/graphql/enums.js';

export const DUTY_PROBLEM_CODES = ['GAP', 'DOUBLE', 'SHORT_REST', 'LENGTH', 'LEFT'] as const;

export const DutyRoleEnum = enumOf(DUTY_ROLES);
export const DutyLevelEnum = enumOf(DUTY_LEVELS);
export const DutyProblemCodeEnum = enumOf(DUTY_PROBLEM_CODES);
export const DutySwapStateEnum = enumOf(SWAP_STATES);
export const HandoverStateEnum = enumOf(HANDOVER_STATES);
export const HandoverItemKindEnum = enumOf(HANDOVER_ITEM_KINDS);

registerEnumType(DutyRoleEnum, { name: 'DutyRole' });
registerEnumType(DutyLevelEnum, { name: 'DutyLevel', description: 'Whom a missing check-in is told, in this order' });
registerEnumType(DutyProblemCodeEnum, { name: 'DutyProblemCode' });
registerEnumType(DutySwapStateEnum, { name: 'DutySwapState' });
registerEnumType(HandoverStateEnum, { name: 'HandoverState' });
registerEnumType(HandoverItemKindEnum, { name: 'HandoverItemKind' });

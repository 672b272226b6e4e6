import { registerEnumType } from '@nestjs/graphql';
import { PERIOD_MODES, PERIOD_PHASES } from '../../core/protection/period.js';
import { enumOf } from '../../platform/graphql/enums.js';

export const PeriodPhaseEnum = enumOf(PERIOD_PHASES);
export const PeriodModeEnum = enumOf(PERIOD_MODES);

registerEnumType(PeriodPhaseEnum, { name: 'PeriodPhase', description: '事前, 临战, 实战, 事后' });
registerEnumType(PeriodModeEnum, { name: 'PeriodMode', description: '平时, 上班, 下班, 重保' });

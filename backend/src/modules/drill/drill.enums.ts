import { registerEnumType } from '@nestjs/graphql';
import { DRILL_ACTS } from '../../core/drill/acts.js';
import { DRILL_STATES } from '../../core/drill/clock.js';
import { CELL_STATES } from '../../core/drill/view.js';
import { enumOf } from '../../platform/graphql/enums.js';

/** What the facilitator has before him, soonest first. */
export const COMING_KINDS = ['RELEASE', 'REMINDER', 'ESCALATION', 'MANUAL', 'CONDITION', 'OVERDUE', 'CALL'] as const;
export type ComingKind = (typeof COMING_KINDS)[number];

export const DrillStateEnum = enumOf(DRILL_STATES);
export const DrillCellStateEnum = enumOf(CELL_STATES);
export const DrillActEnum = enumOf(DRILL_ACTS);
export const DrillComingEnum = enumOf(COMING_KINDS);

registerEnumType(DrillStateEnum, { name: 'DrillState' });
registerEnumType(DrillCellStateEnum, { name: 'DrillCellState', description: 'How an inject stands at one unit' });
registerEnumType(DrillActEnum, { name: 'DrillActKind' });
registerEnumType(DrillComingEnum, { name: 'DrillComingKind' });

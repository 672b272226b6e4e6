import { registerEnumType } from '@nestjs/graphql';
import { TASK_ACTS, TASK_STATES, TASK_STEPS } from '../../core/protection/task.js';
import { enumOf } from '../../platform/graphql/enums.js';

export const TaskStateEnum = enumOf(TASK_STATES);
export const TaskStepEnum = enumOf(TASK_STEPS);
export const TaskActKindEnum = enumOf(TASK_ACTS);

registerEnumType(TaskStateEnum, { name: 'TaskState', description: 'Where a unit stands with a task' });
registerEnumType(TaskStepEnum, { name: 'TaskStep', description: 'What people do with a task' });
registerEnumType(TaskActKindEnum, { name: 'TaskActKind', description: 'Everything on record of a task' });

import { registerEnumType } from '@nestjs/graphql';
import { EXERCISE_STATES } from '../../core/exercise/states.js';
import { enumOf } from '../../platform/graphql/enums.js';

export type { ExerciseState } from '../../core/exercise/states.js';

/** Life of an exercise. */
export const ExerciseStateEnum = enumOf(EXERCISE_STATES);

registerEnumType(ExerciseStateEnum, { name: 'ExerciseState' });

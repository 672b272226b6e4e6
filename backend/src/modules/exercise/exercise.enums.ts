import { registerEnumType } from '@nestjs/graphql';
import { enumOf } from '../../platform/graphql/enums.js';

/** Life of an exercise; further states come between these when their work exists. */
export const ExerciseStateEnum = enumOf(['DRAFT', 'LIVE', 'ENDED'] as const);
export type ExerciseState = keyof typeof ExerciseStateEnum;

registerEnumType(ExerciseStateEnum, { name: 'ExerciseState' });

import { registerEnumType } from '@nestjs/graphql';
import { enumOf } from '../../platform/graphql/enums.js';

export const QueueSubjectEnum = enumOf(['SUBMISSION', 'INCIDENT'] as const);
export const QueueStateEnum = enumOf(['WAITING', 'CHIEF', 'SETTLED', 'CLOSED'] as const);
export const QueueSeatEnum = enumOf(['MINE', 'FREE', 'TAKEN'] as const);
export type QueueSeat = keyof typeof QueueSeatEnum;

registerEnumType(QueueSubjectEnum, { name: 'QueueSubject', description: 'What a referee takes to judge it' });
registerEnumType(QueueStateEnum, {
  name: 'QueueState',
  description:
    'WAITING for judging; CHIEF: the chief referee decides; SETTLED: decided to the end; CLOSED: out of the queue undecided',
});
registerEnumType(QueueSeatEnum, { name: 'QueueSeat', description: 'What the seats of an item are to the viewer' });

import type { AbnormalState } from '../../gql/schema.js';
import { looks, type StatusLook } from '../../ui/status.js';

export const abnormalLook: Record<AbnormalState, StatusLook> = {
  REPORTED: looks.pending,
  NOTICED: { icon: 'clock', tone: 'warn' },
  CLOSED: looks.ok,
  DISMISSED: looks.none,
};

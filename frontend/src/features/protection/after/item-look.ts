import type { RemediationSeverity, RemediationState } from '../../../gql/schema.js';
import { looks, type StatusLook } from '../../../ui/status.js';

export const itemLook: Record<RemediationState, StatusLook> = {
  OPEN: looks.pending,
  STARTED: looks.running,
  SUBMITTED: { icon: 'eye', tone: 'ink' },
  PASSED: looks.ok,
  CLOSED: { icon: 'lock', tone: 'mut' },
  CARRIED: { icon: 'arrow', tone: 'mut' },
};

/** Class of a severity's tag. */
export const severityTone: Record<RemediationSeverity, string> = { HIGH: 'err', MEDIUM: 'warn', LOW: '' };

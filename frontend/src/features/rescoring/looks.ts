import type { RescoringState } from '../../gql/schema.js';
import { looks, type StatusLook } from '../../ui/status.js';

export const setLook: Record<RescoringState, StatusLook> = {
  PROPOSED: looks.pending,
  APPLIED: looks.ok,
  CANCELLED: looks.none,
};

import { looks, type StatusLook } from '../../ui/status.js';
import type { IconName } from '../../ui/icons.js';
import type { PlanInject } from './plan-documents.js';

export const approvalLook: Record<PlanInject['approval']['state'], StatusLook> = {
  PENDING: looks.pending,
  APPROVED: looks.ok,
  RETURNED: looks.returned,
};

export const triggerIcon: Record<PlanInject['trigger'], IconName> = {
  TIMED: 'clock',
  MANUAL: 'people',
  CONDITION: 'plan',
};

/** Colours a planner marks injects with; soft, so that words stay readable on them. */
export const COLORS = ['#fff1b8', '#fcefe4', '#fbe7eb', '#e4f3eb', '#e7f0f9', '#ece6f6'] as const;

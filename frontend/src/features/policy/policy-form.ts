import type { AdjudicationPolicyInput } from '../../gql/schema.js';
import { fieldCode, type Refused } from '../../lib/refusal.js';
import type { PolicyPageData } from './policy-documents.js';

/** A policy while it is being typed: the whole of it, as it will be set. */
export type PolicyForm = AdjudicationPolicyInput;

type Stored = PolicyPageData['adjudicationPolicy']['current'];

/** A form that says what is in force; typing into it changes nothing else. */
export function formOf(policy: Stored): PolicyForm {
  return JSON.parse(JSON.stringify(policy)) as PolicyForm;
}

/** Whether something was typed. */
export function isSame(form: PolicyForm, policy: Stored): boolean {
  return JSON.stringify(form) === JSON.stringify(formOf(policy));
}

/** Why a field of the policy was refused; null for nothing. */
export function policyCode(refused: Refused | null, path: string): string | null {
  return fieldCode(refused, `policy.${path}`);
}

/** Minutes, hours and counts that stand alone. */
export const DEADLINES = [
  'returnHours',
  'maxReturns',
  'appealHours',
  'arbitrationHours',
  'publicNoticeHours',
  'retentionDays',
] as const;

export const PRIORITIES = ['HIGH', 'NORMAL', 'LOW'] as const;
export const SETTLEMENTS = ['MEAN', 'LOWER', 'HIGHER', 'FIRST'] as const;
export const TEMPLATE_USES = ['ACCEPTED', 'PARTIAL', 'REJECTED', 'RETURNED', 'MARKS'] as const;

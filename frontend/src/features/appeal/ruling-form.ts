import type { MarksRulingInput, Outcome, RulingInput } from '../../gql/schema.js';
import type { AppealCategory, AppealedNode } from './ruling-documents.js';

/** The new verdict on a node, as typed. */
export interface NodeForm {
  outcome: Outcome;
  categoryKey: string;
  privilegeKey: string;
  quantity: string;
  judgedPoints: string;
  deductionPoints: string;
  systemKey: string;
  vulnerabilityKey: string;
  factors: string[];
  measures: Record<string, string>;
  reason: string;
}

const BLANK: NodeForm = {
  outcome: 'ACCEPTED',
  categoryKey: '',
  privilegeKey: '',
  quantity: '1',
  judgedPoints: '',
  deductionPoints: '',
  systemKey: '',
  vulnerabilityKey: '',
  factors: [],
  measures: {},
  reason: '',
};

const orEmpty = (text: string | null | undefined): string => text ?? '';

/** The verdict in force, to be changed; the reason is a new one. */
export function nodeForm({ verdict, assetName }: AppealedNode): NodeForm {
  if (!verdict) return { ...BLANK, systemKey: assetName, factors: [], measures: {} };
  return {
    outcome: verdict.outcome,
    categoryKey: orEmpty(verdict.categoryKey),
    privilegeKey: orEmpty(verdict.privilegeKey),
    quantity: String(verdict.quantity),
    judgedPoints: orEmpty(verdict.judgedPoints),
    deductionPoints: orEmpty(verdict.deductionPoints),
    systemKey: verdict.systemKey,
    vulnerabilityKey: orEmpty(verdict.vulnerabilityKey),
    factors: [...verdict.factors],
    measures: Object.fromEntries(verdict.measures.map(({ name, value }) => [name, value])),
    reason: '',
  };
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** As the server takes it: what the category does not know is left out. */
export function rulingInput(form: NodeForm, node: AppealedNode, category: AppealCategory | null): RulingInput {
  const nothing = {
    categoryKey: null,
    privilegeKey: null,
    quantity: 1,
    judgedPoints: null,
    deductionPoints: null,
    factors: [],
    measures: [],
    vulnerabilityKey: null,
  };
  return {
    nodeId: node.id,
    expectedVerdictId: node.verdict?.id ?? null,
    outcome: form.outcome,
    systemKey: form.systemKey.trim(),
    reason: form.reason.trim(),
    ...(form.outcome === 'REJECTED' ? nothing : figuresOf(form, category)),
  };
}

/** What an accepted node is worth, as far as its category asks. */
function figuresOf(form: NodeForm, category: AppealCategory | null) {
  const knows = (list: readonly { key: string }[] | undefined, key: string) => list?.some((one) => one.key === key);
  return {
    categoryKey: orNull(form.categoryKey),
    privilegeKey: knows(category?.privileges, form.privilegeKey) ? form.privilegeKey : null,
    quantity: category?.quantityLabel ? Math.max(1, Number.parseInt(form.quantity, 10) || 1) : 1,
    judgedPoints: orNull(form.judgedPoints),
    deductionPoints: orNull(form.deductionPoints),
    factors: form.factors.filter((key) => category?.factorKeys.includes(key)),
    measures: Object.entries(form.measures).flatMap(([name, value]) =>
      knows(category?.measures, name) && value.trim() !== '' ? [{ name, value: value.trim() }] : [],
    ),
    vulnerabilityKey: orNull(form.vulnerabilityKey),
  };
}

/** One item of the rubric with its share, as typed. */
export interface MarkLine {
  readonly itemKey: string;
  readonly title: { readonly zh: string; readonly en: string };
  share: string;
  comment: string;
}

/** A whole sheet as the server takes it; items without a share are not marked. */
export function marksInput(
  lines: readonly MarkLine[],
  sheet: { incidentId: string; expectedMarkSheetId: string; comment: string },
): MarksRulingInput {
  const marks = lines
    .filter(({ share }) => share.trim() !== '')
    .map(({ itemKey, share, comment }) => ({ itemKey, share: share.trim(), comment }));
  return { ...sheet, comment: sheet.comment.trim(), marks };
}

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

/** The verdict in force, to be changed; the reason is a new one. */
export function nodeForm({ verdict, assetName }: AppealedNode): NodeForm {
  return {
    outcome: verdict?.outcome ?? 'ACCEPTED',
    categoryKey: verdict?.categoryKey ?? '',
    privilegeKey: verdict?.privilegeKey ?? '',
    quantity: String(verdict?.quantity ?? 1),
    judgedPoints: verdict?.judgedPoints ?? '',
    deductionPoints: verdict?.deductionPoints ?? '',
    systemKey: verdict?.systemKey ?? assetName,
    vulnerabilityKey: verdict?.vulnerabilityKey ?? '',
    factors: [...(verdict?.factors ?? [])],
    measures: Object.fromEntries((verdict?.measures ?? []).map(({ name, value }) => [name, value])),
    reason: '',
  };
}

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** As the server takes it: what the category does not know is left out. */
export function rulingInput(form: NodeForm, node: AppealedNode, category: AppealCategory | null): RulingInput {
  const isRejected = form.outcome === 'REJECTED';
  const measures = (category?.measures ?? []).flatMap(({ key }) => {
    const value = (form.measures[key] ?? '').trim();
    return value === '' ? [] : [{ name: key, value }];
  });
  const privileges = category?.privileges.map(({ key }) => key) ?? [];
  return {
    nodeId: node.id,
    expectedVerdictId: node.verdict?.id ?? null,
    outcome: form.outcome,
    categoryKey: isRejected ? null : orNull(form.categoryKey),
    privilegeKey: !isRejected && privileges.includes(form.privilegeKey) ? form.privilegeKey : null,
    quantity: isRejected || !category?.quantityLabel ? 1 : Math.max(1, Number.parseInt(form.quantity, 10) || 1),
    judgedPoints: isRejected ? null : orNull(form.judgedPoints),
    deductionPoints: isRejected ? null : orNull(form.deductionPoints),
    systemKey: form.systemKey.trim(),
    factors: isRejected ? [] : form.factors.filter((key) => category?.factorKeys.includes(key)),
    measures: isRejected ? [] : measures,
    vulnerabilityKey: isRejected ? null : orNull(form.vulnerabilityKey),
    reason: form.reason.trim(),
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

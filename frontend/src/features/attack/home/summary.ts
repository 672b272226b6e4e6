import type { TeamSubmissionsQuery } from '../../../gql/graphql.js';
import type { Outcome } from '../../../gql/schema.js';
import type { Text } from '../../../lib/text.js';
import type { AttackRules } from '../documents.js';
import { attackStepWords } from '../step-names.js';

export type SubmissionRow = TeamSubmissionsQuery['submissions']['nodes'][number];

/** Outcome of the whole result once every node is judged: the worst mixture is partly accepted. */
export function outcomeOf(row: SubmissionRow): Outcome | null {
  if (row.state !== 'JUDGED') return null;
  const outcomes = new Set(row.nodes.map(({ verdict }) => verdict?.outcome));
  const [only] = outcomes;
  return outcomes.size === 1 && only ? only : 'PARTIAL';
}

/** Nodes with a verdict. */
export const judgedCount = (row: SubmissionRow): number => row.nodes.filter(({ verdict }) => verdict).length;

/** True for a judged result that earned nothing. */
export const isZero = (row: SubmissionRow): boolean =>
  row.state === 'JUDGED' && (row.points === '0' || row.points == null);

/** Why the result earned less than it could, node by node, in one line: reasons of the referee or of the rules. */
export function remarkOf(text: Text, row: SubmissionRow, rules: AttackRules | null): string {
  if (row.state === 'DRAFT')
    return row.missing.length > 0
      ? text.t('attack.list.lacks', { n: row.missing.length })
      : text.t('attack.list.complete');
  const judged = row.nodes.flatMap(({ verdict }) => verdict ?? []);
  if (row.state === 'JUDGING' && judged.length > 0 && judged.every(({ outcome }) => outcome === 'ACCEPTED')) {
    return text.t('attack.list.allAccepted', { n: judged.length });
  }
  const reasons = row.nodes.flatMap((node) => {
    const zero = node.award?.zeroReason;
    if (!node.verdict || !zero) return [];
    const words =
      zero.code === 'REJECTED' && node.verdict.reason ? node.verdict.reason : attackStepWords(text, zero, rules);
    return row.nodes.length > 1 ? [text.t('attack.list.nodeReason', { n: node.ordinal, reason: words })] : [words];
  });
  return reasons.join(text.t('attack.list.next'));
}

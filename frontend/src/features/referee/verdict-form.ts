import type { Outcome, VerdictInput } from '../../gql/schema.js';
import type { Category, Price } from './attack-rules-document.js';
import { ownOpinion } from './panel-mode.js';
import type { JudgedNode } from './queue-documents.js';

/** What the referee has filled in for one node; figures stay text until the server reads them. */
export interface VerdictForm {
  outcome: Outcome | null;
  categoryKey: string;
  privilegeKey: string;
  quantity: string;
  judgedPoints: string;
  deductionPoints: string;
  systemKey: string;
  factors: string[];
  measures: Record<string, string>;
  /** Vulnerability group; shown only where the rules count the same one less each time. */
  vulnerabilityKey: string;
  reason: string;
  /** Only of a proposal to overturn: the reason as the parties are told. */
  publicReason: string;
}

type Filed = Pick<JudgedNode, 'categoryKey' | 'privilegeKey' | 'quantity' | 'systemKey' | 'verdicts' | 'verdict'> &
  Partial<Pick<JudgedNode, 'panel'>>;
/** A ruling as it stands, or as the referee himself would have it. */
type Ruled = Omit<NonNullable<NonNullable<JudgedNode['panel']>['opinions'][number]['ruling']>, ' $fragmentName'>;

/** Starts from the verdict in force, else from one's own opinion, else from what the team claims. The outcome of a first verdict is never preset. */
export function formOf(node: Filed): VerdictForm {
  const stands = standingOf(node);
  // A rejected node keeps no category; the claim is the better start for changing that.
  const ruled = stands && stands.categoryKey ? stands : node;
  return {
    categoryKey: ruled.categoryKey ?? '',
    privilegeKey: ruled.privilegeKey ?? '',
    quantity: String(ruled.quantity),
    // The old reason belongs to the old verdict, where it stays; a new one needs its own words.
    reason: '',
    publicReason: '',
    ...judgedPart(stands),
    systemKey: stands?.systemKey ?? node.systemKey,
  };
}

function standingOf({ verdicts, verdict, panel }: Filed): Ruled | null | undefined {
  return verdicts.find(({ id }) => id === verdict?.id) ?? ownOpinion(panel?.opinions ?? [])?.ruling;
}

/** What only a verdict has. */
function judgedPart(stands: Ruled | null | undefined) {
  const nothing = { judgedPoints: '', deductionPoints: '', factors: [], measures: {}, vulnerabilityKey: '' };
  if (!stands) return { outcome: null, ...nothing };
  const { outcome, judgedPoints, deductionPoints, factors, measures, vulnerabilityKey } = stands;
  return {
    outcome,
    judgedPoints: judgedPoints ?? '',
    deductionPoints: deductionPoints ?? '',
    vulnerabilityKey: vulnerabilityKey ?? '',
    factors: [...factors],
    measures: Object.fromEntries(measures.map(({ name, value }) => [name, value])),
  };
}

/** The price that applies: of the privilege where the category has privileges, else of the category. */
export function priceOf(category: Category | null, privilegeKey: string): Price | null {
  if (!category) return null;
  if (category.privileges.length === 0) return category.price ?? null;
  return category.privileges.find(({ key }) => key === privilegeKey)?.price ?? null;
}

/** The form as it will be sent: what the category does not know is left out, so a change of category leaves nothing behind. */
export function inputOf(
  form: VerdictForm,
  category: Category | null,
  subject: Pick<VerdictInput, 'nodeId' | 'expectedVerdictId'>,
): Omit<VerdictInput, 'commandId'> {
  return {
    ...subject,
    outcome: form.outcome ?? 'ACCEPTED',
    systemKey: form.systemKey.trim(),
    deductionPoints: orNull(form.deductionPoints),
    vulnerabilityKey: orNull(form.vulnerabilityKey),
    reason: form.reason.trim(),
    ...(category ? ruledBy(form, category) : NOTHING),
  };
}

const NOTHING = { categoryKey: null, privilegeKey: null, quantity: 1, judgedPoints: null, factors: [], measures: [] };

const orNull = (text: string | undefined) => (text === undefined || text.trim() === '' ? null : text.trim());

/** The part of a verdict that depends on what the category knows. */
function ruledBy(form: VerdictForm, category: Category) {
  const quantity = category.quantityLabel ? Number.parseInt(form.quantity, 10) : 1;
  return {
    categoryKey: category.key,
    privilegeKey: category.privileges.length > 0 ? orNull(form.privilegeKey) : null,
    quantity: Number.isSafeInteger(quantity) ? quantity : 0,
    judgedPoints: priceOf(category, form.privilegeKey)?.isJudged ? orNull(form.judgedPoints) : null,
    factors: form.factors.filter((key) => category.factorKeys.includes(key)),
    measures: category.measures.flatMap(({ key: name }) => {
      const value = orNull(form.measures[name]);
      return value === null ? [] : [{ name, value }];
    }),
  };
}

/** True when both would rule the same, whatever the reasons given. */
export function isSameRuling(a: VerdictForm, b: VerdictForm): boolean {
  const bare = (form: VerdictForm) => ({ ...form, reason: '', publicReason: '' });
  return isSameForm(bare(a), bare(b));
}

/** True when both would send the same. */
export function isSameForm(a: VerdictForm, b: VerdictForm): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

const ZONES = ['INTERNET', 'DMZ', 'OFFICE', 'CORE', 'PRODUCTION', 'TEST', null];

/** The path by zone from the outside in; inside a zone in the order in which the team filed it. Empty zones are left out. */
export function byZone<N extends { readonly zone?: string | null; readonly ordinal: number }>(
  nodes: readonly N[],
): { readonly zone: string | null; readonly nodes: readonly N[] }[] {
  const sorted = [...nodes].sort((a, b) => a.ordinal - b.ordinal);
  return ZONES.map((zone) => ({ zone, nodes: sorted.filter((node) => (node.zone ?? null) === zone) })).filter(
    (group) => group.nodes.length > 0,
  );
}

/** The next node without a verdict or an opinion of one's own after this one, round the end; null when there is none. */
export function nextOpen<
  N extends { readonly id: string; readonly verdict?: unknown; readonly panel?: { readonly hasMine: boolean } | null },
>(nodes: readonly N[], currentId: string): N | null {
  const at = nodes.findIndex(({ id }) => id === currentId);
  const round = [...nodes.slice(at + 1), ...nodes.slice(0, Math.max(at, 0))];
  return round.find(({ verdict, panel }) => !verdict && !panel?.hasMine) ?? null;
}

import type { RefusalCode } from '../gql/schema.js';

/** One field the server did not take; path such as 'nodes.2.destinationAddress'. */
export interface RefusedField {
  readonly path: string;
  readonly code: string;
}

/**
 * Why something did not happen. NETWORK is ours: no answer came, so nothing is known.
 * incidentId comes with INTERNAL and is what a person can report.
 */
export interface Refused {
  readonly code: RefusalCode | 'NETWORK';
  readonly params: Readonly<Record<string, string>>;
  readonly fields: readonly RefusedField[];
  readonly incidentId: string | null;
}

interface ErrorLike {
  readonly networkError?: unknown;
  readonly graphQLErrors?: readonly { readonly extensions?: unknown }[];
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function textsOf(value: unknown): Record<string, string> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, String(entry)]));
}

function fieldsOf(value: unknown): RefusedField[] {
  if (!Array.isArray(value)) return [];
  const text = (word: unknown) => (typeof word === 'string' ? word : '');
  return value.filter(isRecord).map((field) => ({ path: text(field['path']), code: text(field['code']) }));
}

/** Reads what a failed GraphQL operation says. Without a readable answer the refusal is NETWORK. */
export function refusalOf(error: ErrorLike): Refused {
  const extensions = error.graphQLErrors?.[0]?.extensions;
  if (!isRecord(extensions) || typeof extensions['code'] !== 'string') {
    return { code: 'NETWORK', params: {}, fields: [], incidentId: null };
  }
  const params = textsOf(extensions['params']);
  return {
    code: extensions['code'] as RefusalCode,
    params,
    fields: fieldsOf(extensions['fields']),
    incidentId:
      typeof extensions['incidentId'] === 'string' ? extensions['incidentId'] : (params['incidentId'] ?? null),
  };
}

/** The code for one field (or any field under it), or null: for the error line below that field. */
export function fieldCode(refused: Refused | null, path: string): string | null {
  return refused?.fields.find((field) => field.path === path || field.path.startsWith(`${path}.`))?.code ?? null;
}

import type { Settings } from './words.js';

/** Content with overrides put in, and the paths that lead nowhere. */
export interface AppliedSettings {
  readonly content: unknown;
  readonly unknownPaths: readonly string[];
}

/**
 * Puts settings into parsed content without touching the original. A path names keys; entries of a list are
 * entered by their `key`, e.g. `attack.categories.row-9.cap`. The last step may add a key that is not there yet.
 */
export function applySettings(content: unknown, settings: Settings): AppliedSettings {
  const copy: unknown = structuredClone(content);
  const unknownPaths = Object.entries(settings)
    .filter(([path, value]) => !put(copy, path.split('.'), asFileValue(value)))
    .map(([path]) => path);
  return { content: copy, unknownPaths };
}

/** Paths of settings that lead nowhere in this content. */
export function unknownSettings(content: unknown, settings: Settings): string[] {
  return Object.keys(settings).filter((path) => !isHolder(path.split('.').slice(0, -1).reduce(enter, content)));
}

function isHolder(holder: unknown): holder is Record<string, unknown> {
  return holder !== null && typeof holder === 'object' && !Array.isArray(holder);
}

/** Numbers arrive as text, as in the file itself. */
function asFileValue(value: unknown): unknown {
  return typeof value === 'number' ? String(value) : value;
}

function put(root: unknown, path: readonly string[], value: unknown): boolean {
  const last = path.at(-1);
  const holder = path.slice(0, -1).reduce(enter, root);
  if (last === undefined || last === '__proto__' || !isHolder(holder)) return false;
  holder[last] = value;
  return true;
}

function enter(holder: unknown, step: string): unknown {
  if (Array.isArray(holder)) {
    const entries: readonly unknown[] = holder;
    return entries.find((entry) => isKeyed(entry) && entry.key === step) ?? null;
  }
  return isHolder(holder) && Object.hasOwn(holder, step) ? holder[step] : null;
}

function isKeyed(entry: unknown): entry is { key: unknown } {
  return entry !== null && typeof entry === 'object' && 'key' in entry;
}

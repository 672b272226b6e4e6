import { createHash } from 'node:crypto';
import { exactText, points } from '../kernel/points.js';
import type { Settings } from './words.js';
import { applySettings } from './settings.js';
import { RuleSource } from './source.js';

/** Canonical JSON: keys sorted, numbers in one spelling, so comments and layout do not matter. */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (typeof value === 'string')
    return JSON.stringify(/^-?\d+(\.\d+)?$/.test(value) ? exactText(points(value)) : value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value ?? null);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, part]) => `${JSON.stringify(key)}:${canonicalText(part)}`).join(',')}}`;
}

/**
 * SHA-256 (hex) of a rule-set's content with its settings applied; comments and whitespace do not change it.
 * Text that is not YAML has a hash as well; whether it is a rule-set is for `parseRuleSet` to say.
 */
export function hashRuleSet(text: string, settings: Settings = {}): string {
  return hashContent(contentOf(text, settings));
}

/** The content of a file as plain data, with other readings put in. */
export function contentOf(text: string, settings: Settings): unknown {
  return applySettings(new RuleSource(text, '').plain(), settings).content;
}

export function hashContent(content: unknown): string {
  return createHash('sha256').update(canonicalText(content), 'utf8').digest('hex');
}

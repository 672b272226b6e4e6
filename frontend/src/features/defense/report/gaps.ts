import type { Text } from '../../../lib/text.js';
import { fieldWords } from '../../../lib/refusal-words.js';

/** Name of a place of the report by its path, as the form labels it. */
export function pathName({ t }: Pick<Text, 't'>, path: string): string {
  const address = /^foundAddresses\.(\d+)/.exec(path);
  if (address) return t('defense.found.address', { n: Number(address[1]) + 1 });
  if (path === 'startedAt') return t('defense.report.startedAt');
  if (path === 'endedAt') return t('defense.report.endedAt');
  return path.startsWith('sections') ? t('defense.report.text') : path;
}

/** What is missing, in one line at the foot. */
export function gapWords(
  text: Pick<Text, 't'>,
  { path, code }: { readonly path: string; readonly code: string },
): string {
  const name = pathName(text, path);
  if (code === 'REQUIRED')
    return path === 'sections' ? text.t('defense.gap.noText') : text.t('defense.gap.missing', { name });
  return text.t('defense.gap.wrong', { name, why: fieldWords(text, code) });
}

import type { MarkInput } from '../../gql/schema.js';
import { comparePoints, parsePoints } from '../../lib/points.js';

/** What a referee has put beside one item: an exact share of its weight as text ('3/4'), and a comment. */
export interface MarkDraft {
  share: string | null;
  comment: string;
}

/** The quick marks: key on the keyboard, share of the weight, what is shown. */
export const QUICK_MARKS = [
  { key: '0', share: '0', label: '0' },
  { key: '1', share: '1/4', label: '¼' },
  { key: '2', share: '1/2', label: '½' },
  { key: '3', share: '3/4', label: '¾' },
  { key: '4', share: '1', label: '' },
] as const;

/** Which quick mark a share is, whatever way it is written; null = typed. */
export function quickMarkOf(share: string | null): string | null {
  if (share === null) return null;
  return (
    QUICK_MARKS.find((mark) => comparePoints(mark.share, share) === 0 && parsePoints(share) !== null)?.share ?? null
  );
}

/**
 * What a person types for a share: '80' and '80%' are percent, '0.8' and '4/5' are the share itself; '1' is all of it.
 * Returns the exact share, or null when it is none between nothing and all.
 */
export function shareOfTyped(typed: string): string | null {
  const text = typed.trim().replace('％', '%');
  const percent = /^(\d{1,3}(?:\.\d{1,4})?)%$/.exec(text)?.[1] ?? (/^\d{2,3}(?:\.\d{1,4})?$/.test(text) ? text : null);
  const share = percent === null ? text : perHundred(percent);
  if (!/^\d{1,6}(\.\d{1,6}|\/[1-9]\d{0,5})?$/.test(share)) return null;
  return comparePoints(share, '1') > 0 ? null : share;
}

/** '66.5' percent as '0.665', by moving the point: no float touches a mark. */
function perHundred(percent: string): string {
  const [whole = '0', decimals = ''] = percent.split('.');
  const digits = whole.padStart(3, '0');
  const moved = `${digits.slice(0, -2)}.${digits.slice(-2)}${decimals}`;
  return moved.replace(/^0+(?=\d)/, '').replace(/\.?0+$/, '') || '0';
}

/** How a stored share is typed again: '2/3' stays, '0.665' becomes '66.5%'. */
export function typedOfShare(share: string | null): string {
  if (share === null || share.includes('/')) return share ?? '';
  const [whole = '0', decimals = ''] = share.split('.');
  const digits = `${whole}${decimals.padEnd(2, '0')}`;
  const at = whole.length + 2;
  const rest = digits.slice(at).replace(/0+$/, '');
  return `${digits.slice(0, at).replace(/^0+(?=\d)/, '')}${rest ? `.${rest}` : ''}%`;
}

interface ItemLike {
  readonly key: string;
  readonly mark: string;
}
interface DimensionLike {
  readonly items: readonly ItemLike[];
}

/** Keys of the items a referee marks; the others are computed. */
export function judgedKeys(dimensions: readonly DimensionLike[]): string[] {
  return dimensions.flatMap(({ items }) => items.filter(({ mark }) => mark === 'judged').map(({ key }) => key));
}

/**
 * The items that must carry a mark before the sheet can be recorded: all, where a report is marked whole; where
 * dimensions score alone, the rest of each dimension that was begun.
 */
export function unmarked(
  dimensions: readonly DimensionLike[],
  drafts: ReadonlyMap<string, MarkDraft>,
  isWhole: boolean,
): string[] {
  const isOpen = (key: string) => (drafts.get(key)?.share ?? null) === null;
  return dimensions.flatMap((dimension) => {
    const keys = judgedKeys([dimension]);
    return isWhole || keys.some((key) => !isOpen(key)) ? keys.filter(isOpen) : [];
  });
}

/** The marks to send; with `zeros` unmarked ones of begun dimensions count nothing, for a preview of an unfinished sheet. */
export function marksOf(
  dimensions: readonly DimensionLike[],
  drafts: ReadonlyMap<string, MarkDraft>,
  zeros: readonly string[] = [],
): MarkInput[] {
  return judgedKeys(dimensions).flatMap((itemKey) => {
    const { share = null, comment = '' } = drafts.get(itemKey) ?? {};
    if (share !== null) return [{ itemKey, share, comment: comment.trim() }];
    return zeros.includes(itemKey) ? [{ itemKey, share: '0', comment: '' }] : [];
  });
}

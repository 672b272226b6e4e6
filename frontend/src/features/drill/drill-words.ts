import type { DrillActKind, DrillCellState, DrillState } from '../../gql/schema.js';
import { formatPoints } from '../../lib/points.js';
import type { Text } from '../../lib/text.js';
import type { StatusLook } from '../../ui/status.js';
import type { LogLine } from './drill-log.js';
import { offsetText } from './drill-time.js';

type Words = Pick<Text, 't'>;

/** How a cell looks; the word stands beside the icon. */
export const cellLook: Readonly<Record<DrillCellState, StatusLook>> = {
  WAITING: { icon: 'dash', tone: 'mut' },
  DUE: { icon: 'play', tone: 'warn' },
  RELEASED: { icon: 'ring', tone: 'ink' },
  ACKNOWLEDGED: { icon: 'half', tone: 'ink' },
  COMPLETED: { icon: 'check', tone: 'ok' },
  OVERDUE: { icon: 'clock', tone: 'err' },
  COMPLETED_LATE: { icon: 'clock', tone: 'err' },
  TAKEN_BACK: { icon: 'back', tone: 'mut' },
  NOT_TRIGGERED: { icon: 'dash', tone: 'mut' },
};

export const drillLook: Readonly<Record<DrillState, StatusLook>> = {
  PREPARED: { icon: 'ring', tone: 'mut' },
  RUNNING: { icon: 'play', tone: 'ok' },
  PAUSED: { icon: 'pause', tone: 'warn' },
  ENDED: { icon: 'square', tone: 'mut' },
};

/** '42 秒', '14 分', '2 时 05 分': whole, rounded down, so that no limit looks further away than it is. */
export function lengthWords({ t }: Words, seconds: number): string {
  if (seconds < 60) return t('drill.matrix.seconds', { s: seconds });
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) return t('drill.matrix.minutes', { m: minutes });
  return t('drill.matrix.hours', { h: Math.floor(minutes / 60), m: String(minutes % 60).padStart(2, '0') });
}

/** '14 / 10 分': time used and its limit, in the same unit where both are minutes. */
export function usedOfWords(words: Words, used: number, limit: number): string {
  const usedText = used >= 60 && used < 7200 && limit < 7200 ? String(Math.floor(used / 60)) : lengthWords(words, used);
  return words.t('drill.matrix.of', { used: usedText, limit: lengthWords(words, limit) });
}

const LONGEST = 60;
const shortened = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

/** One line of the log. */
export function actWords({ t }: Words, line: LogLine): string {
  const { act } = line;
  const words = t(`drill.act.${act.kind}`, paramsOf({ t }, line));
  const by = byWhom({ t }, act);
  return by === null ? words : t('drill.act.by', { words, name: by });
}

function paramsOf({ t }: Words, { act, units }: LogLine): Record<string, string | number> {
  return {
    code: act.code ?? '',
    unit: units.length > 1 ? t('drill.act.units', { n: units.length }) : (units[0] ?? ''),
    to: act.to ?? offsetText(act.toSeconds ?? 0),
    factor: act.factor ?? 1,
    points: formatPoints(act.points),
    text: shortened(act.text ?? ''),
  };
}

/** Who did it, where that matters; what time released says so. */
function byWhom({ t }: Words, { kind, actorName }: LogLine['act']): string | null {
  if (actorName != null) return BY_HAND.includes(kind) ? actorName : null;
  return kind === 'RELEASED' ? t('drill.act.timer') : null;
}

/** Acts of which it matters who did them; those of a unit say so themselves. */
const BY_HAND: readonly DrillActKind[] = [
  'PAUSED',
  'RESUMED',
  'JUMPED',
  'RELEASED',
  'TAKEN_BACK',
  'CALLED',
  'MARKED',
  'NOTED',
];

import { computed } from 'vue';
import { useText } from '../../lib/text.js';

/** What the buttons of the key bar do. */
export interface BarActs {
  readonly rules: () => void;
  readonly next: () => void;
  readonly release: () => void;
  readonly reset: () => void;
}

/** The keys shown along the foot of the workbench; those with an act are buttons too. */
export function useBarKeys(acts: BarActs) {
  const { t } = useText();
  return computed(() => [
    { keys: ['J', 'K'], label: t('referee.keys.nodes') },
    { keys: ['1', '2', '3'], label: t('referee.keys.outcome') },
    { keys: ['P'], label: t('referee.keys.privilege') },
    { keys: ['[', ']'], label: t('referee.keys.evidence') },
    { keys: [t('referee.keys.space')], label: t('referee.keys.enlarge') },
    { keys: ['T'], label: t('queue.template.title') },
    { keys: ['R'], label: t('referee.keys.rules'), act: acts.rules },
    { keys: ['N'], label: t('queue.keys.next'), act: acts.next },
    { keys: ['X'], label: t('queue.keys.release'), act: acts.release },
    { keys: ['U'], label: t('referee.keys.reset'), act: acts.reset },
  ]);
}

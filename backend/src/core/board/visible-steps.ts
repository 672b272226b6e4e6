/**
 * What of an explanation its reader may see. Codes of other parties' results, system names and counts of
 * addresses known to be controlled are left out: from those a team could be named or the progress of the
 * other side computed.
 */
import type { Step } from '../scoring/award.js';

/** FULL: referees and control. OWN: the party scored. OPEN: everybody else. */
export type Sight = 'FULL' | 'OWN' | 'OPEN';

const HIDDEN_FROM_OTHERS: ReadonlySet<string> = new Set([
  'result',
  'node',
  'system',
  'results',
  'incident',
  'found',
  'controlled',
  'group',
  'inject',
]);
/** A team may know its own paths and what outranked them, not the words referees share over all teams. */
const HIDDEN_FROM_TEAM: ReadonlySet<string> = new Set(['group']);
/** A unit may know its own incidents and what it found itself, not the attackers' results. */
const HIDDEN_FROM_UNIT: ReadonlySet<string> = new Set(['result', 'node', 'system', 'results', 'controlled', 'group']);

/** The step without the figures its reader may not know. */
export function visibleStep(step: Step, sight: Sight, side: 'ATTACK' | 'DEFENSE'): Step {
  if (sight === 'FULL') return step;
  const own = side === 'ATTACK' ? HIDDEN_FROM_TEAM : HIDDEN_FROM_UNIT;
  const hidden = sight === 'OWN' ? own : HIDDEN_FROM_OTHERS;
  return {
    code: step.code,
    params: Object.fromEntries(Object.entries(step.params).filter(([name]) => !hidden.has(name))),
  };
}

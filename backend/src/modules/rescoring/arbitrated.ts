import type { EntityManager } from 'typeorm';
import { Refusal } from '../../core/kernel/refusal.js';
import type { Change } from '../../core/rescoring/change.js';

/**
 * Whether arbitration 仲裁 spoke the last word on the decision a change is to replace: it came about by it, or was upheld
 * in it. What an appeal itself proposed is exempt: that is how arbitration speaks.
 */
export async function isArbitrated(tx: EntityManager, change: Change, setId: string | null): Promise<boolean> {
  const decisionId = replacedBy(change);
  if (decisionId === null) return false;
  const [row] = await tx.query<{ is: boolean }[]>(ARBITRATED, [decisionId, setId]);
  return row?.is === true;
}

/** @throws Refusal WRONG_STATE for a decision on which arbitration spoke the last word */
export async function requireNotArbitrated(tx: EntityManager, change: Change): Promise<void> {
  if (await isArbitrated(tx, change, null)) throw new Refusal('WRONG_STATE', { state: 'ARBITRATED' });
}

/** The decision a change replaces; null where it replaces none. */
function replacedBy(change: Change): string | null {
  switch (change.kind) {
    case 'VERDICT_OVERTURNED':
    case 'BONUS_OVERTURNED':
      return change.expectedVerdictId;
    case 'MARKS_OVERTURNED':
      return change.expectedMarkSheetId;
    default:
      return null;
  }
}

/** A decision that a set made carries the set's id. */
const ARBITRATED = `
  SELECT (EXISTS (SELECT 1 FROM appeal_act a WHERE a.rescoring_set_id = $1 AND a.kind = 'ARBITRATION_UPHELD')
          OR EXISTS (SELECT 1 FROM appeal p JOIN appeal_act a ON a.appeal_id = p.id
                      WHERE p.decision_id = $1 AND a.kind = 'ARBITRATION_DISMISSED'))
         AND NOT EXISTS (SELECT 1 FROM appeal_act a WHERE a.rescoring_set_id = $2) AS is`;

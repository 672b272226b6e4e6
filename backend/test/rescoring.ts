import { exactText, points, sum } from '../src/core/kernel/points.js';
import { diffLedger } from '../src/core/ledger/ledger.js';
import { computeAwards } from '../src/core/scoring/compute-awards.js';
import { phaseOf, ScoringService } from '../src/modules/adjudication/scoring.service.js';
import { ExerciseService } from '../src/modules/exercise/exercise.service.js';
import { entryFact, LedgerService, linesInForce } from '../src/modules/ledger/ledger.service.js';
import { commandId, type TestClient } from './client.js';
import { PASSWORD, type ServedWorld } from './world.js';

/** Answers are looked at field by field. */
export type Answer = Awaited<ReturnType<typeof JSON.parse>>;

const SET = `
  id code kind state reason publicReason settledSeq previewHash cancelReason proposedByName settledByName
  acts { approve apply cancel isOwn needsOrganizer }
  approvals { approverName comment }
  changes { name subject ordinal before { zh } after { zh } }
  preview {
    asOfSeq previewHash obstacle reversals postings dropped
    entries { side partyName account code ordinal difference
      before { amount ruleRow zeroReason { code } } after { amount ruleRow zeroReason { code } } }
    parties { side partyId name valueBefore valueAfter rankBefore rankAfter hasChangedLines difference
      accounts { account before after } }
    notices { partyName code people params { name value } }
    conflicts { code }
  }`;
export const PROPOSE = `mutation ($input: ProposeRescoringInput!) { set: proposeRescoring(input: $input) { ${SET} } }`;
export const APPLY = `mutation ($input: ApplyRescoringInput!) { set: applyRescoring(input: $input) { ${SET} } }`;
export const APPROVE = `mutation ($input: ApproveRescoringInput!) { set: approveRescoring(input: $input) { ${SET} } }`;
export const CANCEL = `mutation ($input: CancelRescoringInput!) { set: cancelRescoring(input: $input) { ${SET} } }`;
export const READ = `query ($id: ID!) { set: rescoring(id: $id) { ${SET} } }`;
export const NOTICES = `query ($id: ID!) {
  notices(exerciseId: $id) { unread totalCount nodes { seq code partyId isRead params { name value } } }
}`;

/** Proposes a change in words good enough for every kind. */
export async function propose(
  client: TestClient,
  exerciseId: string,
  part: Record<string, unknown> & { kind: string },
): Promise<Answer> {
  const said = { reason: `复核理由 ${part.kind}`, publicReason: '复核后更正' };
  const { set } = await client.ask<Answer>(PROPOSE, {
    input: { commandId: commandId(), exerciseId, ...said, ...part },
  });
  return set;
}

/** What an approver sends once he has seen a preview. */
export function application(set: Answer, more: Record<string, unknown> = {}): { input: Record<string, unknown> } {
  const { id: setId, preview } = set;
  return {
    input: { commandId: commandId(), setId, previewHash: preview.previewHash, password: PASSWORD, ...more },
  };
}

/** Lines an act posted, as exact figures by source and account. */
export async function postedAt(world: ServedWorld, seq: number): Promise<{ amounts: string[]; reversals: number }> {
  const entries = await world.server.app.get(LedgerService).entriesOf(world.exerciseId);
  const own = entries.filter((entry) => entry.seq === seq);
  return {
    amounts: own.map(({ account, amount }) => `${account} ${amount}`),
    reversals: own.filter(({ reversesId }) => reversesId !== null).length,
  };
}

/** What would have to be posted for the ledger to equal a computation from nothing but the facts: nothing. */
export async function rederived(world: ServedWorld): Promise<unknown[]> {
  const { app } = world.server;
  const exercise = await app.get(ExerciseService).byId(world.exerciseId);
  const scoring = app.get(ScoringService);
  const awards = computeAwards(
    await scoring.rulesOf(exercise),
    await scoring.factsOf(world.exerciseId),
    phaseOf(exercise),
  );
  const entries = await app.get(LedgerService).entriesOf(world.exerciseId);
  return diffLedger(linesInForce(entries).map(entryFact), awards);
}

/** Sum of the differences a preview lists for one side. */
export function listedDifference(set: Answer, side: string): string {
  const own = set.preview.entries.filter((entry: Answer) => entry.side === side);
  return exactText(sum(own.map(({ difference }: Answer) => points(difference))));
}

/** Sum of all lines of one side an act posted. */
export async function postedDifference(world: ServedWorld, seq: number, side: string): Promise<string> {
  const entries = await world.server.app.get(LedgerService).entriesOf(world.exerciseId);
  const own = entries.filter((entry) => entry.seq === seq && entry.side === side);
  return exactText(sum(own.map(({ amount }) => points(amount))));
}

/** What the shape of a facts file cannot say: ids, references, and what the rules know. */
import { rubricItems } from '../ruleset/catalogue.js';
import { points } from '../kernel/points.js';
import type { RatingRules } from '../ruleset/rating-rules.js';
import { levelProblems } from '../scoring/rating.js';
import { checkNode } from './check-nodes.js';
import type { FactsRules } from './facts-rules.js';
import type { FactProblemCode, FactProblems, JsonPath } from './problem.js';
import type { FactsFile } from './schema-facts.js';

/** Notes everything wrong with the facts under these rules. */
export function checkFacts(file: FactsFile, rules: FactsRules, problems: FactProblems): void {
  checkIds(file, problems);
  checkReceipts(file, problems);
  const known = knownOf(file);
  checkUnits(file, known, problems);
  checkResults(file, { rules, known }, problems);
  checkIncidents(file, { rules, known }, problems);
  checkRest(file, { rules, known }, problems);
  checkRating(file, rules.rating, problems);
}

interface Known {
  readonly units: ReadonlyMap<string, string | null>;
  readonly teams: ReadonlySet<string>;
  readonly results: ReadonlySet<string>;
}

interface Context {
  readonly rules: FactsRules;
  readonly known: Known;
}

function knownOf(file: FactsFile): Known {
  return {
    units: new Map(file.units.map(({ id, parent }) => [id, parent])),
    teams: new Set(file.teams.map(({ id }) => id)),
    results: new Set(file.results.map(({ id }) => id)),
  };
}

/** Lists whose entries carry a receipt, in the order that counts where none is given. */
export const RECEIVED = ['results', 'incidents', 'bonuses', 'abnormals', 'adjustments', 'drillMarks'] as const;

/** Every list has ids of its own; nodes share one set, because an award names nothing else. */
function checkIds(file: FactsFile, problems: FactProblems): void {
  for (const list of ['units', 'teams', ...RECEIVED] as const) {
    const seen = new Set<string>();
    file[list].forEach(({ id }, index) => {
      if (seen.has(id)) problems.add([list, index, 'id'], 'REPEATED_ID', { id });
      seen.add(id);
    });
  }
  const nodes = new Set<string>();
  file.results.forEach((result, index) => {
    result.nodes.forEach((node, place) => {
      const id = node.id ?? nodeId(result.id, place);
      if (nodes.has(id)) problems.add(['results', index, 'nodes', place, 'id'], 'REPEATED_ID', { id });
      nodes.add(id);
    });
  });
}

/** Id of a node that was given none. */
export function nodeId(resultId: string, place: number): string {
  return `${resultId}/${place + 1}`;
}

function checkReceipts(file: FactsFile, problems: FactProblems): void {
  const isNumbered = RECEIVED.some((list) => file[list].some(({ receipt }) => receipt !== null));
  if (!isNumbered) return;
  const seen = new Set<number>();
  for (const list of RECEIVED) {
    file[list].forEach(({ receipt }, index) => {
      const path = [list, index, 'receipt'];
      if (receipt === null) problems.add(path, 'RECEIPTS_MIXED');
      else if (seen.has(receipt)) problems.add(path, 'REPEATED_RECEIPT', { receipt: String(receipt) });
      else seen.add(receipt);
    });
  }
}

function checkUnits(file: FactsFile, { units, results }: Known, problems: FactProblems): void {
  file.units.forEach(({ id, parent, knockedOutBy }, index) => {
    if (parent !== null && !units.has(parent)) problems.add(['units', index, 'parent'], 'UNKNOWN_UNIT', { id: parent });
    else if (isInCircle(id, units)) problems.add(['units', index, 'parent'], 'UNIT_CIRCLE');
    if (knockedOutBy !== null && !results.has(knockedOutBy)) {
      problems.add(['units', index, 'knockedOutBy'], 'UNKNOWN_RESULT', { id: knockedOutBy });
    }
  });
}

/** Two walkers, one twice as fast: a chain of a hundred thousand units must not cost memory for each of them. */
function isInCircle(id: string, parents: ReadonlyMap<string, string | null>): boolean {
  const above = (unit: string | null): string | null => (unit === null ? null : (parents.get(unit) ?? null));
  let slow: string | null = id;
  let fast: string | null = above(id);
  while (fast !== null && fast !== slow) {
    slow = above(slow);
    fast = above(above(fast));
  }
  return fast !== null;
}

function rootOf(id: string, parents: ReadonlyMap<string, string | null>): string {
  let root = id;
  for (let steps = parents.size; steps >= 0; steps -= 1) {
    const parent = parents.get(root) ?? null;
    if (parent === null) return root;
    root = parent;
  }
  return root;
}

function checkResults(file: FactsFile, { rules, known }: Context, problems: FactProblems): void {
  file.results.forEach((result, index) => {
    const path = ['results', index];
    if (!known.teams.has(result.team)) problems.add([...path, 'team'], 'UNKNOWN_TEAM', { id: result.team });
    if (!known.units.has(result.unit)) problems.add([...path, 'unit'], 'UNKNOWN_UNIT', { id: result.unit });
    result.nodes.forEach((node, place) => {
      checkNode(node, rules, { path: [...path, 'nodes', place], problems });
    });
  });
}

function checkIncidents(file: FactsFile, { rules, known }: Context, problems: FactProblems): void {
  const defense = rules.defense.defense;
  const items = new Set(defense === null ? [] : rubricItems(defense).map(({ key }) => key));
  const means = new Set((defense?.means ?? []).map(({ key }) => key));
  file.incidents.forEach((incident, index) => {
    const path = ['incidents', index];
    if (!known.units.has(incident.unit)) problems.add([...path, 'unit'], 'UNKNOWN_UNIT', { id: incident.unit });
    incident.links.forEach((id, place) => {
      if (!known.results.has(id)) problems.add([...path, 'links', place], 'UNKNOWN_RESULT', { id });
    });
    for (const [key, share] of Object.entries(incident.marks ?? {})) {
      if (defense !== null && !items.has(key)) problems.add([...path, 'marks', key], 'UNKNOWN_ITEM', { key });
      if (points(share).gt(1)) problems.add([...path, 'marks', key], 'SHARE_ABOVE_ONE', { value: share });
    }
    if (defense === null) return;
    incident.means.forEach((key, place) => {
      if (!means.has(key)) problems.add([...path, 'means', place], 'UNKNOWN_MEANS', { key });
    });
  });
}

function checkRest(file: FactsFile, { rules, known }: Context, problems: FactProblems): void {
  const { units } = known;
  const bonuses = rules.defense.defense?.bonuses ?? null;
  file.bonuses.forEach(({ unit, kind }, index) => {
    const path = ['bonuses', index];
    if (!units.has(unit)) problems.add([...path, 'unit'], 'UNKNOWN_UNIT', { id: unit });
    const isKnown = bonuses === null || bonuses.some(({ key }) => key === kind);
    if (!isKnown) problems.add([...path, 'kind'], 'UNKNOWN_BONUS', { key: kind });
  });
  file.abnormals.forEach(({ unit, evidence, notice, repaired, confirmed }, index) => {
    if (!units.has(unit)) problems.add(['abnormals', index, 'unit'], 'UNKNOWN_UNIT', { id: unit });
    for (const [key, at] of Object.entries({ notice, repaired, confirmed })) {
      if (at === null || Date.parse(at) >= Date.parse(evidence)) continue;
      problems.add(['abnormals', index, key], 'REPAIRED_BEFORE');
    }
  });
  file.drillMarks.forEach(({ unit, full, points: given }, index) => {
    const path = ['drillMarks', index];
    if (!units.has(unit)) problems.add([...path, 'unit'], 'UNKNOWN_UNIT', { id: unit });
    if (points(given).gt(points(full))) problems.add([...path, 'points'], 'ABOVE_FULL', { full });
  });
  file.adjustments.forEach((adjustment, index) => {
    checkAdjustment(adjustment, { path: ['adjustments', index], known, problems });
  });
}

interface AdjustmentPlace {
  readonly path: JsonPath;
  readonly known: Known;
  readonly problems: FactProblems;
}

function checkAdjustment(
  { side, party: id, account }: FactsFile['adjustments'][number],
  { path, known, problems }: AdjustmentPlace,
): void {
  if ((side === 'ATTACK') !== (account === 'ATTACK')) {
    problems.add([...path, 'account'], 'WRONG_ACCOUNT', { side, account });
  }
  const add = (code: FactProblemCode, params: Record<string, string>): void => {
    problems.add([...path, 'party'], code, params);
  };
  if (side === 'ATTACK') {
    if (!known.teams.has(id)) add('UNKNOWN_TEAM', { id });
  } else if (!known.units.has(id)) add('UNKNOWN_UNIT', { id });
  else if (rootOf(id, known.units) !== id) add('NOT_A_ROOT', { id, root: rootOf(id, known.units) });
}

function checkRating({ rating }: FactsFile, rules: RatingRules | null, problems: FactProblems): void {
  if (rating === null || rules === null) return;
  for (const { key, code } of levelProblems(rules, rating)) {
    if (code === 'UNKNOWN_FACTOR') problems.add(['rating', key], 'UNKNOWN_RATING_KEY');
    else problems.add(['rating', key], 'UNKNOWN_LEVEL', { value: rating[key] ?? '' });
  }
}

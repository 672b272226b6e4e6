import { Refusal } from '../kernel/refusal.js';
import { fixedProblems, type FixedFacts, type FixedNode } from './fixed-fields.js';
import { type ReasonGiven, reasonProblems, requireInTime, requireReturnable, returnDueAt } from './return.js';

const codeOf = (act: () => void): string => {
  try {
    act();
    return 'allowed';
  } catch (error) {
    return error instanceof Refusal ? error.code : 'broken';
  }
};

describe('the deadline', () => {
  const returnedAt = new Date('2026-09-15T02:00:00.123Z');
  const dueAt = returnDueAt(returnedAt, 24);

  it.each([
    ['2026-09-16T02:00:00.122Z', 'allowed'],
    ['2026-09-16T02:00:00.123Z', 'allowed'],
    ['2026-09-16T02:00:00.124Z', 'RETURN_TOO_LATE'],
  ])('at %s: %s', (now, expected) => expect(codeOf(() => requireInTime(dueAt, new Date(now)))).toBe(expected));

  it.each([
    [0, 2, 'allowed'],
    [1, 2, 'allowed'],
    [2, 2, 'LIMIT_REACHED'],
    [0, 0, 'LIMIT_REACHED'],
  ])('%d returns of at most %d: %s', (soFar, most, expected) =>
    expect(codeOf(() => requireReturnable(soFar, most))).toBe(expected),
  );
});

describe('reasons', () => {
  const reason = (more: Partial<ReasonGiven> = {}): ReasonGiven => ({
    code: 'INTERVAL_NOT_EXACT',
    partId: null,
    note: '',
    ...more,
  });
  const problems = (...reasons: ReasonGiven[]) =>
    reasonProblems(reasons, new Set(['n1'])).map(({ path, code }) => `${path} ${code}`);

  it.each<[string, ReasonGiven[], string[]]>([
    ['none at all', [], ['reasons REQUIRED']],
    ['a code of the list', [reason()], []],
    ['the same for a node', [reason(), reason({ partId: 'n1' })], []],
    ['a node of another submission', [reason({ partId: 'n2' })], ['reasons.0.partId NOT_FOUND']],
    ['other without words', [reason({ code: 'OTHER', note: ' ' })], ['reasons.0.note REQUIRED']],
    ['other with words', [reason({ code: 'OTHER', note: 'x' })], []],
    ['one twice', [reason(), reason({ note: 'x' })], ['reasons.1 TAKEN']],
  ])('%s', (_, reasons, expected) => expect(problems(...reasons)).toEqual(expected));
});

describe('fixed in a resubmission', () => {
  const node = (id: string, more: Partial<FixedNode> = {}): FixedNode => ({
    id,
    systemKey: `s-${id}`,
    categoryKey: 'row-7',
    ...more,
  });
  const step = node('n2', { categoryKey: null });
  const filed: FixedFacts = { unitId: 'u1', nodes: [node('n1'), step] };
  const problems = (more: Partial<FixedFacts>) =>
    fixedProblems(filed, { ...filed, ...more }).map(({ path, code }) => `${path} ${code}`);
  const FIXED = 'FIXED_IN_RESUBMISSION';

  it.each<[string, Partial<FixedFacts>, string[]]>([
    ['nothing changed', {}, []],
    ['another unit', { unitId: 'u2' }, [`unitId ${FIXED}`]],
    ['a claimed node dropped', { nodes: [step] }, [`nodes ${FIXED}`]],
    ['an unclaimed step dropped', { nodes: [node('n1')] }, []],
    ['an unclaimed step added', { nodes: [node('n1'), step, node('n3', { categoryKey: null })] }, []],
    ['a claim added', { nodes: [node('n1'), step, node('n3')] }, [`nodes.2.categoryKey ${FIXED}`]],
    ['a step that now claims', { nodes: [node('n1'), node('n2')] }, [`nodes.1.categoryKey ${FIXED}`]],
    ['a claim given up', { nodes: [node('n1', { categoryKey: null }), step] }, [`nodes.0.categoryKey ${FIXED}`]],
    ['another system', { nodes: [node('n1', { systemKey: 'x' }), step] }, [`nodes.0.systemKey ${FIXED}`]],
    ['another order', { nodes: [step, node('n1')] }, []],
  ])('%s', (_, change, expected) => expect(problems(change)).toEqual(expected));
});

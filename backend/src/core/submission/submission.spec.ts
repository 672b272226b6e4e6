import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseRuleSet } from '../ruleset/parse.js';
import type { AttackRules } from '../ruleset/attack-rules.js';
import type { NodeDraft, SubmissionDraft } from './draft.js';
import { draftProblems } from './draft-problems.js';
import { missingOf } from './missing.js';
import { scopeFindings } from './scope.js';

const FILE = resolve(import.meta.dirname, '../../../../scenarios/rulesets/tprq.yaml');

function rules(): AttackRules {
  const parsed = parseRuleSet(readFileSync(FILE, 'utf8'), 'tprq.yaml');
  if ('problems' in parsed || parsed.ruleSet.attack === null) throw new Error('tprq.yaml does not parse');
  return parsed.ruleSet.attack;
}

const attack = rules();
const at = (time: string): Date => new Date(`2026-09-16T${time}Z`);

const node = (more: Partial<NodeDraft> = {}): NodeDraft => ({
  id: 'n1',
  parentId: null,
  assetName: '运维堡垒机',
  systemKey: 'bastion',
  zone: 'OFFICE',
  sourceAddress: '203.0.113.88',
  destinationAddress: '198.51.100.40:443',
  startedAt: at('02:51:07'),
  endedAt: at('03:06:30'),
  means: ['m8'],
  categoryKey: 'row-7',
  privilegeKey: 'admin',
  narrative: '以弱口令登录',
  evidenceIds: ['e1'],
  ...more,
});

const draft = (more: Partial<SubmissionDraft> = {}, ...nodes: NodeDraft[]): SubmissionDraft => ({
  unitId: 'u1',
  targetId: null,
  title: '堡垒机失陷',
  startedAt: at('02:00:00'),
  endedAt: at('03:10:00'),
  sourceAddresses: ['203.0.113.88'],
  controlledAddresses: ['198.51.100.40'],
  summary: '经办公网进入',
  nodes: nodes.length > 0 ? nodes : [node()],
  ...more,
});

describe('missingOf', () => {
  const missing = (submission: SubmissionDraft, hasMeans = true) => missingOf(submission, { attack, hasMeans });

  it('lets a complete submission through', () => expect(missing(draft())).toEqual([]));

  it('names every gap of an empty form at once', () => {
    const empty = {
      unitId: null,
      title: ' ',
      startedAt: null,
      endedAt: null,
      sourceAddresses: [],
      summary: '',
      nodes: [],
    };
    expect(missing(draft(empty)).map(({ path, code }) => `${path} ${code}`)).toEqual([
      'unitId REQUIRED',
      'title REQUIRED',
      'startedAt REQUIRED',
      'endedAt REQUIRED',
      'sourceAddresses REQUIRED',
      'summary REQUIRED',
      'nodes REQUIRED',
    ]);
  });

  it.each<[string, Partial<NodeDraft>, string, string]>([
    ['asset', { assetName: '' }, 'assetName', 'REQUIRED'],
    ['zone', { zone: null }, 'zone', 'REQUIRED'],
    ['source', { sourceAddress: '' }, 'sourceAddress', 'REQUIRED'],
    ['a name instead of an address', { destinationAddress: 'portal.example' }, 'destinationAddress', 'NOT_AN_ADDRESS'],
    ['end', { endedAt: null }, 'endedAt', 'REQUIRED'],
    ['order of times', { endedAt: at('02:51:06') }, 'endedAt', 'BEFORE_START'],
    ['means', { means: [] }, 'means', 'REQUIRED'],
    ['narrative', { narrative: '\n' }, 'narrative', 'REQUIRED'],
    ['privilege where it prices the category', { privilegeKey: null }, 'privilegeKey', 'REQUIRED'],
    ['proof of a claim (G7)', { evidenceIds: [] }, 'evidenceIds', 'REQUIRED'],
    ['a category that the rules dropped', { categoryKey: 'row-99' }, 'categoryKey', 'NOT_A_CHOICE'],
  ])('demands of a node: %s', (_, change, field, code) =>
    expect(missing(draft({}, node(change)))).toEqual([{ path: `nodes.0.${field}`, code }]),
  );

  it('asks no privilege of a category with one price', () => {
    const plain = attack.categories.find(({ privileges }) => privileges.length === 0)?.key ?? 'none';
    expect(missing(draft({}, node({ categoryKey: plain, privilegeKey: null })))).toEqual([]);
  });

  it('asks no means where the rules list none', () =>
    expect(missing(draft({}, node({ means: [] })), false)).toEqual([]));

  it('takes a step that claims nothing without proof, but not a path of such steps', () => {
    const step = node({ id: 'n2', categoryKey: null, privilegeKey: null, evidenceIds: [] });
    expect(missing(draft({}, node(), step))).toEqual([]);
    expect(missing(draft({}, step))).toEqual([{ path: 'nodes', code: 'NOTHING_CLAIMED' }]);
  });

  it('points at each address that is none', () => {
    expect(missing(draft({ controlledAddresses: ['198.51.100.40', '10.0.0.0/8', 'host'] }))).toEqual([
      { path: 'controlledAddresses.1', code: 'NOT_AN_ADDRESS' },
      { path: 'controlledAddresses.2', code: 'NOT_AN_ADDRESS' },
    ]);
  });
});

describe('draftProblems', () => {
  const known = {
    unitIds: new Set(['u1']),
    targetIds: new Set(['t1']),
    evidenceIds: new Set(['e1']),
    attack,
    meansKeys: new Set(['m8']),
  };
  const problems = (submission: SubmissionDraft) => draftProblems(submission, known);

  it('accepts an unfinished draft', () => {
    const empty = node({ assetName: '', categoryKey: null, privilegeKey: null, evidenceIds: [], means: [] });
    expect(problems(draft({ unitId: null, title: '' }, empty))).toEqual([]);
  });

  it.each<[Partial<SubmissionDraft>, NodeDraft, string, string]>([
    [{ unitId: 'u9' }, node(), 'unitId', 'NOT_FOUND'],
    [{ targetId: 't9' }, node(), 'targetId', 'NOT_FOUND'],
    [{}, node({ evidenceIds: ['e1', 'foreign'] }), 'nodes.0.evidenceIds.1', 'NOT_FOUND'],
    [{}, node({ means: ['m99'] }), 'nodes.0.means.0', 'NOT_A_CHOICE'],
    [{}, node({ categoryKey: 'row-99' }), 'nodes.0.categoryKey', 'NOT_A_CHOICE'],
    [{}, node({ privilegeKey: 'god' }), 'nodes.0.privilegeKey', 'NOT_A_CHOICE'],
    [{}, node({ categoryKey: null }), 'nodes.0.privilegeKey', 'NOT_A_CHOICE'],
    [{}, node({ parentId: 'n9' }), 'nodes.0.parentId', 'NOT_FOUND'],
    [{}, node({ parentId: 'n1' }), 'nodes.0.parentId', 'CIRCULAR'],
  ])('%j with the node finds %s %s', (more, only, path, code) =>
    expect(problems(draft({ ...more, nodes: [only] }))).toEqual([{ path, code }]),
  );

  it('follows parents over several nodes, in any order', () => {
    const tree = [node({ id: 'a', parentId: 'b' }), node({ id: 'b' }), node({ id: 'c', parentId: 'a' })];
    expect(problems(draft({ nodes: tree }))).toEqual([]);
    const ring = [node({ id: 'a', parentId: 'c' }), node({ id: 'b', parentId: 'a' }), node({ id: 'c', parentId: 'b' })];
    expect(problems(draft({ nodes: ring })).map(({ code }) => code)).toEqual(['CIRCULAR', 'CIRCULAR', 'CIRCULAR']);
  });

  it('finds a node id used twice', () => {
    expect(problems(draft({ nodes: [node(), node()] }))).toEqual([{ path: 'nodes.1.id', code: 'TAKEN' }]);
  });
});

describe('scopeFindings', () => {
  const facts = {
    window: {
      startsAt: at('00:00:00'),
      endsAt: at('23:00:00'),
      timeZone: 'Asia/Shanghai',
      dailyOpensAt: '09:00',
      dailyClosesAt: '21:00',
    },
    targets: [{ name: '生产网', address: '198.51.100.0/25' }],
    sources: [{ cidr: '203.0.113.80/28', validFrom: at('01:00:00'), validTo: at('13:00:00') }],
  };
  const holding = (change: Partial<NodeDraft>): string[] =>
    scopeFindings(node(change), facts).flatMap(({ code, holds }) => (holds ? [code] : []));

  it('says what decided', () => {
    expect(scopeFindings(node(), facts)).toEqual([
      { code: 'IN_SCOPE', holds: true, detail: '198.51.100.40:443 ∈ 198.51.100.0/25 生产网' },
      { code: 'IN_WINDOW', holds: true, detail: '2026-09-16T02:51:07.000Z – 2026-09-16T03:06:30.000Z' },
      { code: 'REGISTERED_SOURCE', holds: true, detail: '203.0.113.88 ∈ 203.0.113.80/28, ≤ 2026-09-16T13:00:00.000Z' },
    ]);
  });

  it.each<[string, Partial<NodeDraft>, string[]]>([
    ['next door', { destinationAddress: '198.51.100.128' }, ['IN_WINDOW', 'REGISTERED_SOURCE']],
    ['a name', { destinationAddress: 'example.com' }, ['IN_WINDOW', 'REGISTERED_SOURCE']],
    ['foreign egress', { sourceAddress: '203.0.113.79' }, ['IN_SCOPE', 'IN_WINDOW']],
    ['before registration, before hours', { startedAt: at('00:30:00') }, ['IN_SCOPE']],
    ['into the night, past registration', { endedAt: at('13:00:01') }, ['IN_SCOPE']],
    ['no times', { startedAt: null, endedAt: null }, ['IN_SCOPE']],
  ])('%s', (_, change, expected) => expect(holding(change)).toEqual(expected));
});

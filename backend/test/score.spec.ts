import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { jest } from '@jest/globals';

jest.setTimeout(120_000);

const PROJECT = resolve(import.meta.dirname, '../..');
const PROGRAM = join(PROJECT, 'dist/backend/src/score.js');
const rules = (key: string): string => join(PROJECT, 'scenarios/rulesets', `${key}.yaml`);
const EXAMPLE = join(PROJECT, 'scenarios/facts/example.json');
const BOTH = ['--ruleset', rules('tprq'), '--ruleset', rules('fhz')];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'yanwu-score-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A run that takes long tells how far it is; how long it takes is the machine's affair. */
const PROGRESS = /^ {0,2}\d{1,3}% {2}.*\n/gm;

/** Runs the built program as a process of its own. */
function score(args: readonly string[], onStart: (child: ChildProcess) => void = () => undefined): Promise<Ran> {
  const memory = '--max-old-space-size=384';
  const child = spawn(process.execPath, [memory, PROGRAM, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const taken = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (taken.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (taken.err += text));
  onStart(child);
  return new Promise((done) => {
    child.on('close', (code) => done({ code, out: taken.out, err: taken.err.replaceAll(PROGRESS, '') }));
  });
}

function put(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

interface Party {
  readonly type: string;
  readonly id: string;
  readonly rank: number | null;
  readonly value: string | null;
  readonly accounts: Record<string, string>;
  readonly zeros: Record<string, number>;
}

async function parties(args: readonly string[]): Promise<Record<string, Party>> {
  const { code, out, err } = await score([...args, '--format', 'json']);
  if (code !== 0) throw new Error(err);
  const entries = JSON.parse(out) as Party[];
  return Object.fromEntries(entries.filter(({ type }) => type === 'party').map((party) => [party.id, party]));
}

/** Facts of one team and one unit with these parts changed. */
function facts(more: Record<string, unknown>): string {
  return JSON.stringify({ version: 1, units: [{ id: 'u1' }], teams: [{ id: 't1' }], ...more });
}

/** Problem lines as `path message`, English half. */
function problems({ err }: Ran): string[] {
  return err.trimEnd().split('\n').slice(0, -1);
}

describe('npm run score: results', () => {
  it('scores the example: totals worked out by hand, ranks, reasons', async () => {
    const found = await parties([...BOTH, '--facts', EXAMPLE]);
    expect(found).toMatchObject({
      // OA 100, server 50, bastion 500 × 3 by IPv6.
      north: { rank: 1, value: '1650.00', accounts: { ATTACK: '1650' }, zeros: {} },
      // Boundary 1000, server 50, ERP 100; the lower privilege and the rejected node nothing; 50 taken by hand.
      south: { rank: 2, value: '1100.00', zeros: { DUPLICATE_SYSTEM: 1, REJECTED: 1 } },
      // Nobody broke it: 0.8, and 1500 of 1900 bonus points: 0.1.
      rail: { rank: 1, value: '9000.00', accounts: { DEDUCTION: '0', BONUS: '1500' }, zeros: { NO_ATTACK_RESULT: 1 } },
      // The first server is free.
      bank: { rank: 2, accounts: { DEDUCTION: '-1150' }, zeros: { DEDUCTION_FREE: 1 } },
      // 1500 × (36 + 4.5 + 4/9) % × 0.8; abnormal defence from 12:00 to 18:20: 10 × 10 + 2 × 20.
      water: { rank: 3, accounts: { DEDUCTION: '-1600', RECOVERY: '1474/3', BONUS: '450', PENALTY: '-140' } },
    });
  });

  it('scores without attack rules by the points in the file, under other readings (FHZ, worked example V4)', async () => {
    const keys = readFileSync(rules('fhz'), 'utf8').matchAll(/^ {8}- key: ([a-z-]+)\n.*\n.*\n {10}weight: [1-9]/gm);
    const marked = (share: string) => Object.fromEntries([...keyList].map((key) => [key, share]));
    const keyList = [...keys].map(([, key]) => key ?? '');
    expect(keyList.length).toBe(25);
    const result = (id: string, judged: number) => ({ id, team: 't1', unit: 'u1', nodes: [{ judged }] });
    const file = put(
      'v4.json',
      facts({
        results: [result('A-1', 500), result('A-2', 1200), result('A-3', 300)],
        incidents: [
          { id: 'I-1', unit: 'u1', links: ['A-1'], marks: marked('0.72') },
          { id: 'I-2', unit: 'u1', links: ['A-2'], marks: marked('1/2') },
        ],
        bonuses: [{ id: 'B-1', unit: 'u1', kind: 'illegal-attack-clue', points: 450 }],
      }),
    );
    const judged = (item: string) => ['--set', `defense.dimensions.detection.items.${item}.mark=judged`];
    const args = ['--ruleset', rules('fhz'), ...judged('coverage'), ...judged('effectiveness'), '--facts', file];
    expect((await parties(args)).u1).toMatchObject({
      value: '4140.00',
      accounts: { DEDUCTION: '-2000', RECOVERY: '768', BONUS: '450' },
    });
  });

  it('takes another reading by --set, and only the file it belongs to changes', async () => {
    const file = put(
      'caps.json',
      facts({
        results: [
          {
            id: 'A',
            team: 't1',
            unit: 'u1',
            nodes: [
              { category: 'row-13', privilege: null, quantity: 1, factors: ['ipv6'], system: 'a' },
              { category: 'row-13', factors: ['ipv6'], system: 'b' },
            ],
          },
        ],
      }),
    );
    const privilege = /key: row-13\n(?:.*\n)*?(?= {4}- key)/.exec(readFileSync(rules('tprq'), 'utf8'))?.[0] ?? '';
    const named = privilege.includes('privileges:')
      ? put(
          'caps.json',
          readFileSync(file, 'utf8')
            .replaceAll('"category":"row-13"', '"category":"row-13","privilege":"admin"')
            .replace('"privilege":null,', ''),
        )
      : file;
    expect((await parties([...BOTH, '--facts', named])).t1?.accounts.ATTACK).toBe('1000');
    const dropped = await parties([...BOTH, '--set', 'attack.options.capPolicy=drop', '--facts', named]);
    expect(dropped.t1?.accounts.ATTACK).toBe('600');
  });

  it('explains every award with its steps, in JSON and as a table', async () => {
    const json = await score([...BOTH, '--facts', EXAMPLE, '--format', 'json', '--explain']);
    const entries = JSON.parse(json.out) as {
      type: string;
      amount?: string;
      steps?: { code: string }[];
      zeroReason?: { code: string } | null;
    }[];
    const awards = entries.filter(({ type }) => type === 'award');
    expect(entries.at(-1)).toEqual({ type: 'end', parties: 5, awards: awards.length });
    expect(
      awards.every(
        ({ amount, steps, zeroReason }) =>
          (amount === '0') === Boolean(zeroReason) && (Boolean(zeroReason) || (steps?.length ?? 0) > 0),
      ),
    ).toBe(true);
    const table = await score([...BOTH, '--facts', EXAMPLE, '--explain']);
    expect(table.out).toMatch(/A-003\/1 .*1500 {2}row-7/);
    expect(table.out).toContain('FACTOR factor=ipv6 times=3');
    expect(table.out).toContain('= 0  DUPLICATE_SYSTEM result=A-004 node=1');
  });

  it('rates factors with a third file, says so without one, and leaves coverage open while it runs', async () => {
    const rated = await score([...BOTH, '--ruleset', rules('rtass'), '--facts', EXAMPLE]);
    expect(rated.out).toMatch(/OE 进攻能量 +5\.56 +中 += 50\/9/);
    expect(rated.err).not.toContain('left out');
    expect((await score([...BOTH, '--facts', EXAMPLE])).err).toContain('the rating is left out');
    const running = await parties([...BOTH, '--facts', EXAMPLE, '--phase', 'provisional']);
    expect(running.water).toMatchObject({ isProvisional: true });
  });

  it('goes by receipt where it is given, whatever the order in the file', async () => {
    const one = (id: string, team: string, receipt: number) => ({
      id,
      receipt,
      team,
      unit: 'u1',
      nodes: [{ category: 'row-6', privilege: 'admin', system: 'oa' }],
    });
    const file = put(
      'order.json',
      JSON.stringify({
        version: 1,
        units: [{ id: 'u1' }],
        teams: [{ id: 't1' }, { id: 't2' }],
        results: [one('B', 't2', 9), one('A', 't1', 3)],
      }),
    );
    const args = ['--ruleset', rules('tprq'), '--set', 'attack.options.dedupAcrossTeams=true', '--facts', file];
    expect(await parties(args)).toMatchObject({
      t1: { accounts: { ATTACK: '100' } },
      t2: { accounts: { ATTACK: '0' } },
    });
  });

  it('writes into a file, and ends in peace when its reader goes away', async () => {
    const path = join(folder, 'out.json');
    const ran = await score([...BOTH, '--facts', EXAMPLE, '--format', 'json', '--out', path]);
    expect(ran).toMatchObject({ code: 0, out: '' });
    expect((JSON.parse(readFileSync(path, 'utf8')) as unknown[]).length).toBe(7);
    const gone = await score([...BOTH, '--facts', manyFacts(4000), '--format', 'json', '--explain'], ({ stdout }) => {
      stdout?.once('data', () => stdout.destroy());
    });
    expect(gone).toMatchObject({ code: 0 });
    expect(gone.err).not.toContain('EPIPE');
  });

  it('streams twenty thousand results in little memory', async () => {
    const { code, out, err } = await score([...BOTH, '--facts', manyFacts(20_000), '--format', 'json', '--explain']);
    expect([code, err.includes('heap')]).toEqual([0, false]);
    const lines = out.trimEnd().split('\n');
    expect(JSON.parse(lines.at(-2) ?? '')).toMatchObject({ type: 'end', parties: 30 });
    // Brackets, run, parties, end, and an award or two for each node.
    expect(lines.length).toBeGreaterThan(40_000);
  });
});

/** So many results with two nodes each, over ten teams and twenty units. */
function manyFacts(results: number): string {
  const list = (count: number, letter: string) =>
    Array.from({ length: count }, (_, index) => ({ id: `${letter}${index}` }));
  const nodes = (index: number) => [
    { category: 'row-3', privilege: 'admin', system: `s${index % 3000}` },
    { category: 'row-6', privilege: 'user', system: `w${index % 5000}` },
  ];
  const file = {
    version: 1,
    units: list(20, 'u'),
    teams: list(10, 't'),
    results: Array.from({ length: results }, (_, index) => ({
      id: `A${index}`,
      team: `t${index % 10}`,
      unit: `u${index % 20}`,
      nodes: nodes(index),
    })),
  };
  return put(`many-${results}.json`, JSON.stringify(file));
}

describe('npm run score: refusals', () => {
  it('lists every problem of the facts at its path', async () => {
    const file = put(
      'wrong.json',
      JSON.stringify({
        version: 1,
        units: [
          { id: 'u1' },
          { id: 'u1' },
          { id: 'u2', parent: 'u9' },
          { id: 'a', parent: 'b' },
          { id: 'b', parent: 'a' },
        ],
        teams: [{ id: 't1' }],
        results: [
          {
            id: 'A',
            team: 't9',
            unit: 'u9',
            nodes: [
              { category: 'row-99' },
              { category: 'row-3', privilege: 'root', factors: ['x'], measures: { m: 1 } },
              {},
            ],
          },
          { id: 'A', team: 't1', unit: 'u1', nodes: [] },
        ],
        incidents: [{ id: 'I', unit: 'u1', links: ['Z'], marks: { nope: '1', timeliness: '3/2' }, means: ['m99'] }],
        bonuses: [{ id: 'B', unit: 'u1', kind: 'gift', points: 1 }],
        abnormals: [{ id: 'P', unit: 'u1', evidence: '2026-07-01T10:00:00Z', notice: '2026-07-01T09:00:00Z' }],
        adjustments: [{ id: 'X', side: 'DEFENSE', party: 'u2', account: 'ATTACK', points: 1 }],
      }),
    );
    const ran = await score([...BOTH, '--facts', file]);
    expect([ran.code, ran.out]).toEqual([1, '']);
    const paths = problems(ran).map((line) => /^\S+ (\$\S*)/.exec(line)?.[1]);
    expect(paths).toEqual([
      '$.units[1].id',
      '$.results[1].id',
      '$.units[2].parent',
      '$.units[3].parent',
      '$.units[4].parent',
      '$.results[0].team',
      '$.results[0].unit',
      '$.results[0].nodes[0].category',
      '$.results[0].nodes[1].privilege',
      '$.results[0].nodes[1].measures.m',
      '$.results[0].nodes[1].factors[0]',
      '$.results[0].nodes[2].category',
      '$.incidents[0].links[0]',
      '$.incidents[0].marks.nope',
      '$.incidents[0].marks.timeliness',
      '$.incidents[0].means[0]',
      '$.bonuses[0].kind',
      '$.abnormals[0].notice',
      '$.adjustments[0].account',
      '$.adjustments[0].party',
    ]);
    expect(ran.err).toContain('20 problems');
  });

  it.each([
    ['a decimal number', '0.1', 'no exact number'],
    ['beyond all numbers', '1e400', 'no exact number'],
    ['more digits than a number holds', '12345678901234567890', 'out of range'],
    ['an exponent', '"1e3"', 'not written correctly'],
    ['a division by nothing', '"1/0"', 'not written correctly'],
    ['a million digits', `"${'9'.repeat(1_000_000)}"`, 'not written correctly'],
    ['less than nothing', '-1', 'out of range'],
    ['a list', '[]', 'figure'],
    ['a steering character', '"\\u001b[31m9"', '\ufffd[31m9'],
  ])('a figure that is %s is refused at its path', async (_name, figure, words) => {
    const file = put(
      'figure.json',
      facts({ bonuses: [{ id: 'B', unit: 'u1', kind: 'zero-day', points: 0 }] }).replace(
        '"points":0',
        `"points":${figure}`,
      ),
    );
    const ran = await score([...BOTH, '--facts', file]);
    expect(ran.code).toBe(1);
    expect(problems(ran)).toEqual([expect.stringContaining('$.bonuses[0].points')]);
    expect(ran.err).toContain(words);
    expect(ran.err.length).toBeLessThan(600);
  });

  it('names receipts that are missing or taken twice', async () => {
    const bonus = (id: string, receipt?: number) => ({ id, receipt, unit: 'u1', kind: 'zero-day', points: 1 });
    const file = put('receipts.json', facts({ bonuses: [bonus('a', 1), bonus('b'), bonus('c', 1)] }));
    const found = problems(await score([...BOTH, '--facts', file])).map(
      (line) => line.slice(line.indexOf('$')).split(' ')[0],
    );
    expect(found).toEqual(['$.bonuses[1].receipt', '$.bonuses[2].receipt']);
  });

  it.each(['__proto__', 'constructor', 'prototype'])('does not take %s for a key anywhere', async (name) => {
    const spoilt = facts({ incidents: [{ id: 'I', unit: 'u1', marks: { SPOT: 1 } }] }).replace('SPOT', name);
    const ran = await score([...BOTH, '--facts', put('proto.json', spoilt)]);
    expect([ran.code, problems(ran)[0]]).toEqual([1, expect.stringContaining(`$.incidents[0].marks.${name}`)]);
    const top = await score([...BOTH, '--facts', put('proto.json', `{"${name}":{"polluted":1},${facts({}).slice(1)}`)]);
    expect(top.code).toBe(1);
    // As the name of a thing it is a name like any other.
    const thing = put('name.json', facts({}).replaceAll('"u1"', `"${name}"`).replaceAll('"t1"', `"${name}"`));
    expect((await score([...BOTH, '--facts', thing])).code).toBe(0);
  });

  it('counts on when a file has more mistakes than anybody reads', async () => {
    const nodes = Array.from({ length: 30_000 }, (_, index) => ({
      id: `B${index}`,
      unit: 'nobody',
      kind: 'gift',
      points: 1,
    }));
    const ran = await score([...BOTH, '--facts', put('wrongs.json', facts({ bonuses: nodes }))]);
    expect(ran.code).toBe(1);
    expect(problems(ran)).toHaveLength(1001);
    expect(ran.err).toContain('60000 problems');
  });

  it.each([
    ['nothing', '', /:1:1 .*not JSON/],
    ['half a document', '{\n  "version": 1,\n', /:3:1 .*not JSON/],
    ['no JSON', '{\n  version: 1 }', /:2:3 .*not JSON/],
    ['UTF-16', Buffer.from('\ufeff{"version":1}', 'utf16le'), /UTF-16/],
    ['UTF-16 without a mark', Buffer.from('{"version":1}', 'utf16le'), /UTF-16/],
    ['GBK', Buffer.from([0x7b, 0x0a, 0x22, 0xd1, 0xdd, 0x22]), /:2:2 .*not UTF-8 .*0xD1/],
  ])('one line for a file that is %s', async (_name, content, line) => {
    const ran = await score([...BOTH, '--facts', put('broken.json', content)]);
    expect([ran.code, ran.out]).toEqual([2, '']);
    expect(ran.err.trimEnd().split('\n')).toEqual([expect.stringMatching(line)]);
  });

  it('reads UTF-8 with a byte-order mark', async () => {
    expect((await score([...BOTH, '--facts', put('bom.json', `\ufeff${facts({})}`)])).code).toBe(0);
  });

  it.each([
    ['lists', `${'['.repeat(200_000)}${']'.repeat(200_000)}`],
    ['mappings', `${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`],
    [
      'marks',
      facts({ incidents: [{ id: 'I', unit: 'u1', marks: 'DEEP' }] }).replace(
        '"DEEP"',
        `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
      ),
    ],
  ])('is not brought down by deep nesting: %s', async (_name, content) => {
    const ran = await score([...BOTH, '--facts', put('deep.json', content)]);
    expect(ran.code).toBe(1);
    expect(ran.err.length).toBeLessThan(5000);
  });

  it('one line for what is no file, not there, or too large', async () => {
    const absent = await score([...BOTH, '--facts', join(folder, 'absent.json')]);
    expect([absent.code, absent.err]).toEqual([2, expect.stringContaining('no such file')]);
    mkdirSync(join(folder, 'a-folder'), { recursive: true });
    const inFolder = await score([...BOTH, '--facts', join(folder, 'a-folder')]);
    expect([inFolder.code, inFolder.err]).toEqual([2, expect.stringContaining('not a file')]);
    const yaml = put('huge.yaml', Buffer.alloc(50 * 1024 * 1024, 'a: 1\n'));
    const huge = await score(['--ruleset', yaml, '--facts', EXAMPLE]);
    expect([huge.code, huge.err.split('\n').length]).toEqual([2, 2]);
    expect(huge.err).toContain('50 MB');
  });

  it('lists the problems of every rule-set at line and column', async () => {
    const text = readFileSync(rules('fhz'), 'utf8');
    const one = put('one.yaml', text.replace('recoveryShare: 0.8', 'recoveryShare: much'));
    const two = put(
      'two.yaml',
      readFileSync(rules('tprq'), 'utf8').replace('capPolicy: truncate', 'capPolicy: shorten'),
    );
    const ran = await score(['--ruleset', one, '--ruleset', two, '--facts', EXAMPLE]);
    expect(ran.code).toBe(1);
    const line = text.slice(0, text.indexOf('recoveryShare: 0.8')).split('\n').length;
    expect(ran.err).toContain(`one.yaml:${line}:18 defense.recoveryShare`);
    expect(ran.err).toMatch(/two\.yaml:\d+:\d+ attack\.options\.capPolicy/);
    const gbk = put('gbk.yaml', Buffer.concat([Buffer.from('version: 1\nkey: '), Buffer.from([0xd1, 0xdd])]));
    const ranGbk = await score(['--ruleset', gbk, '--facts', EXAMPLE]);
    expect([ranGbk.code, ranGbk.err]).toEqual([2, expect.stringMatching(/gbk\.yaml:2:6 .*not UTF-8/)]);
  });

  it.each([
    ['no options', []],
    ['no facts', ['--ruleset', 'x.yaml']],
    ['an unknown option', [...BOTH, '--facts', EXAMPLE, '--colour']],
    ['a word too many', [...BOTH, '--facts', EXAMPLE, 'extra']],
    ['a format nobody knows', [...BOTH, '--facts', EXAMPLE, '--format', 'xml']],
    ['a format of JavaScript', [...BOTH, '--facts', EXAMPLE, '--format', 'constructor']],
    ['a setting without a value', [...BOTH, '--facts', EXAMPLE, '--set', 'attack']],
    ['too many rule-sets', [...BOTH, ...BOTH, '--facts', EXAMPLE]],
  ])('shows the usage for %s', async (_name, args) => {
    const ran = await score(args);
    expect([ran.code, ran.out]).toEqual([2, '']);
    expect(ran.err).toContain('npm run score -- --ruleset FILE');
  });

  it('refuses a reading that leads nowhere or pollutes', async () => {
    const astray = await score([...BOTH, '--facts', EXAMPLE, '--set', 'attack.option.capPolicy=drop']);
    expect([astray.code, astray.err]).toEqual([1, expect.stringContaining('attack.option.capPolicy')]);
    const proto = await score([...BOTH, '--facts', EXAMPLE, '--set', 'attack.options.__proto__={a: 1}']);
    expect(proto.code).toBe(1);
    const bad = await score([...BOTH, '--facts', EXAMPLE, '--set', 'attack.options.capPolicy=[1']);
    expect(bad.code).toBe(1);
    expect((await score(['--help'])).out).toContain('--explain');
  });
});

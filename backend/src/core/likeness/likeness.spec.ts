import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { points } from '../kernel/points.js';
import { bandsOf } from './bands.js';
import { contradictions, type JudgedResult } from './disagreement.js';
import { type ComparedResult, duplicateLikeness } from './duplicates.js';
import { type ComparedIncident, eventLikeness, EVENT_THRESHOLD } from './same-event.js';
import { FEWEST_GRAMS, gramsOf, likenessOf } from './text.js';
import {
  type IncidentTrace,
  type NodeTrace,
  resultKeys,
  type ResultTrace,
  storedKey,
  techniquesIn,
  vulnerabilitiesIn,
} from './traces.js';

const TEXT = '对公文流转系统登录口进行口令猜测，发现运维人员使用弱口令，登录后台写入木马并取得服务器管理员权限。';
const RETOLD = '针对公文流转系统的登录口开展口令猜测，运维人员存在弱口令，登录后台后写入木马，取得服务器管理员权限。';
const OTHER = '通过钓鱼邮件投递伪装成通知的附件，诱使财务人员打开，横向移动至域控服务器后导出全部账号散列。';

const percentOf = (a: string, b: string): number => {
  const both = likenessOf(gramsOf(a), gramsOf(b));
  return both === null ? -1 : Math.round((both.shared * 100) / both.all);
};

describe('text', () => {
  it('in Chinese is known again in other words, and told from another', () => {
    expect(percentOf(TEXT, TEXT)).toBe(100);
    expect(percentOf(TEXT, RETOLD)).toBeGreaterThan(50);
    expect(percentOf(TEXT, OTHER)).toBeLessThan(15);
  });

  it('has one spelling: full width, capitals and marks are no difference', () => {
    const plain = 'log4j2 远程代码执行，回连 dnslog 平台验证成功，取得应用服务器权限';
    expect(percentOf(plain, plain.replace('log4j2', 'ＬＯＧ４Ｊ２').replaceAll('，', ' '))).toBe(100);
  });

  it('too short says nothing', () => {
    expect(likenessOf(gramsOf('弱口令'), gramsOf('弱口令'))).toBeNull();
    expect(bandsOf(gramsOf('弱口令'))).toEqual([]);
  });

  it('has shared grams and all grams as sets have them', () => {
    const text = fc.string({
      unit: fc.constantFrom('甲', '乙', '丙', '丁', 'a', ' ', '。'),
      minLength: 40,
      maxLength: 90,
    });
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [left, right] = [new Set(gramsOf(a)), new Set(gramsOf(b))];
        const both = likenessOf(gramsOf(a), gramsOf(b));
        if (both === null) return left.size < FEWEST_GRAMS || right.size < FEWEST_GRAMS;
        const common = [...left].filter((gram) => right.has(gram)).length;
        return both.shared === common && both.all === new Set([...left, ...right]).size;
      }),
    );
  });
});

describe('bands', () => {
  const words = [
    ...'演习攻防红蓝裁判取证溯源阻断处置应急监测口令邮件域控堡垒内网外网横向移动提权隧道木马漏洞补丁审计日志流量告警',
  ];
  const letters = fc.array(fc.constantFrom(...words), { minLength: 160, maxLength: 160 });

  it('are shared by texts that are half the same, seldom by others', () => {
    let [found, alike, met, strange] = [0, 0, 0, 0];
    fc.assert(
      fc.property(letters, letters, fc.integer({ min: 110, max: 150 }), (a, b, kept) => {
        const [own, changed, other] = [
          gramsOf(a.join('')),
          gramsOf([...a.slice(0, kept), ...b.slice(kept)].join('')),
          gramsOf(b.join('')),
        ];
        const bands = new Set(bandsOf(own));
        const share = likenessOf(own, changed);
        if (share !== null && share.shared * 2 >= share.all) {
          alike += 1;
          if (bandsOf(changed).some((band) => bands.has(band))) found += 1;
        }
        strange += 1;
        if (bandsOf(other).some((band) => bands.has(band))) met += 1;
      }),
      { numRuns: 150, seed: 7 },
    );
    expect(alike).toBeGreaterThan(30);
    expect(found / alike).toBeGreaterThan(0.95);
    expect(met / strange).toBeLessThan(0.2);
  });
});

const NODE: NodeTrace = {
  ...{ id: 'n1', ordinal: 1, address: '198.51.100.7', port: 443, host: '', system: 'oa', asset: '协同办公' },
  ...{ evidence: ['f1'], technique: '', means: [], vulnerabilities: [] },
};
const result = (node: Partial<NodeTrace>, more: Partial<ComparedResult> & { root?: string } = {}): ComparedResult => ({
  trace: {
    ...{ rootUnitId: more.root ?? 'water', teamId: 't', controlled: [], sources: [], startedAt: 0, endedAt: 0 },
    nodes: [{ ...NODE, ...node }],
  },
  grams: more.grams ?? new Int32Array(),
  groups: more.groups ?? new Map(),
});
const bare = { address: '', port: null, system: '', asset: '', evidence: [] };
const reasons = (a: ComparedResult, b: ComparedResult): string[] => {
  return duplicateLikeness(a, b).reasons.map(({ code }) => code);
};

describe('two results', () => {
  it('with one file are nearly certainly the same, and each further clue adds to it', () => {
    const file = duplicateLikeness(
      result({ ...bare, evidence: ['f1'] }),
      result({ ...bare, id: 'n2', evidence: ['f1'] }),
    );
    expect(file).toMatchObject({ score: '0.9', nodes: [{ nodeId: 'n1', otherNodeId: 'n2' }] });
    const more = duplicateLikeness(result({}), result({ id: 'n2' }));
    expect(more.reasons.map(({ code }) => code)).toEqual([
      'DUPLICATE_EVIDENCE',
      'DUPLICATE_ENDPOINT',
      'DUPLICATE_ASSET',
    ]);
    expect(points(more.score).gt(points(file.score))).toBe(true);
  });

  it('on other units share no place: names and private addresses are the same everywhere', () => {
    expect(reasons(result({ evidence: [] }), result({ evidence: [] }, { root: 'bank' }))).toEqual([]);
  });

  it('tell a port apart from a machine', () => {
    expect(reasons(result({ ...bare, address: 'h', port: 443 }), result({ ...bare, address: 'h', port: 22 }))).toEqual([
      'DUPLICATE_ADDRESS',
    ]);
  });

  it('share a vulnerability by number or by the group referees made, across units', () => {
    const number = { ...bare, vulnerabilities: ['CVE-2021-44228'] };
    expect(reasons(result(number), result(number, { root: 'bank' }))).toEqual(['DUPLICATE_VULNERABILITY']);
    const groups = new Map([['n1', 'g']]);
    expect(reasons(result(bare, { groups }), result(bare, { groups, root: 'bank' }))).toEqual(['DUPLICATE_GROUP']);
  });

  it('are as alike one way as the other, between nothing and one', () => {
    const any = fc.record({
      address: fc.constantFrom('', 'a', 'b'),
      port: fc.constantFrom(null, 443),
      system: fc.constantFrom('', 'oa'),
      asset: fc.constantFrom('', 'oa', 'x'),
      evidence: fc.subarray(['f1', 'f2']),
      vulnerabilities: fc.subarray(['CVE-2021-44228']),
    });
    const texts = fc.constantFrom(TEXT, RETOLD, OTHER, '');
    fc.assert(
      fc.property(any, any, texts, texts, (a, b, mine, theirs) => {
        const [left, right] = [result(a, { grams: gramsOf(mine) }), result(b, { grams: gramsOf(theirs) })];
        const { score } = duplicateLikeness(left, right);
        const isWithin = points(score).gte(0) && points(score).lte(1);
        return isWithin && score === duplicateLikeness(right, left).score;
      }),
    );
  });
});

const INCIDENT: IncidentTrace = {
  ...{ rootUnitId: 'water', found: ['198.51.100.7'], hosts: [], mentioned: [], techniques: [], means: [] },
  ...{
    vulnerabilities: [],
    evidence: [],
    startedAt: null,
    discoveredAt: 0,
    words: '',
    outcome: null,
    respondedAt: null,
  },
};
const reported = (more: Partial<IncidentTrace>, results: string[] = []): ComparedIncident => {
  return { trace: { ...INCIDENT, ...more }, grams: new Int32Array(), results };
};

describe('two incidents', () => {
  it('of other units are never the same event', () => {
    expect(eventLikeness(reported({}), reported({ rootUnitId: 'bank' }))).toBeNull();
  });

  it('in the words of one pattern are not the same event by that alone', () => {
    const worded = { ...reported({ found: [], discoveredAt: 0 }), grams: gramsOf(TEXT) };
    const later = { ...reported({ found: [], startedAt: 9e8, discoveredAt: 9e8 }), grams: gramsOf(TEXT) };
    expect(points(eventLikeness(worded, later)?.score ?? '1').gte(EVENT_THRESHOLD)).toBe(false);
  });

  it('linked to one result, about one machine, at one time are', () => {
    const alike = eventLikeness(reported({}, ['A-0001']), reported({}, ['A-0001']));
    expect(alike?.reasons.map(({ code }) => code)).toEqual(['EVENT_RESULT', 'EVENT_ADDRESS', 'LINK_TIME_OVERLAP']);
  });
});

describe('a linked pair', () => {
  const MINUTE = 60_000;
  const OWNED: JudgedResult = {
    trace: {
      ...{ rootUnitId: 'water', teamId: 't', nodes: [NODE], controlled: [], sources: [] },
      ...{ startedAt: 0, endedAt: 60 * MINUTE },
    } satisfies ResultTrace,
    acceptedNodeIds: ['n1'],
  };
  const told = (more: Partial<IncidentTrace>, given: Partial<JudgedResult> = {}): string[] => {
    const incident = { ...INCIDENT, discoveredAt: 30 * MINUTE, ...more };
    return contradictions({ ...OWNED, ...given }, incident).map(({ code }) => code);
  };

  it('contradicts itself when one says owned and the other blocked', () => {
    expect(told({ outcome: 'BLOCKED' })).toEqual(['DISAGREE_BLOCKED']);
    expect(told({ outcome: 'BLOCKED' }, { acceptedNodeIds: [] })).toEqual([]);
    expect(told({ outcome: 'COMPROMISED' })).toEqual([]);
  });

  it('contradicts itself when contained long before the attack was over, not at its end', () => {
    expect(told({ outcome: 'CONTAINED', respondedAt: 40 * MINUTE })).toEqual(['DISAGREE_CONTAINED']);
    expect(told({ outcome: 'CONTAINED', respondedAt: 50 * MINUTE })).toEqual([]);
  });

  it('contradicts itself in times beyond what clocks differ', () => {
    expect(told({ discoveredAt: -16 * MINUTE })).toEqual(['DISAGREE_FOUND_BEFORE']);
    expect(told({ discoveredAt: -15 * MINUTE })).toEqual([]);
    expect(told({ startedAt: 76 * MINUTE, discoveredAt: 80 * MINUTE })).toEqual(['DISAGREE_BEGUN_AFTER']);
  });

  it('contradicts itself when no machine is the same', () => {
    expect(told({ found: ['198.51.100.99'] })).toEqual(['DISAGREE_ADDRESSES']);
    expect(told({ found: ['198.51.100.99', '198.51.100.7'] })).toEqual([]);
    expect(told({ found: [] })).toEqual([]);
  });
});

describe('words of a report', () => {
  it('name vulnerabilities and techniques in one spelling', () => {
    expect(vulnerabilitiesIn('利用cve-2021-44228 与 CNVD-2023-12345，再次 CVE-2021-44228')).toEqual([
      'CVE-2021-44228',
      'CNVD-2023-12345',
    ]);
    expect(techniquesIn('T1078.003 与 T1190，PT1190 不算')).toEqual(['T1078.003', 'T1078', 'T1190']);
  });

  it('are keys of one exercise only', () => {
    const keys = resultKeys(result({}).trace);
    expect(keys).toContain('file f1');
    expect(storedKey('e1', 'file f1')).not.toBe(storedKey('e2', 'file f1'));
    expect(BigInt.asIntN(64, BigInt(storedKey('e1', 'file f1')))).toBe(BigInt(storedKey('e1', 'file f1')));
  });
});

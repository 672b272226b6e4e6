import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GIVEN_POINTS } from '../board/given-points.js';
import { ruleWords } from '../board/rule-words.js';
import { exactText, points, sum } from '../kernel/points.js';
import type { Points } from '../kernel/points.js';
import type { RuleSet } from '../ruleset/rule-set.js';
import type { Settings } from '../ruleset/words.js';
import type { Award, Phase } from './award.js';
import { computeAwards } from './compute-awards.js';
import type { AbnormalFact, Facts } from './facts.js';
import { STEP_CODES, ZERO_REASONS } from './step-codes.js';
import { facts, loadRuleSet, unit } from '../../../test/scoring-facts.js';

const FHZ = loadRuleSet('fhz');
const MINUTE = 60_000;

/** `H:MM` as milliseconds since the first midnight. */
function at(clock: string): number {
  const [hours = '0', minutes = '0'] = clock.split(':');
  return (Number(hours) * 60 + Number(minutes)) * MINUTE;
}

/** V11: evidence 9:30, notice 10:00, repaired 18:20. */
function episode(code: string, more: Partial<AbnormalFact> = {}): AbnormalFact {
  const seq = Number(/\d+$/.exec(code)?.[0] ?? '1');
  const times = { evidenceAt: at('9:30'), noticedAt: at('10:00'), repairedAt: at('18:20'), confirmedAt: null };
  return { id: code, code, receiptSeq: 20_000 + seq, unitId: 'u1', ...times, ...more };
}

function awardsOf(ruleSet: RuleSet, given: Partial<Facts>, phase: Phase = 'FINAL'): Award[] {
  return computeAwards({ attack: GIVEN_POINTS, defense: ruleSet }, facts(given), phase);
}

function owed(ruleSet: RuleSet, abnormals: readonly AbnormalFact[]): Points {
  return sum(awardsOf(ruleSet, { abnormals }).map((award) => award.amount)).neg();
}

const read = (more: Readonly<Record<string, string>>): RuleSet =>
  loadRuleSet(
    'fhz',
    Object.fromEntries(Object.entries(more).map(([key, value]) => [`defense.abnormal.${key}`, value])),
  );

describe('FHZ 减分一: the clock', () => {
  it.each([
    ['V11 five hours from the end of the grace', {}, '140'],
    ['V11 steps begun count', { rounding: 'up' }, '160'],
    ['V11 five hours from the notice', { tiersFrom: 'notice' }, '180'],
    ['V11 from the notice, steps begun count', { tiersFrom: 'notice', rounding: 'up' }, '200'],
    ['V11 five hours from the evidence', { tiersFrom: 'evidence' }, '190'],
    ['V11 from the evidence, steps begun count', { tiersFrom: 'evidence', rounding: 'up' }, '210'],
    ['V11 on a step the whole span comes to the same', { roundingSpan: 'whole' }, '140'],
  ])('%s', (_name, settings, expected) => {
    expect(exactText(owed(read(settings), [episode('F-1')]))).toBe(expected);
  });

  it.each([
    ['within the grace', { repairedAt: at('11:50') }, { code: 'WITHIN_GRACE', params: { grace: '120' } }],
    ['at its very end', { repairedAt: at('12:00') }, { code: 'WITHIN_GRACE', params: { grace: '120' } }],
    ['before the notice', { repairedAt: at('9:45') }, { code: 'WITHIN_GRACE', params: { grace: '120' } }],
    [
      '29 min 59 s later',
      { repairedAt: at('12:30') - 1000 },
      { code: 'LESS_THAN_A_STEP', params: { minutes: '1799/60', step: '30' } },
    ],
    ['not confirmed yet', { repairedAt: null }, { code: 'NOT_CONFIRMED', params: {} }],
    [
      'confirmed within the grace',
      { repairedAt: null, confirmedAt: at('11:00') },
      { code: 'NOT_CONFIRMED', params: {} },
    ],
  ])('costs nothing when put right %s, and says why', (_name, more, reason) => {
    const [award] = awardsOf(FHZ, { abnormals: [episode('F-1', more)] });
    expect(award).toMatchObject({ account: 'PENALTY', ruleKey: 'abnormal', source: { kind: 'ABNORMAL', id: 'F-1' } });
    expect(exactText(award?.amount ?? points(1))).toBe('0');
    expect(award?.zeroReason).toEqual(reason);
  });

  it('explains every tier with its figures', () => {
    const [award] = awardsOf(FHZ, { abnormals: [episode('F-1')] });
    expect(award?.steps).toEqual([
      { code: 'ABNORMAL_SPAN', params: { minutes: '500', grace: '120', counted: '380' } },
      {
        code: 'ABNORMAL_TIER',
        params: { from: '0', until: '300', minutes: '300', step: '30', steps: '10', each: '10', amount: '100' },
      },
      {
        code: 'ABNORMAL_TIER',
        params: { from: '300', until: '', minutes: '80', step: '30', steps: '2', each: '20', amount: '40' },
      },
    ]);
    expect(exactText(award?.amount ?? points(0))).toBe('-140');
    expect(ruleWords({ attack: FHZ, defense: FHZ }, { account: 'PENALTY', ruleKey: 'abnormal' }).title.zh).toBe(
      '非正常防守',
    );
  });

  it('counts up to the last confirmation, provisionally, until it is put right', () => {
    const open = episode('F-1', { repairedAt: null, confirmedAt: at('14:10') });
    const shown = (given: AbnormalFact, phase: Phase): unknown =>
      awardsOf(FHZ, { abnormals: [given] }, phase).map((a) => [
        exactText(a.amount),
        a.isProvisional,
        a.steps.map((s) => s.code),
      ]);
    expect(shown(open, 'PROVISIONAL')).toEqual([['-40', true, ['ABNORMAL_SPAN', 'ABNORMAL_OPEN', 'ABNORMAL_TIER']]]);
    expect(shown(open, 'FINAL')).toEqual([['-40', false, ['ABNORMAL_SPAN', 'ABNORMAL_TIER']]]);
    const done = ['ABNORMAL_SPAN', 'ABNORMAL_TIER', 'ABNORMAL_TIER'];
    expect(shown(episode('F-1'), 'PROVISIONAL')).toEqual([['-140', false, done]]);
  });

  it('charges the root unit, spares those that do not take part, and says when the rules charge nothing', () => {
    const units = [unit('u1'), unit('u1a', { parentId: 'u1' }), unit('u9', { isParticipant: false })];
    const abnormals = [episode('F-1', { unitId: 'u1a' }), episode('F-2', { unitId: 'u9' })];
    expect(awardsOf(FHZ, { units, abnormals }).map((award) => award.party.id)).toEqual(['u1']);
    const free: RuleSet = { ...FHZ, defense: FHZ.defense && { ...FHZ.defense, abnormal: null } };
    expect(awardsOf(free, { abnormals: [episode('F-1')] }).map((award) => award.zeroReason?.code)).toEqual([
      'ABNORMAL_NOT_PRICED',
    ]);
  });
});

describe('FHZ 减分一: several episodes at once', () => {
  const three = [
    episode('F-1'),
    episode('F-2', { noticedAt: at('14:00'), repairedAt: at('20:00') }),
    episode('F-3', { noticedAt: at('13:00'), repairedAt: at('15:40') }),
  ];
  const amounts = (ruleSet: RuleSet): string[] =>
    awardsOf(ruleSet, { abnormals: three }).map((award) => exactText(award.amount));

  it('added: each pays', () => {
    expect(amounts(FHZ)).toEqual(['-140', '-80', '-10']);
  });

  it('merged: overlapping steps are paid once, the dearer one, else that of the earlier receipt', () => {
    expect(amounts(read({ episodes: 'merged' }))).toEqual(['-140', '-40', '0']);
    const last = awardsOf(read({ episodes: 'merged' }), { abnormals: three })[1];
    expect(last?.steps.at(-1)).toEqual({ code: 'ABNORMAL_MERGED', params: { steps: '4', amount: '40' } });
  });

  it('merged: episodes of different units, or one after the other, do not touch each other', () => {
    const apart = [
      episode('F-1'),
      episode('F-2', { unitId: 'u2' }),
      episode('F-3', { noticedAt: at('20:00'), repairedAt: at('23:00') }),
    ];
    const given = { units: [unit('u1'), unit('u2')], abnormals: apart };
    expect(awardsOf(read({ episodes: 'merged' }), given).map((award) => exactText(award.amount))).toEqual([
      '-140',
      '-140',
      '-20',
    ]);
  });
});

const MINUTES = fc.integer({ min: 0, max: 1500 });
const EPISODE = fc.record({
  evidence: MINUTES,
  notice: MINUTES,
  repaired: fc.option(MINUTES),
  confirmed: fc.option(MINUTES),
  unitId: fc.constantFrom('u1', 'u1a', 'u2'),
});
const EPISODES = fc.array(EPISODE, { maxLength: 5 }).map((all) =>
  all.map(({ evidence, notice, repaired, confirmed, unitId }, index) =>
    episode(`F-${index + 1}`, {
      unitId,
      evidenceAt: evidence * MINUTE,
      noticedAt: notice * MINUTE,
      repairedAt: repaired === null ? null : repaired * MINUTE,
      confirmedAt: confirmed === null ? null : confirmed * MINUTE,
    }),
  ),
);
const READINGS: Settings[] = (['evidence', 'notice', 'grace-end'] as const).flatMap((tiersFrom) =>
  (['down', 'up'] as const).flatMap((rounding) =>
    (['tier', 'whole'] as const).map((roundingSpan) => ({
      'defense.abnormal.tiersFrom': tiersFrom,
      'defense.abnormal.rounding': rounding,
      'defense.abnormal.roundingSpan': roundingSpan,
    })),
  ),
);
const PAIRS = READINGS.map((settings) => ({
  added: loadRuleSet('fhz', settings),
  merged: loadRuleSet('fhz', { ...settings, 'defense.abnormal.episodes': 'merged' }),
}));
const ANY_PAIR = fc.constantFrom(...PAIRS);
const UNITS = [unit('u1'), unit('u1a', { parentId: 'u1' }), unit('u2')];

function total(ruleSet: RuleSet, abnormals: readonly AbnormalFact[]): Points {
  return sum(awardsOf(ruleSet, { units: UNITS, abnormals }).map((award) => award.amount)).neg();
}

describe('properties of abnormal defence under every reading', () => {
  it('never counts negative time, never pays the unit, and gives every zero its reason', () => {
    const known: Readonly<Record<string, readonly string[]>> = { ...STEP_CODES, ...ZERO_REASONS };
    fc.assert(
      fc.property(ANY_PAIR, EPISODES, ({ added, merged }, abnormals) => {
        for (const award of [added, merged].flatMap((rules) => awardsOf(rules, { units: UNITS, abnormals }))) {
          expect(award.amount.lte(points(0))).toBe(true);
          expect(award.amount.n === 0n).toBe(award.zeroReason !== null);
          for (const step of [...award.steps, ...(award.zeroReason === null ? [] : [award.zeroReason])]) {
            expect(Object.keys(step.params).sort()).toEqual([...(known[step.code] ?? ['unknown'])].sort());
            expect(Object.values(step.params).filter((figure) => figure.startsWith('-'))).toEqual([]);
          }
        }
      }),
    );
  });

  it('a later repair or confirmation never costs less', () => {
    const later = fc.tuple(
      EPISODES.filter((all) => all.length > 0),
      fc.nat(),
      fc.integer({ min: 0, max: 400 }),
    );
    fc.assert(
      fc.property(ANY_PAIR, later, ({ added, merged }, [abnormals, which, minutes]) => {
        const delay = (time: number | null): number | null => (time === null ? null : time + minutes * MINUTE);
        const delayed = abnormals.map((entry, index) =>
          index === which % abnormals.length
            ? { ...entry, repairedAt: delay(entry.repairedAt), confirmedAt: delay(entry.confirmedAt) }
            : entry,
        );
        for (const rules of [added, merged]) {
          expect(total(rules, delayed).gte(total(rules, abnormals))).toBe(true);
        }
      }),
    );
  });

  it('merged never costs more than added, nor less than the dearest episode alone', () => {
    fc.assert(
      fc.property(ANY_PAIR, EPISODES, ({ added, merged }, abnormals) => {
        const own = abnormals.filter(({ unitId }) => unitId === 'u2');
        expect(total(merged, abnormals).lte(total(added, abnormals))).toBe(true);
        for (const one of own) expect(total(merged, own).gte(total(added, [one]))).toBe(true);
      }),
    );
  });

  it('does not depend on the order in which referees decided', () => {
    const pair = EPISODES.chain((all) =>
      fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }).map((mixed) => [all, mixed] as const),
    );
    fc.assert(
      fc.property(ANY_PAIR, pair, ({ added, merged }, [all, mixed]) => {
        for (const rules of [added, merged]) {
          const shown = (abnormals: readonly AbnormalFact[]): unknown =>
            awardsOf(rules, { units: UNITS, abnormals }).map((award) => [
              award.key,
              exactText(award.amount),
              award.steps,
            ]);
          expect(shown(mixed)).toEqual(shown(all));
        }
      }),
    );
  });
});

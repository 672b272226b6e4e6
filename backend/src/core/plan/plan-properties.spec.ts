import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { arbitraryPlan } from '../../../test/arbitrary-plan.js';
import { conditionText, readCondition } from './condition-text.js';
import { renumbered, withInject } from './edit-plan.js';
import { offsetText, readOffset } from './offset.js';
import { orderedInjects, plannedSeconds } from './plan.js';
import { readPlan } from './read-plan.js';
import { findStuck } from './release-graph.js';
import { shiftPlan } from './shift.js';
import { writePlan } from './write-plan.js';

describe('plans', () => {
  it('come back from YAML as they were', () => {
    fc.assert(
      fc.property(arbitraryPlan, (plan) => {
        expect(readPlan(writePlan(plan)).plan).toEqual(plan);
      }),
      { numRuns: 150 },
    );
  });

  it('shift without changing a gap inside what moves, and not at all outside of it', () => {
    fc.assert(
      fc.property(arbitraryPlan, fc.integer({ min: -600, max: 600 }), (plan, by) => {
        const from = orderedInjects(plan)[0]?.code ?? '';
        for (const part of [{ kind: 'ALL' }, { kind: 'FROM', key: from }, { kind: 'CELL', key: 'ALL' }] as const) {
          const { content, moved } = shiftPlan(plan, part, by * 60);
          const codes = new Set(moved.map(({ code }) => code));
          plan.injects.forEach((inject, index) => {
            const [before, after] = [plannedSeconds(inject), plannedSeconds(content.injects[index] ?? inject)];
            expect(after).toBe(codes.has(inject.code) && before !== null ? before + by * 60 : before);
          });
          const back = shiftPlan(content, { kind: 'ALL' }, -by * 60);
          if (part.kind === 'ALL') expect(back.content).toEqual(plan);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('say of every inject that cannot be released that it is in a circle or behind one', () => {
    fc.assert(
      fc.property(arbitraryPlan, ({ injects }) => {
        const { cycles, behind } = findStuck(injects);
        for (const cycle of cycles) {
          expect(cycle.at(0)).toBe(cycle.at(-1));
          for (const [index, code] of cycle.entries()) {
            const next = injects.find((inject) => inject.code === cycle[index + 1]);
            if (next) expect(JSON.stringify([next.requires, next.trigger])).toContain(code);
          }
        }
        if (behind.length > 0) expect(cycles.length).toBeGreaterThan(0);
      }),
    );
  });

  it('keep their dependencies when they are renumbered', () => {
    fc.assert(
      fc.property(arbitraryPlan, (plan) => {
        const { cycles, behind } = findStuck(plan.injects);
        const after = findStuck(renumbered(plan).injects);
        expect([after.cycles.flat().length, after.behind.length]).toEqual([cycles.flat().length, behind.length]);
      }),
    );
  });
});

describe('texts', () => {
  it('of conditions come back', () => {
    fc.assert(
      fc.property(arbitraryPlan, ({ injects }) => {
        for (const { trigger } of injects) {
          if (trigger.kind === 'CONDITION') expect(readCondition(conditionText(trigger.when))).toEqual(trigger.when);
        }
      }),
    );
  });

  it('of offsets come back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -30_000_000, max: 30_000_000 }), (seconds) => {
        expect(readOffset(offsetText(seconds))).toBe(seconds);
      }),
    );
  });

  it.each([
    ['I-09 未完成 60分', { inject: 'I-09', is: 'NOT_COMPLETED', afterMinutes: 60 }],
    ['I-09 NOT_COMPLETED 60', { inject: 'I-09', is: 'NOT_COMPLETED', afterMinutes: 60 }],
    ['立案 没有 30', { fact: 'INCIDENT_OPENED', is: 'MISSING', afterMinutes: 30 }],
    ['I-1 已签收 或 I-2 已完成 5分', { any: [{ inject: 'I-1' }, { inject: 'I-2', afterMinutes: 5 }] }],
    ['（I-1 已签收 且 I-2 已完成）', { all: [{ is: 'ACKNOWLEDGED' }, { is: 'COMPLETED' }] }],
  ])('reads the condition %s', (text, wanted) => {
    expect(readCondition(text)).toMatchObject(wanted);
  });

  it.each(['', '如果没人处理', 'I-1', '(', 'I-1 已完成 且 I-2 已完成 或 I-3 已完成'])('does not read %j', (text) => {
    expect(readCondition(text)).toBeNull();
  });
});

describe('a new code for an inject', () => {
  it('is followed by whatever names it', () => {
    const { plan } = readPlan(`title: 演练
durationMinutes: 60
injects:
  - { code: A, title: 甲, trigger: { kind: TIMED, at: 0 }, expectation: { kind: REPORT, withinMinutes: 5 } }
  - { code: B, title: 乙, requires: [A], trigger: { kind: CONDITION, when: { inject: A, is: COMPLETED } } }
`);
    const [first] = plan?.injects ?? [];
    if (!plan || !first) throw new Error('no plan');
    const { injects } = withInject(plan, { ...first, code: 'C' }, 'A');
    expect(injects[1]).toMatchObject({ requires: ['C'], trigger: { when: { inject: 'C' } } });
  });
});

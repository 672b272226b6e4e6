import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { commandId } from '../../../test/client.js';
import { buildWorld, type Person, type ServedWorld } from '../../../test/world.js';

jest.setTimeout(240_000);

const TPRQ = readFileSync(new URL('../../../../scenarios/rulesets/tprq.yaml', import.meta.url), 'utf8');
const CHECK = `query ($input: RuleSetFileInput!) {
  checkRuleSet(input: $input) {
    problems { line column path code message { zh en } } ruleSet { hash settings { path value } } isStored
    examples { name mismatches { what expected actual } }
  }
}`;
const PUBLISH = `mutation ($input: PublishRuleSetInput!) {
  publishRuleSet(input: $input) { hash key note addedAt settings { path value } text }
}`;
const COMPARE = `query ($before: ID!, $after: ID!) {
  compareRuleSets(before: $before, after: $after) { changes { kind path where { zh } before after } }
}`;

interface Checked {
  readonly checkRuleSet: {
    readonly problems: readonly { readonly line: number; readonly column: number; readonly code: string }[];
    readonly ruleSet: { readonly hash: string } | null;
    readonly isStored: boolean;
    readonly examples: readonly { readonly name: string; readonly mismatches: readonly { readonly what: string }[] }[];
  };
}
interface Published {
  readonly publishRuleSet: { readonly hash: string; readonly note: string; readonly text: string };
}

let world: ServedWorld;

beforeAll(async () => {
  world = await buildWorld();
});
afterAll(async () => {
  await world?.stop();
});

const file = (text: string, settings: object[] = []) => ({ fileName: 'tprq.yaml', text, settings });
const check = (input: object) => world.as.organizer.ask<Checked>(CHECK, { input }).then((data) => data.checkRuleSet);
const publish = (input: object, note = '试') =>
  world.as.organizer.query<Published>(PUBLISH, { input: { ...input, commandId: commandId(), note } });
const countOf = async (person: Person) =>
  (await world.as[person].ask<{ ruleSets: unknown[] }>('{ ruleSets { hash } }')).ruleSets.length;

describe('examining a file', () => {
  it('lists every problem at its line and column and stores nothing', async () => {
    const before = await countOf('nobody');
    const broken = TPRQ.replace('capPolicy: truncate', 'capPolicy: cut').replace('class: control', 'class: nothing');
    const { problems, ruleSet, examples } = await check(file(broken));
    expect(problems.map(({ code }) => code)).toEqual(expect.arrayContaining(['NOT_ALLOWED']));
    const line = broken.split('\n').findIndex((text) => text.includes('capPolicy: cut')) + 1;
    expect(problems).toContainEqual(expect.objectContaining({ line, code: 'NOT_ALLOWED' }));
    expect({ ruleSet, examples }).toEqual({ ruleSet: null, examples: [] });
    expect(await countOf('nobody')).toBe(before);
  });

  it('knows a stored version and runs its examples', async () => {
    const checked = await check(file(TPRQ));
    expect(checked.isStored).toBe(true);
    expect(checked.examples.length).toBeGreaterThan(5);
    expect(checked.examples.filter(({ mismatches }) => mismatches.length > 0)).toEqual([]);
  });

  it('names a setting that leads nowhere, and one given twice', async () => {
    const nowhere = await check(file(TPRQ, [{ path: 'attack.options.nothing.here', value: '"x"' }]));
    expect(nowhere.problems).toContainEqual(expect.objectContaining({ code: 'UNKNOWN_SETTING' }));
    const setting = { path: 'attack.options.capPolicy', value: '"drop"' };
    expect(await world.as.organizer.refusal(CHECK, { input: file(TPRQ, [setting, setting]) })).toBe('BAD_INPUT');
    const broken = file(TPRQ, [{ path: 'attack.options.capPolicy', value: '{' }]);
    expect(await world.as.organizer.refusal(CHECK, { input: broken })).toBe('BAD_INPUT');
    const hostile = await check(file(TPRQ, [{ path: '__proto__', value: '{"attack":null}' }]));
    expect(hostile.problems).toContainEqual(expect.objectContaining({ code: 'UNKNOWN_SETTING' }));
  });
});

describe('publishing', () => {
  it('refuses a file whose worked example does not come out', async () => {
    const wrong = TPRQ.replace(/each: 500\b/, 'each: 501');
    const before = await countOf('nobody');
    const answer = await publish(file(wrong));
    expect(answer.errors?.[0]?.extensions.code).toBe('RULE_SET_INVALID');
    expect(answer.errors?.[0]?.extensions.fields).toContainEqual(expect.objectContaining({ code: 'EXAMPLE_FAILS' }));
    expect(await countOf('nobody')).toBe(before);
  });

  it('adds another reading as a version of its own, once, that compares by name', async () => {
    const settings = [{ path: 'attack.options.capPolicy', value: '"drop"' }];
    const first = (await publish(file(TPRQ, settings), '整项不计')).data?.publishRuleSet;
    expect(first).toMatchObject({ note: '整项不计', settings, text: TPRQ });
    const again = await publish(file(TPRQ, settings), '又一次');
    expect(again.errors?.[0]?.extensions.code).toBe('NAME_TAKEN');
    const original = (await check(file(TPRQ))).ruleSet?.hash;
    const { compareRuleSets } = await world.as.nobody.ask<{ compareRuleSets: { changes: object[] } }>(COMPARE, {
      before: original,
      after: first?.hash,
    });
    expect(compareRuleSets.changes).toEqual([
      { kind: 'CHANGED', path: 'attack.options.capPolicy', where: [], before: 'truncate', after: 'drop' },
    ]);
  });

  it.each(['nobody', 'north', 'water', 'referee', 'observer'] as const)('is not for %s', async (person) => {
    const input = { ...file(TPRQ), commandId: commandId(), note: 'x' };
    expect(await world.as[person].refusal(PUBLISH, { input })).toMatch(/^NOT_(ALLOWED|SIGNED_IN)$/);
    expect(await world.as[person].refusal(CHECK, { input: file(TPRQ) })).toMatch(/^NOT_(ALLOWED|SIGNED_IN)$/);
  });
});

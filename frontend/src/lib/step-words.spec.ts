import { ruleNames, stepWords } from './step-words.js';

/** Words as key and parameters, so that only the choice of the sentence is looked at. */
const text = { t: (key: string, params?: object) => `${key} ${JSON.stringify(params)}` } as unknown as Parameters<
  typeof stepWords
>[0];

function words(code: string, params: Readonly<Record<string, string>>, names = {}): string {
  const step = { code, params: Object.entries(params).map(([name, value]) => ({ name, value })) };
  const titled = Object.entries(names).map(([key, title]) => ({
    key,
    title: { zh: String(title), en: String(title) },
  }));
  const local = ({ zh }: { zh: string }): string => zh;
  return stepWords(text, step, ruleNames({ local } as unknown as Parameters<typeof ruleNames>[0], [titled]));
}

it.each([
  ['up', 'steps.ROUNDED_up'],
  ['down', 'steps.ROUNDED_down'],
  ['half-up', 'steps.ROUNDED '],
])('rounding %s has a sentence of its own', (rounding, key) => {
  expect(words('ROUNDED', { rounding, places: '0', given: '10.5', amount: '11' })).toContain(key);
});

it.each(['DECAY', 'VULNERABILITY_EXHAUSTED'])('%s does without the group its reader may not know', (code) => {
  expect(words(code, { group: 'v1', limit: '3' })).toContain(`steps.${code} `);
  expect(words(code, { limit: '3' })).toContain(`steps.${code}_hidden`);
});

it('names keys of the rule-set, but never what people wrote', () => {
  const names = { web: '网站' };
  expect(words('REPRICED', { category: 'web' }, names)).toContain('"category":"网站"');
  expect(words('DECAY', { group: 'web' }, names)).toContain('"group":"web"');
});

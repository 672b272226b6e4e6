import { levelProblems } from '../scoring/rating.js';
import type { Findings } from './findings.js';
import type { Settings } from './words.js';
import type { HeadFile, RuleSetParts } from './schema.js';
import { unknownSettings } from './settings.js';
import type { Path } from './source.js';

type ExampleFile = HeadFile['examples'][number];

/** What doubts and examples refer to must exist: settings, categories, items, bonus kinds. */
export function checkReferences(content: unknown, parts: RuleSetParts, findings: Findings): void {
  if (parts.head === null) return;
  parts.head.doubts.forEach((doubt, index) => {
    doubt.alternatives.forEach((alternative, place) => {
      checkSettings(content, alternative.set, { base: ['doubts', index, 'alternatives', place, 'set'], findings });
    });
  });
  parts.head.examples.forEach((example, index) => {
    const base = ['examples', index];
    checkSettings(content, example.set, { base: [...base, 'set'], findings });
    checkUnits(example, [...base, 'given'], findings);
    checkNodes(example, parts, { base: [...base, 'given', 'results'], findings });
    checkDefenders(example, parts, { base: [...base, 'given'], findings });
    checkRated(example, parts, { base, findings });
  });
}

interface Place {
  readonly base: Path;
  readonly findings: Findings;
}

function checkSettings(content: unknown, settings: Settings, { base, findings }: Place): void {
  for (const key of unknownSettings(content, settings)) {
    findings.add([...base, key], 'UNKNOWN_SETTING', { key });
  }
}

/** Units and results an example speaks of must be among those it lists. */
function checkUnits({ given }: ExampleFile, base: Path, findings: Findings): void {
  const units = given.units.map((unit) => unit.id);
  const codes = given.results.flatMap(({ code, repeat }) =>
    repeat === 1 ? [code] : Array.from({ length: repeat }, (_, index) => `${code}-${index + 1}`),
  );
  given.units.forEach(({ parent, knockedOutBy }, index) => {
    const place = [...base, 'units', index];
    if (parent !== null && !units.includes(parent)) findings.add([...place, 'parent'], 'UNKNOWN_UNIT', { key: parent });
    if (knockedOutBy !== null && !codes.includes(knockedOutBy)) {
      findings.add([...place, 'knockedOutBy'], 'UNKNOWN_RESULT', { key: knockedOutBy });
    }
  });
  given.results.forEach(({ unit }, index) => {
    if (!units.includes(unit)) findings.add([...base, 'results', index, 'unit'], 'UNKNOWN_UNIT', { key: unit });
  });
}

function checkNodes(example: ExampleFile, { attack }: RuleSetParts, { base, findings }: Place): void {
  if (attack === null) return;
  example.given.results.forEach((result, index) => {
    result.nodes.forEach((node, place) => {
      const path = [...base, index, 'nodes', place];
      const category = attack.categories.find((entry) => entry.key === node.category);
      if (category === undefined) findings.add([...path, 'category'], 'UNKNOWN_CATEGORY', { key: node.category });
      else if (node.privilege !== null && !category.privileges.some((p) => p.key === node.privilege)) {
        const params = { category: category.key, key: node.privilege };
        findings.add([...path, 'privilege'], 'UNKNOWN_PRIVILEGE', params);
      }
      for (const key of node.factors) {
        if (!attack.factors.some((factor) => factor.key === key))
          findings.add([...path, 'factors'], 'UNKNOWN_FACTOR', { key });
      }
    });
  });
}

function checkDefenders(example: ExampleFile, { defense }: RuleSetParts, { base, findings }: Place): void {
  const codes = example.given.results.map((result) => result.code);
  const items = defense?.dimensions.flatMap((dimension) => dimension.items.map((item) => item.key)) ?? [];
  example.given.incidents.forEach((incident, index) => {
    const path = [...base, 'incidents', index];
    for (const key of incident.links) {
      if (!codes.includes(key)) findings.add([...path, 'links'], 'UNKNOWN_RESULT', { key });
    }
    for (const key of Object.keys(incident.shares)) {
      if (!items.includes(key)) findings.add([...path, 'shares', key], 'UNKNOWN_ITEM', { key });
    }
  });
  example.given.bonuses.forEach((bonus, index) => {
    if (defense?.bonuses.some((kind) => kind.key === bonus.kind)) return;
    findings.add([...base, 'bonuses', index, 'kind'], 'UNKNOWN_BONUS', { key: bonus.kind });
  });
}

/** Levels, values and grades an example speaks of. */
function checkRated({ given, expect }: ExampleFile, { rating }: RuleSetParts, { base, findings }: Place): void {
  const rules = rating ?? { factors: [], values: [], grades: [] };
  for (const { key, code } of levelProblems(rules, given.rating)) {
    const path = [...base, 'given', 'rating', key];
    if (code === 'UNKNOWN_FACTOR') findings.add(path, 'UNKNOWN_RATING_KEY', { key });
    else findings.add(path, 'UNKNOWN_LEVEL', { key, value: given.rating[key] ?? '' });
  }
  const values = new Set(rules.values.map((value) => value.key));
  // `absent`: the value has no grade, because a factor is missing.
  const grades = new Set(['absent', ...rules.grades.map((grade) => grade.key)]);
  for (const part of ['rating', 'grade'] as const) {
    for (const key of Object.keys(expect[part])) {
      if (!values.has(key)) findings.add([...base, 'expect', part, key], 'UNKNOWN_RATING_VALUE', { key });
    }
  }
  for (const [key, grade] of Object.entries(expect.grade)) {
    if (!grades.has(grade)) findings.add([...base, 'expect', 'grade', key], 'UNKNOWN_GRADE', { key: grade });
  }
}

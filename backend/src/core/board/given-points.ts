import { parseFormula } from '../ruleset/formula.js';
import type { RuleSet } from '../ruleset/rule-set.js';

const NONE = { zh: '无', en: 'none' };
const TITLE = { zh: '例题给定分', en: 'Points as given by the example' };

/** Attack rules for the examples of a defence-only rule-set: every result is worth what the example says. */
export const GIVEN_POINTS: RuleSet = {
  version: 1,
  key: 'given-points',
  hash: 'given-points',
  title: TITLE,
  summary: TITLE,
  source: NONE,
  isSample: true,
  doubts: [],
  attack: {
    options: {
      capPolicy: 'truncate',
      dropScope: 'item',
      capScope: 'team-unit',
      dedupAcrossTeams: false,
      factorCombination: 'multiply',
      deduction: 'equals-points',
      deductionFree: 'first-only',
      knockOut: true,
    },
    classes: [{ key: 'given', title: TITLE }],
    caps: [],
    factors: [],
    categories: [
      {
        key: 'given',
        row: '-',
        class: 'given',
        title: TITLE,
        clause: NONE,
        privileges: [],
        price: { points: null, each: null, judged: { min: '0', max: null } },
        cap: null,
        dedupe: 'system',
        evidence: [],
        quantity: null,
        measures: [],
        minimum: null,
        deductionFree: 0,
        proof: null,
      },
    ],
    multipliers: null,
    standings: {
      title: TITLE,
      formula: { text: 'attack', expression: parseFormula('attack') },
      whenZero: null,
      places: 2,
      rounding: 'half-up',
      order: 'descending',
      ties: 'shared',
      tieBreak: [],
      compare: 'exact',
    },
  },
  defense: null,
  rating: null,
  examples: [],
};

import { FormulaError, parseFormula, unsafeDivisors, variablesOf } from './formula.js';
import type { Findings } from './findings.js';
import type { AttackFile } from './schema-attack.js';
import type { Path } from './source.js';

type StandingsFile = AttackFile['standings'];

interface Context {
  readonly known: readonly string[];
  readonly findings: Findings;
}

/** Formulas must read, use known variables only, and never divide by what may be zero. */
export function checkStandings(standings: StandingsFile, base: Path, context: Context): void {
  const guard = standings.whenZero?.variable ?? null;
  checkFormula(standings.formula, { base: [...base, 'formula'], positive: guard === null ? [] : [guard] }, context);
  if (standings.whenZero !== null) {
    checkVariable(standings.whenZero.variable, [...base, 'whenZero', 'variable'], context);
    checkFormula(standings.whenZero.formula, { base: [...base, 'whenZero', 'formula'], positive: [] }, context);
  }
  standings.tieBreak.forEach((entry, index) => {
    checkVariable(entry.variable, [...base, 'tieBreak', index, 'variable'], context);
  });
  if (standings.ties === 'chain' && standings.tieBreak.length === 0) {
    context.findings.add([...base, 'ties'], 'CHAIN_WITHOUT_TIEBREAK');
  }
}

function checkVariable(key: string, path: Path, { known, findings }: Context): void {
  if (!known.includes(key)) findings.add(path, 'UNKNOWN_VARIABLE', { key, known: known.join(', ') });
}

function checkFormula(text: string, place: { base: Path; positive: readonly string[] }, context: Context): void {
  try {
    const expression = parseFormula(text);
    for (const name of variablesOf(expression)) checkVariable(name, place.base, context);
    if (unsafeDivisors(expression, new Set(place.positive)).length > 0) {
      context.findings.add(place.base, 'UNSAFE_DIVISION');
    }
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    context.findings.addFormulaError(place.base, error);
  }
}

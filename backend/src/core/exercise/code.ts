/** What an exercise numbers in its own order: results A, incidents E, bonus claims B. */
export type CodeLetter = 'A' | 'E' | 'B';

/**
 * The code people say aloud: `A-0001`, `R-0001` for rescoring sets, `F-0001` for abnormal defence, `S-0001` for appeals of a party,
 * `D-0001` for destructions, `N-0001` for incident notices, `K-0001` for blocks and `M-0001` for remediation of a unit; beyond
 * 9999 it grows.
 */
export function codeOf(letter: CodeLetter | 'R' | 'F' | 'S' | 'D' | 'N' | 'K' | 'M', number: number): string {
  return `${letter}-${String(number).padStart(4, '0')}`;
}

/** The handle of a draft, which has no code yet: `A-D19`. */
export function draftCodeOf(letter: CodeLetter, number: number): string {
  return `${letter}-D${number}`;
}

/**
 * Names of evidence files 佐证材料. They come from attackers' machines and end up on referees', so a name that
 * could mislead a person or a file system is refused, never repaired in silence. Chinese names are kept as they are.
 */

/** Longest name in bytes of UTF-8; file systems allow 255, archives add suffixes. */
export const MAX_NAME_BYTES = 200;

/** What was wrong with a name: stable words. */
export type NameProblem = 'EMPTY' | 'TOO_LONG' | 'HAS_PATH' | 'HIDDEN_CHARACTERS' | 'RESERVED' | 'WRONG_ENDS';

// Control characters, soft hyphen, zero-width signs, bidirectional marks, overrides and isolates, line separators,
// interlinear marks, and halves of surrogate pairs.
const HIDDEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|\p{Surrogate}/u;
const PATH = /[/\\]/;
const WINDOWS_RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)\s*(\.|$)/i;
const WINDOWS_FORBIDDEN = /[<>:"|?*]/;

/** The name in its canonical form (NFC), or what is wrong with it. */
export function readFileName(given: string): { readonly name: string } | { readonly problem: NameProblem } {
  const name = given.normalize('NFC');
  const problem = problemOf(name);
  return problem === null ? { name } : { problem };
}

/** The last extension in lower case without its dot; empty when there is none. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot < 1 ? '' : name.slice(dot + 1).toLowerCase();
}

function problemOf(name: string): NameProblem | null {
  if (name.trim() === '') return 'EMPTY';
  if (HIDDEN.test(name)) return 'HIDDEN_CHARACTERS';
  if (PATH.test(name)) return 'HAS_PATH';
  if (WINDOWS_RESERVED.test(name) || WINDOWS_FORBIDDEN.test(name)) return 'RESERVED';
  if (/^[.\s]|[.\s]$/u.test(name)) return 'WRONG_ENDS';
  return Buffer.byteLength(name) > MAX_NAME_BYTES ? 'TOO_LONG' : null;
}

/** Which file proves what stands in the text of a node, where referees read it: 「管理后台截图」【证据 2】. */

const marks = {
  zh: { open: '「', close: '」', evidence: '【证据 ' },
  en: { open: '「', close: '」', evidence: '【Evidence ' },
} as const;
const NUMBER = /^【(?:证据|Evidence) (\d+)】/;

interface Demand {
  readonly zh: string;
  readonly en: string;
}

/** Number of the file that the text names for a demanded proof; null = none named yet. */
export function proofIn(narrative: string, demand: Demand): number | null {
  for (const words of [demand.zh, demand.en]) {
    const quoted = `「${words}」`;
    const at = narrative.indexOf(quoted);
    const match = at < 0 ? null : NUMBER.exec(narrative.slice(at + quoted.length));
    if (match) return Number(match[1]);
  }
  return null;
}

/** The text with a proof named, or renamed; number null takes it out again. */
export function withProof(narrative: string, demand: Demand, number: number | null, language: 'zh' | 'en'): string {
  const { open, close, evidence } = marks[language];
  const line = number === null ? '' : `${open}${demand[language]}${close}${evidence}${number}】`;
  for (const words of [demand.zh, demand.en]) {
    const quoted = `「${words}」`;
    const at = narrative.indexOf(quoted);
    const match = at < 0 ? null : NUMBER.exec(narrative.slice(at + quoted.length));
    if (match)
      return (narrative.slice(0, at) + line + narrative.slice(at + quoted.length + match[0].length)).replace(
        /\n+$/,
        '',
      );
  }
  if (number === null) return narrative;
  return narrative.trimEnd() === '' ? line : `${narrative.trimEnd()}\n${line}`;
}

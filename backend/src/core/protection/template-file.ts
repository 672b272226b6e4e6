/** Reads a file of scenarios/protection. All problems come back at once, each at its line. */
import type { z } from 'zod';
import { Findings } from '../ruleset/findings.js';
import { type Path, type Problem, RuleSource } from '../ruleset/source.js';
import type { Bilingual } from '../ruleset/words.js';
import { cycleOf } from './dependencies.js';
import { cycleFileSchema, taskFileSchema, windowFileSchema } from './schema-protection.js';
import type { ProtectionFile, TaskTemplate } from './template.js';
import { isLocal, isZone } from './wall-time.js';

export type ReadProtectionFile = { readonly file: ProtectionFile } | { readonly problems: readonly Problem[] };

/** Reads a text; `fileName` only labels the problems. */
export function readProtectionFile(text: string, fileName: string): ReadProtectionFile {
  const source = new RuleSource(text, fileName);
  const syntax = source.syntaxProblems();
  if (!source.isRead) return { problems: syntax };
  const check = new Check(source);
  const file = check.file(source.plain());
  const problems = [...syntax, ...check.problems()].sort((a, b) => a.line - b.line || a.column - b.column);
  return problems.length > 0 || file === null ? { problems } : { file };
}

/** What this kind of file may do wrong besides its shape. */
const TEXTS = {
  NO_CONTENT: { zh: '文件里要有 tasks、cycle 或 windows 之一', en: 'one of tasks, cycle and windows is needed' },
  UNKNOWN_TASK: { zh: '没有任务“{key}”；改正键名或删去', en: 'no task "{key}"; mend the key or drop it' },
  CYCLE: { zh: '依赖成环：{cycle}；去掉其中一条', en: 'dependencies in a circle: {cycle}; drop one of them' },
  NOT_A_ZONE: { zh: '不是时区名“{key}”，如 Asia/Shanghai', en: '"{key}" is no time zone such as Asia/Shanghai' },
  NO_SUCH_DAY: { zh: '没有这一天：{key}', en: 'no such day: {key}' },
  BACKWARDS: { zh: '结束早于开始', en: 'the end lies before the start' },
} satisfies Record<string, Bilingual>;

class Check {
  private readonly findings: Findings;
  private readonly own: Problem[] = [];

  constructor(private readonly source: RuleSource) {
    this.findings = new Findings(source);
  }

  problems(): Problem[] {
    return [...this.findings.problems, ...this.own];
  }

  file(content: unknown): ProtectionFile | null {
    const has = (key: string): boolean => typeof content === 'object' && content !== null && key in content;
    if (has('tasks')) return this.tasks(content);
    if (has('cycle')) return this.cycle(content);
    if (has('windows')) return this.windows(content);
    this.add([], 'NO_CONTENT');
    return null;
  }

  private tasks(content: unknown): ProtectionFile | null {
    const template = this.shaped(content, taskFileSchema);
    if (template === null) return null;
    this.keysOnce('tasks', template.tasks);
    this.requirements(template);
    return { kind: 'TASKS', template };
  }

  private cycle(content: unknown): ProtectionFile | null {
    const read = this.shaped(content, cycleFileSchema);
    if (read === null) return null;
    this.keysOnce('cycle', read.cycle);
    return { kind: 'CYCLE', cycle: read.cycle };
  }

  private windows(content: unknown): ProtectionFile | null {
    const read = this.shaped(content, windowFileSchema);
    if (read === null) return null;
    this.keysOnce('windows', read.windows);
    if (!isZone(read.timeZone)) this.add(['timeZone'], 'NOT_A_ZONE', { key: read.timeZone });
    read.windows.forEach(({ spans }, index) =>
      spans.forEach((span, place) => this.span(['windows', index, 'spans', place], span)),
    );
    return { kind: 'WINDOWS', zone: read.timeZone, windows: read.windows };
  }

  private span(path: Path, { startsLocal, endsLocal }: { startsLocal: string; endsLocal: string | null }): void {
    for (const [name, local] of Object.entries({ startsLocal, endsLocal })) {
      if (local !== null && !isLocal(withYear(local))) this.add([...path, name], 'NO_SUCH_DAY', { key: local });
    }
    if (endsLocal !== null && endsLocal <= startsLocal) this.add([...path, 'endsLocal'], 'BACKWARDS');
  }

  private requirements({ tasks }: TaskTemplate): void {
    const known = new Set(tasks.map(({ key }) => key));
    tasks.forEach(({ requires }, index) =>
      requires.forEach((key, place) => {
        if (!known.has(key)) this.add(['tasks', index, 'requires', place], 'UNKNOWN_TASK', { key });
      }),
    );
    const cycle = cycleOf(tasks);
    if (cycle === null) return;
    const at = tasks.findIndex(({ key }) => key === cycle[0]);
    this.add(['tasks', at, 'requires'], 'CYCLE', { cycle: cycle.join(' → ') });
  }

  private keysOnce(list: string, entries: readonly { readonly key: string }[]): void {
    const seen = new Set<string>();
    entries.forEach(({ key }, index) => {
      if (seen.has(key)) this.findings.add([list, index, 'key'], 'REPEATED_KEY', { key });
      seen.add(key);
    });
  }

  private shaped<Schema extends z.ZodType>(content: unknown, schema: Schema): z.output<Schema> | null {
    const read = schema.safeParse(content, { reportInput: true });
    if (read.success) return read.data;
    this.findings.addIssues([], read.error.issues);
    return null;
  }

  private add(path: Path, code: keyof typeof TEXTS, params: Readonly<Record<string, string>> = {}): void {
    const fill = (words: string): string => words.replace(/\{(\w+)\}/g, (whole, name: string) => params[name] ?? whole);
    const message = { zh: fill(TEXTS[code].zh), en: fill(TEXTS[code].en) };
    const { line, column } = this.source.positionOf(path);
    this.own.push({ file: this.source.file, line, column, path: path.join('.'), code, message });
  }
}

/** A day whose notice names no year, in a leap year. */
function withYear(local: string): string {
  return local.startsWith('--') ? `2024${local.slice(1)}` : local;
}

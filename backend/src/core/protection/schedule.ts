/** When the tasks of a template are due in a given period. */
import { type Period, type PeriodPhase, phaseOf, type PhaseSpan } from './period.js';
import type { TemplateTask } from './template.js';
import { plusDays } from './wall-time.js';

const DAY_MS = 86_400_000;

/**
 * The deadline of every task by key. Days count from the start of the phase, negative ones back from its end, at the same
 * wall time. A phase shorter than its tasks need is shared out in proportion: the order stays and none falls outside.
 */
export function dueTimes(period: Period, tasks: readonly TemplateTask[]): ReadonlyMap<string, Date> {
  const scales = new Map<PeriodPhase, number>();
  for (const span of period.phases) {
    const own = tasks.filter(({ phase, daily }) => phase === span.phase && !daily);
    const longest = Math.max(0, ...own.map(({ dueDays }) => Math.abs(dueDays ?? 0)));
    scales.set(span.phase, longest === 0 ? 1 : Math.min(1, wholeDays(span) / longest));
  }
  return new Map(tasks.map((task) => [task.key, dueOf(period, task, scales.get(task.phase) ?? 1)]));
}

function dueOf(period: Period, task: TemplateTask, scale: number): Date {
  const span = phaseOf(period, task.phase);
  if (task.dueDays === null || task.daily) return span.endsAt;
  const days = Math.trunc(task.dueDays * scale);
  const from = task.dueDays >= 0 ? span.startsAt : span.endsAt;
  return within(plusDays(from, days, period.zone), span);
}

function within(at: Date, { startsAt, endsAt }: PhaseSpan): Date {
  if (at > endsAt) return endsAt;
  return at < startsAt ? startsAt : at;
}

function wholeDays({ startsAt, endsAt }: PhaseSpan): number {
  return Math.floor((endsAt.getTime() - startsAt.getTime()) / DAY_MS);
}

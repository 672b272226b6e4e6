import type { Ref } from 'vue';
import type { InjectInput } from '../../gql/graphql.js';
import { useText } from '../../lib/text.js';
import type { PlanCommands } from './plan-commands.js';
import * as documents from './plan-documents.js';
import type { Plan } from './plan-documents.js';

/** A shift as the dialog asks for it. */
export interface WantedShift {
  readonly shift: {
    readonly part: 'ALL' | 'MOVE' | 'CELL' | 'FROM';
    readonly key: string | null;
    readonly minutes: number;
  };
  readonly allowOutside: boolean;
  readonly lengthen: boolean;
}

/** Everything of a plan but its injects. */
export interface PlanSettings {
  readonly title: string;
  readonly summary: string;
  readonly durationMinutes: number;
  readonly cells: { key: string; name: string }[];
  readonly moves: { key: string; name: string; situation: string }[];
  readonly columns: { key: string; name: string; kind: Plan['columns'][number]['kind']; choices: string[] }[];
}

interface Around {
  readonly commands: PlanCommands;
  readonly plan: () => Plan | null;
  readonly selected: Ref<string | null>;
  readonly chosen: Ref<ReadonlySet<string>>;
}

/** What can be done to the plan on the page. Each answers whether it was done. */
export function usePlanActs({ commands, plan, selected, chosen }: Around) {
  const { t } = useText();
  const { run } = commands;
  const codesOf = () => new Set(plan()?.injects.map(({ code }) => code));

  /** Does it, then selects the inject that was not there before, if there is one. */
  async function andSelectNew(doing: () => Promise<Plan | null>): Promise<boolean> {
    const before = codesOf();
    const changed = await doing();
    const added = changed?.injects.find(({ code }) => !before.has(code));
    if (added) selected.value = added.code;
    return changed !== null;
  }
  async function remove(codes: readonly string[]): Promise<void> {
    if (!window.confirm(t('plan.confirm.remove', { codes: codes.join('、') }))) return;
    if (await run(documents.RemoveInjectsDocument, { codes: [...codes] })) chosen.value = new Set();
  }
  async function judge(codes: readonly string[], verdict: 'APPROVED' | 'RETURNED', reason: string): Promise<boolean> {
    const injects = (plan()?.injects ?? [])
      .filter(({ code }) => codes.includes(code))
      .map(({ code, hash }) => ({ code, hash }));
    return (await run(documents.JudgeInjectsDocument, { injects, verdict, reason })) !== null;
  }
  return {
    remove,
    judge,
    save: (inject: InjectInput, before: string | null) =>
      andSelectNew(() => run(documents.SaveInjectDocument, { inject, before })),
    copy: (code: string) => andSelectNew(() => run(documents.CopyInjectDocument, { code })),
    move: (code: string, direction: 'UP' | 'DOWN') => run(documents.MoveInjectDocument, { code, direction }),
    retime: (times: { code: string; seconds: number }[]) => run(documents.RetimeInjectsDocument, { times }),
    color: (codes: readonly string[], color: string | null) =>
      run(documents.ColorInjectsDocument, { codes: [...codes], color }),
    shift: (wanted: WantedShift) => run(documents.ShiftPlanDocument, wanted),
    settings: (settings: PlanSettings) => run(documents.SavePlanSettingsDocument, settings),
    archive: () => run(documents.ArchivePlanDocument, { archived: plan()?.archived !== true }),
    renumber: async () => {
      if (window.confirm(t('plan.confirm.renumber'))) await run(documents.RenumberInjectsDocument, {});
    },
  };
}

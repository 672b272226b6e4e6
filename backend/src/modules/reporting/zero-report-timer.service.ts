import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Refusal } from '../../core/kernel/refusal.js';
import { type DueZeroAct, dueZeroActs, nextZeroLook, zeroDays } from '../../core/reporting/zero-report.js';
import { Transaction } from '../../platform/database/transaction.js';
import { Journal } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { timerCommandId } from '../../platform/timetable/command-id.js';
import { Timetable } from '../../platform/timetable/timetable.service.js';
import { type NewNotice, NoticeService } from '../notice/notice.service.js';
import { ProtectionPeriod } from '../protection/period.entity.js';
import { RecipientsService, toUnit } from './recipients.service.js';
import { ZeroReportAct } from './zero-report.entity.js';
import { ZeroReportService } from './zero-report.service.js';

const KIND = 'zero-report';

/** What is being said: of which period, under which number. */
interface Occasion {
  readonly period: ProtectionPeriod;
  readonly act: DueZeroAct;
  readonly slot: { readonly seq: number; readonly recordedAt: Date };
}

/** Who hears of what is due. */
@Injectable()
export class ZeroReportTelling {
  constructor(
    private readonly notices: NoticeService,
    private readonly recipients: RecipientsService,
  ) {}

  /** The units by a notice each; at the hour control too, by a notice per unit. */
  async tell(tx: EntityManager, { period, act, slot }: Occasion): Promise<string[]> {
    const { id: subjectId, exerciseId, name, zeroReportAt: at } = period;
    const params = { day: act.day, at, period: name };
    const code = act.kind === 'REMINDED' ? 'ZERO_REPORT_REMINDED' : 'ZERO_REPORT_OVERDUE';
    const notices: NewNotice[] = act.rootIds.map((rootId) => toUnit(rootId, { subjectId, code, params }));
    if (act.kind === 'ESCALATED') {
      const names = await this.recipients.namesOf(tx, exerciseId);
      for (const rootId of act.rootIds) {
        const missing = { ...params, unit: names.get(rootId) ?? '' };
        const telling = { subjectId, code: 'ZERO_REPORT_MISSING', params: missing };
        notices.push(...(await this.recipients.toControl(tx, exerciseId, telling)));
      }
    }
    return this.notices.give(tx, exerciseId, slot, notices);
  }
}

/** Reminds units before the hour, and tells control and the unit's leaders at it; each once, whoever looks how often. */
@Injectable()
export class ZeroReportTimer implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transaction: Transaction,
    private readonly journal: Journal,
    private readonly timetable: Timetable,
    private readonly reports: ZeroReportService,
    private readonly telling: ZeroReportTelling,
  ) {}

  onModuleInit(): void {
    this.timetable.register(KIND, (periodId, now) => this.look(periodId, now));
  }

  /** Does what is due of a period by `now`, and says when to look again. */
  private async look(periodId: string, now: Date): Promise<void> {
    const { manager } = this.dataSource;
    const period = await manager.findOneBy(ProtectionPeriod, { id: periodId });
    if (period === null) return;
    for (const act of await this.due(manager, period, now)) await this.write(period, act, now);
    await this.transaction.run(async (tx) => {
      // Whoever changes the period meanwhile waits, and has it looked at anew.
      const current = await tx.findOneOrFail(ProtectionPeriod, {
        where: { id: periodId },
        lock: { mode: 'pessimistic_read' },
      });
      const dueAt = nextZeroLook(zeroDays(current), now);
      await this.timetable.plan(tx, { kind: KIND, subjectId: periodId, exerciseId: current.exerciseId, dueAt });
    });
  }

  /** What is due and not yet written. */
  private async due(tx: EntityManager, period: ProtectionPeriod, now: Date): Promise<DueZeroAct[]> {
    const filed = await this.reports.firstFiled(period.id, tx);
    const span = { since: period.createdAt, until: now };
    const done = await tx.findBy(ZeroReportAct, { periodId: period.id });
    return dueZeroActs(zeroDays(period), period.unitIds, filed, span).filter(
      ({ kind, day }) => !done.some((act) => act.kind === kind && act.day === day),
    );
  }

  private async write(period: ProtectionPeriod, act: DueZeroAct, now: Date): Promise<void> {
    const { id: periodId, exerciseId } = period;
    const commandId = timerCommandId(KIND, periodId, `${act.day}/${act.kind}`);
    const content = { periodId, day: act.day, kind: act.kind };
    const command = { streamId: exerciseId, kind: `ZERO_REPORT_${act.kind}`, commandId, content, actor: null };
    try {
      await this.journal.append(command, async (tx, slot) => {
        const current = await tx.findOneByOrFail(ProtectionPeriod, { id: periodId });
        const due = (await this.due(tx, current, now)).find(({ kind, day }) => kind === act.kind && day === act.day);
        // Whoever was faster filed, or the hour was moved: nothing to say any more.
        if (due === undefined) throw new Refusal('WRONG_STATE');
        const told = await this.telling.tell(tx, { period: current, act: due, slot });
        const { day, kind, rootIds, at } = due;
        await tx.insert(ZeroReportAct, {
          ...{ id: commandId, exerciseId, seq: slot.seq, periodId, day, kind, rootIds: [...rootIds] },
          ...{ byId: null, dueAt: at, recordedAt: slot.recordedAt },
        });
        const sealed = await sealRows(tx, { zero_report_act: commandId, notice: told });
        return { subjectId: periodId, details: { day, at, alsoTold: rootIds, sealed } };
      });
    } catch (error) {
      if (!(error instanceof Refusal && error.code === 'WRONG_STATE')) throw error;
    }
  }
}

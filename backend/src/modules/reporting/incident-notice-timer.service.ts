import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Refusal } from '../../core/kernel/refusal.js';
import {
  clocksOwed,
  clocksThatRan,
  type DueNoticeAct,
  dueNoticeActs,
  nextNoticeLook,
  noticeStanding,
  type ReportClock,
} from '../../core/reporting/incident-clock.js';
import { Transaction } from '../../platform/database/transaction.js';
import { Journal, type Slot } from '../../platform/journal/journal.service.js';
import { sealRows } from '../../platform/journal/sealed-rows.js';
import { timerCommandId } from '../../platform/timetable/command-id.js';
import { Timetable } from '../../platform/timetable/timetable.service.js';
import { type NewNotice, NoticeService } from '../notice/notice.service.js';
import { NOTICE_KIND } from './incident-notice-filing.service.js';
import { IncidentNotice, IncidentNoticeAct } from './incident-notice.entity.js';
import { IncidentNoticeService, noticeFact } from './incident-notice.service.js';
import { RecipientsService, toUnit } from './recipients.service.js';

/** What is being said about a notice, under which number. */
interface Occasion {
  readonly notice: IncidentNotice;
  readonly act: DueNoticeAct;
  readonly slot: Slot;
}

/** Who hears of a clock. */
@Injectable()
export class IncidentNoticeTelling {
  constructor(
    private readonly notices: NoticeService,
    private readonly recipients: RecipientsService,
  ) {}

  /** The unit before and after its deadline, control after it; of what is to be passed on control alone. */
  async tell(tx: EntityManager, { notice, act, slot }: Occasion): Promise<string[]> {
    const { id: subjectId, exerciseId, rootId, code: number, title } = notice;
    const params = { code: number, title, minutes: String(act.minutesBefore) };
    const isEscalated = act.kind === 'ESCALATED';
    const isPassOn = act.rule === 'PASS_ON';
    const unit = (await this.recipients.namesOf(tx, exerciseId)).get(rootId) ?? '';
    const told: NewNotice[] = [];
    if (!isPassOn) {
      const code = isEscalated ? 'INCIDENT_NOTICE_OVERDUE' : 'INCIDENT_NOTICE_REMINDED';
      told.push(toUnit(rootId, { subjectId, code, params }));
    }
    if (isEscalated || isPassOn) {
      const late = isPassOn ? 'INCIDENT_PASS_ON_OVERDUE' : 'INCIDENT_NOTICE_MISSING';
      const code = isEscalated ? late : 'INCIDENT_PASS_ON_REMINDED';
      told.push(...(await this.recipients.toControl(tx, exerciseId, { subjectId, code, params: { ...params, unit } })));
    }
    return this.notices.give(tx, exerciseId, slot, told);
  }
}

/** Reminders before the deadlines of incident reports, escalation after them; each once. */
@Injectable()
export class IncidentNoticeTimer implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly transaction: Transaction,
    private readonly journal: Journal,
    private readonly timetable: Timetable,
    private readonly notices: IncidentNoticeService,
    private readonly telling: IncidentNoticeTelling,
  ) {}

  onModuleInit(): void {
    this.timetable.register(NOTICE_KIND, (id, now) => this.look(id, now));
  }

  private async look(id: string, now: Date): Promise<void> {
    const { manager } = this.dataSource;
    const notice = await this.notices.load(id, manager);
    for (const act of await this.due(manager, notice, now)) await this.write(notice, act, now);
    await this.transaction.run(async (tx) => {
      // Whoever files takes the stream: what he plans and what is planned here come one after the other.
      await tx.query('SELECT 1 FROM journal_stream WHERE stream_id = $1 FOR UPDATE', [notice.exerciseId]);
      const dueAt = nextNoticeLook(await this.owed(tx, notice, now), now);
      await this.timetable.plan(tx, { kind: NOTICE_KIND, subjectId: id, exerciseId: notice.exerciseId, dueAt });
    });
  }

  /** The clocks nobody has stopped. */
  private async owed(tx: EntityManager, notice: IncidentNotice, now: Date): Promise<ReportClock[]> {
    const acts = (await this.notices.actsOf([notice.id], tx)).get(notice.id) ?? [];
    return clocksOwed(noticeStanding(notice, acts.map(noticeFact), now));
  }

  /** What is due and not yet written. */
  private async due(tx: EntityManager, notice: IncidentNotice, now: Date): Promise<DueNoticeAct[]> {
    const acts = (await this.notices.actsOf([notice.id], tx)).get(notice.id) ?? [];
    const clocks = clocksThatRan(notice, noticeStanding(notice, acts.map(noticeFact), now), now);
    return dueNoticeActs(clocks, { openedAt: notice.recordedAt, until: now }).filter(
      (due) => !acts.some((act) => act.kind === due.kind && act.dueAt.getTime() === due.at.getTime()),
    );
  }

  private async write(notice: IncidentNotice, act: DueNoticeAct, now: Date): Promise<void> {
    const { id: noticeId, exerciseId, rootId, code } = notice;
    const what = `${act.kind}/${act.at.toISOString()}`;
    const commandId = timerCommandId(NOTICE_KIND, noticeId, what);
    const command = {
      streamId: exerciseId,
      kind: `INCIDENT_NOTICE_${act.kind}`,
      commandId,
      content: { noticeId, what },
      actor: null,
    };
    try {
      await this.journal.append(command, async (tx, slot) => {
        const isStill = (await this.due(tx, notice, now)).some((due) => isSame(due, act));
        // Whoever was faster reported: nothing to say any more.
        if (!isStill) throw new Refusal('WRONG_STATE');
        const told = await this.telling.tell(tx, { notice, act, slot });
        await tx.insert(IncidentNoticeAct, {
          ...{ id: commandId, exerciseId, seq: slot.seq, noticeId, kind: act.kind, text: '' },
          ...{ deadlineAt: act.dueAt, byId: null, dueAt: act.at, recordedAt: slot.recordedAt },
        });
        const sealed = await sealRows(tx, { incident_notice_act: commandId, notice: told });
        return { subjectId: noticeId, partyId: rootId, details: { code, at: act.at, deadline: act.dueAt, sealed } };
      });
    } catch (error) {
      if (!(error instanceof Refusal && error.code === 'WRONG_STATE')) throw error;
    }
  }
}

function isSame(a: DueNoticeAct, b: DueNoticeAct): boolean {
  return a.kind === b.kind && a.at.getTime() === b.at.getTime();
}

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { clocksOwed, noticeStanding } from '../../core/reporting/incident-clock.js';
import { zeroDays } from '../../core/reporting/zero-report.js';
import { Agenda, type AgendaItem, type AgendaPlace } from '../../platform/agenda/agenda.js';
import { Clock } from '../../platform/clock/clock.js';
import { PeriodService } from '../protection/period.service.js';
import { IncidentNotice } from './incident-notice.entity.js';
import { IncidentNoticeService, noticeFact } from './incident-notice.service.js';
import { ZeroReportService } from './zero-report.service.js';

/** Reads that the agenda is made of. */
@Injectable()
export class ReportingReads {
  constructor(
    readonly zero: ZeroReportService,
    readonly notices: IncidentNoticeService,
  ) {}
}

/** What is still to be reported, for handovers and calendars. */
@Injectable()
export class ReportingAgenda implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly agenda: Agenda,
    private readonly periods: PeriodService,
    private readonly services: ReportingReads,
  ) {}

  onModuleInit(): void {
    this.agenda.register('reporting', async (place) => [...(await this.notices(place)), ...(await this.today(place))]);
  }

  /** A unit's clocks that run; for control those of passing on. */
  private async notices({ exerciseId, rootId }: AgendaPlace): Promise<AgendaItem[]> {
    const where = rootId === null ? { exerciseId } : { exerciseId, rootId };
    const rows = await this.dataSource.manager.findBy(IncidentNotice, where);
    const acts = await this.services.notices.actsOf(rows.map(({ id }) => id));
    const now = this.clock.now();
    return rows.flatMap((row): AgendaItem[] => {
      const owed = clocksOwed(noticeStanding(row, (acts.get(row.id) ?? []).map(noticeFact), now));
      const own = owed.filter(({ rule }) => (rule === 'PASS_ON') === (rootId === null));
      const [first] = own.sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
      if (first === undefined) return [];
      return [{ kind: 'REPORT', ref: row.code, title: row.title, dueAt: first.dueAt, userId: null }];
    });
  }

  /** Today's zero report, while the unit has not filed it. */
  private async today({ exerciseId, rootId }: AgendaPlace): Promise<AgendaItem[]> {
    if (rootId === null) return [];
    const now = this.clock.now();
    const items: AgendaItem[] = [];
    for (const period of await this.periods.ofExercise(exerciseId)) {
      const day = zeroDays(period).find(({ opensAt, closesAt }) => opensAt <= now && now < closesAt);
      if (day === undefined || !period.unitIds.includes(rootId)) continue;
      const filed = await this.services.zero.firstFiled(period.id);
      if (filed(rootId, day.day) !== null) continue;
      items.push({ kind: 'REPORT', ref: day.day, title: `零报告 ${period.name}`, dueAt: day.dueAt, userId: null });
    }
    return items;
  }
}

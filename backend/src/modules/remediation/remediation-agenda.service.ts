import { Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Agenda, type AgendaItem, type AgendaPlace } from '../../platform/agenda/agenda.js';
import { Clock } from '../../platform/clock/clock.js';
import { RemediationItem } from './remediation.entity.js';
import { RemediationService } from './remediation.service.js';

/** What a unit still has to put right, for handovers and calendars; for control what waits for its test. */
@Injectable()
export class RemediationAgenda implements OnModuleInit {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly agenda: Agenda,
    private readonly items: RemediationService,
  ) {}

  onModuleInit(): void {
    this.agenda.register('remediation', (place) => this.of(place));
  }

  private async of({ exerciseId, rootId }: AgendaPlace): Promise<AgendaItem[]> {
    const { manager } = this.dataSource;
    const rows = await manager.findBy(RemediationItem, rootId === null ? { exerciseId } : { exerciseId, rootId });
    const wanted = rootId === null ? ['SUBMITTED'] : ['OPEN', 'STARTED'];
    const items: AgendaItem[] = [];
    for (const row of rows) {
      const { state, deadlineAt } = await this.items.standing(manager, row, this.clock.now());
      if (!wanted.includes(state)) continue;
      items.push({ kind: 'OTHER', ref: row.code, title: row.title, dueAt: deadlineAt, userId: null });
    }
    return items;
  }
}

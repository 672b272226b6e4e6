import { Injectable, type OnModuleInit } from '@nestjs/common';
import { blockStanding } from '../../core/blocking/block.js';
import { Agenda, type AgendaItem, type AgendaPlace } from '../../platform/agenda/agenda.js';
import { Clock } from '../../platform/clock/clock.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { blockFact, BlockService } from './block.service.js';

/** Blocks that run out or want a test, for handovers and calendars. */
@Injectable()
export class BlockingAgenda implements OnModuleInit {
  constructor(
    private readonly clock: Clock,
    private readonly agenda: Agenda,
    private readonly exercises: ExerciseService,
    private readonly blocks: BlockService,
  ) {}

  onModuleInit(): void {
    this.agenda.register('blocking', (place) => this.of(place));
  }

  private async of({ exerciseId, rootId }: AgendaPlace): Promise<AgendaItem[]> {
    if (rootId === null) return [];
    const { timeZone } = await this.exercises.byId(exerciseId);
    const rows = await this.blocks.ofUnit({ exerciseId, rootId });
    const acts = await this.blocks.actsOf(rows.map(({ id }) => id));
    const now = this.clock.now();
    return rows.flatMap((row): AgendaItem[] => {
      const standing = blockStanding(row, (acts.get(row.id) ?? []).map(blockFact), now, timeZone);
      if (!standing.isRetestDue && !standing.isExpiring) return [];
      return [{ kind: 'BLOCK', ref: row.code, title: row.target, dueAt: standing.untilAt, userId: null }];
    });
  }
}

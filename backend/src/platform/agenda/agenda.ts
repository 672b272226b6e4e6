import { Injectable } from '@nestjs/common';

/** Whose open matters are asked for: those of a root unit, or of control (null), in one exercise. */
export interface AgendaPlace {
  readonly exerciseId: string;
  readonly rootId: string | null;
}

/** Something that stands open there, by the words of whoever keeps it. */
export interface AgendaItem {
  /** INCIDENT, BLOCK, TASK, REPORT or OTHER. */
  readonly kind: 'INCIDENT' | 'BLOCK' | 'TASK' | 'REPORT' | 'OTHER';
  /** What it is called, e.g. E-0009. */
  readonly ref: string;
  readonly title: string;
  /** Deadline; null for none. */
  readonly dueAt: Date | null;
  /** Account it waits for; null = the whole unit. */
  readonly userId: string | null;
}

/** Answers what stands open at a place; must leave out whatever that unit's people may not know. */
export type AgendaSource = (place: AgendaPlace) => Promise<readonly AgendaItem[]>;

/**
 * What stands open, from whatever module keeps such things: they register, others ask. So a duty handover proposes open
 * incidents, and a calendar shows deadlines, without knowing those modules.
 */
@Injectable()
export class Agenda {
  private readonly sources = new Map<string, AgendaSource>();

  /** Called in a module's onModuleInit. @throws Error when two take the same name */
  register(name: string, source: AgendaSource): void {
    if (this.sources.has(name)) throw new Error(`two agendas of ${name}`);
    this.sources.set(name, source);
  }

  /** Everything open at a place: what is due first comes first, what has no deadline last. */
  async of(place: AgendaPlace): Promise<AgendaItem[]> {
    const lists = await Promise.all([...this.sources.values()].map((source) => source(place)));
    const far = Number.MAX_SAFE_INTEGER;
    const when = ({ dueAt }: AgendaItem): number => dueAt?.getTime() ?? far;
    return lists.flat().sort((a, b) => when(a) - when(b) || (a.ref < b.ref ? -1 : 1));
  }
}

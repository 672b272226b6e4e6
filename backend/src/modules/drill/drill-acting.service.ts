import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import type { DrillAct } from '../../core/drill/acts.js';
import { type DrillFold, foldDrill } from '../../core/drill/cells.js';
import { type DrillScene, dueActs } from '../../core/drill/due.js';
import { Journal, type Slot, type Slotted, type Written } from '../../platform/journal/journal.service.js';
import { DrillActWriter } from './drill-act-writer.service.js';
import { DrillTimeService } from './drill-time.service.js';
import type { Drill, DrillActRow } from './drill.entity.js';
import { recordKind } from './drill-rows.js';
import { DrillService } from './drill.service.js';

/** What a person's act is decided on: the drill at its moment, with everything written that was due before. */
export interface ActMoment {
  readonly tx: EntityManager;
  readonly slot: Slot;
  readonly scene: DrillScene;
  readonly fold: DrillFold;
  readonly rows: readonly DrillActRow[];
}

/** An act a person wants to be written. */
export interface PersonsAct {
  readonly drill: Drill;
  readonly commandId: string;
  /** Hashed, to tell a repeat from a reused id. */
  readonly content: unknown;
  readonly actor: Viewer;
  readonly kind: DrillAct['kind'];
  /** Decides under the lock, or throws a refusal; further `details` go into the record. */
  readonly decide: (moment: ActMoment) => Promise<Decided> | Decided;
}

/** The act without its instant: that is the moment at which it is written. */
export interface Decided {
  readonly act: DrillAct;
  readonly details?: { readonly sealed?: readonly unknown[] } & Readonly<Record<string, unknown>>;
}

/** Time went on while a command waited: what fell due has to be written first. */
class Behind extends Error {}

/** How often a command waits for what is due before it. */
const MAX_WAITS = 100;

/** Writes acts of people, each after everything that was due before it. */
@Injectable()
export class DrillActingService {
  constructor(
    private readonly journal: Journal,
    private readonly drills: DrillService,
    private readonly time: DrillTimeService,
    private readonly writer: DrillActWriter,
  ) {}

  /** Writes one act. The same command again changes nothing. @throws Refusal whatever `decide` throws */
  async act(wanted: PersonsAct): Promise<void> {
    await this.actAll([wanted]);
  }

  /** Writes several acts of one person, all in one transaction where nobody comes between. */
  async actAll(wanted: readonly PersonsAct[]): Promise<void> {
    const [first] = wanted;
    if (first === undefined) return;
    for (let waits = 0; ; waits += 1) {
      const written = await Promise.allSettled(wanted.map((one) => this.append(one)));
      const failed = written.filter((one) => one.status === 'rejected');
      const refused = failed.find(({ reason }) => !(reason instanceof Behind));
      if (refused !== undefined) throw refused.reason;
      if (failed.length === 0) return;
      if (waits === MAX_WAITS) throw new Error(`drill ${first.drill.id}: never up to date`);
      await this.time.look(first.drill.id);
    }
  }

  private append(wanted: PersonsAct): Promise<unknown> {
    const { drill, commandId, content, actor, kind } = wanted;
    const command = { streamId: drill.exerciseId, kind: recordKind({ kind }, drill), commandId, content, actor };
    return this.journal.appendItem(command, wanted, this.write);
  }

  /** One function for all, so that the journal does neighbours together. */
  private readonly write = async (tx: EntityManager, items: readonly Slotted<PersonsAct>[]): Promise<Written[]> => {
    const written: Written[] = [];
    for (const { item, slot } of items) written.push(await this.writeOne(tx, item, slot));
    return written;
  };

  private async writeOne(tx: EntityManager, wanted: PersonsAct, slot: Slot): Promise<Written> {
    const { drill, commandId: id, actor } = wanted;
    const { scene, rows } = await this.drills.load(drill, tx);
    if (dueActs(scene, slot.recordedAt.getTime(), 1).length > 0) throw new Behind();
    const moment = { tx, slot, scene, rows, fold: foldDrill(scene, scene.acts) };
    const { act, details = {} } = await wanted.decide(moment);
    const [written] = await this.writer.write(tx, [{ drill, act, id, actorId: actor.userId, slot }]);
    await this.time.planNext(tx, drill, { ...scene, acts: [...scene.acts, act] }, slot.recordedAt);
    const sealed = [...((written?.details?.sealed as unknown[] | undefined) ?? []), ...(details.sealed ?? [])];
    return { subjectId: drill.id, ...written, details: { ...written?.details, ...details, sealed } };
  }
}

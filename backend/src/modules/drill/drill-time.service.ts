import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { DrillAct, TimedAct } from '../../core/drill/acts.js';
import { type DrillScene, dueActs, nextDueAt, waitsForFacts } from '../../core/drill/due.js';
import { Clock } from '../../platform/clock/clock.js';
import { Transaction } from '../../platform/database/transaction.js';
import { Journal, type Slotted, type Written } from '../../platform/journal/journal.service.js';
import { timerCommandId } from '../../platform/timetable/command-id.js';
import { Timetable } from '../../platform/timetable/timetable.service.js';
import { DrillActWriter } from './drill-act-writer.service.js';
import type { Drill } from './drill.entity.js';
import { recordKind } from './drill-rows.js';
import { DrillService } from './drill.service.js';

/** Kind of a drill's line in the timetable. */
export const DRILL_LOOK = 'drill';
/** How often a drill looks whether a unit filed what one of its injects waits for. */
const FACTS_EVERY_MS = 5000;
/** Rounds of one look before it gives way: each wrote something, or met another instance. */
const MAX_ROUNDS = 1000;

/** An act that time brought about, on its way into the journal. */
interface DueItem {
  readonly drill: Drill;
  readonly act: TimedAct;
  readonly id: string;
}

/** Something else was written meanwhile: what is due has to be asked again. */
export class NoLongerDue extends Error {}

/** What time brings about in drills: releases, reminders, escalation; each exactly once and in order, whoever looks. */
@Injectable()
export class DrillTimeService implements OnModuleInit {
  constructor(
    private readonly transaction: Transaction,
    private readonly journal: Journal,
    private readonly clock: Clock,
    private readonly timetable: Timetable,
    private readonly drills: DrillService,
    private readonly writer: DrillActWriter,
  ) {}

  onModuleInit(): void {
    this.timetable.register(DRILL_LOOK, (drillId) => this.look(drillId));
  }

  /** Writes whatever is due of a drill, in order, and plans the next look. */
  async look(drillId: string): Promise<void> {
    const drill = await this.drills.byId(drillId);
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const { scene } = await this.drills.load(drill);
      const due = dueActs(scene, this.clock.now().getTime());
      // Whatever was written planned the next look with it.
      if (due.length === 0) return round === 0 ? this.planAnew(drill) : undefined;
      await this.write(itemsOf(drill, scene, due));
    }
    throw new Error(`drill ${drillId}: no end of due acts`);
  }

  /** Says when the drill must next be looked at, inside the transaction that wrote the last of these acts. */
  async planNext(tx: EntityManager, drill: Drill, scene: DrillScene, now: Date): Promise<void> {
    await lock(tx, drill);
    const next = nextDueAt(scene);
    const facts = waitsForFacts(scene) ? now.getTime() + FACTS_EVERY_MS : null;
    const times = [next, facts].filter((time) => time !== null);
    const dueAt = times.length === 0 ? null : new Date(Math.min(...times));
    await this.timetable.plan(tx, { kind: DRILL_LOOK, subjectId: drill.id, exerciseId: drill.exerciseId, dueAt });
  }

  private async planAnew(drill: Drill): Promise<void> {
    await this.transaction.run(async (tx) => {
      // Whoever plans has seen every act before: a look that found nothing must not put off what an act brought forward.
      await lock(tx, drill);
      const { scene } = await this.drills.load(drill, tx);
      await this.planNext(tx, drill, scene, this.clock.now());
    });
  }

  /** Neighbours share a transaction; what is no longer due is left to the next round. */
  private async write(items: readonly DueItem[]): Promise<void> {
    const written = await Promise.allSettled(
      items.map((item) => {
        const { drill, act, id } = item;
        const command = { streamId: drill.exerciseId, kind: recordKind(act, drill), commandId: id, actor: null };
        return this.journal.appendItem({ ...command, content: { id } }, item, this.writeDue);
      }),
    );
    const failed = written.find((one) => one.status === 'rejected' && !(one.reason instanceof NoLongerDue));
    if (failed?.status === 'rejected') throw failed.reason;
  }

  /** One function for all, so that the journal does neighbours together. */
  private readonly writeDue = async (tx: EntityManager, items: readonly Slotted<DueItem>[]): Promise<Written[]> => {
    for (const [drill, own] of Map.groupBy(items, ({ item }) => item.drill)) await this.planAfter(tx, drill, own);
    return this.writer.write(
      tx,
      items.map(({ item, slot }) => ({ ...item, slot, actorId: null })),
    );
  };

  /** Under the lock: these acts are the very next ones, and what comes after them is planned. @throws NoLongerDue */
  private async planAfter(tx: EntityManager, drill: Drill, own: readonly Slotted<DueItem>[]): Promise<void> {
    const { scene } = await this.drills.load(drill, tx);
    const now = own[0]?.slot.recordedAt ?? this.clock.now();
    const due = dueActs(scene, now.getTime(), own.length);
    const isSame = own.every(({ item }, index) => isSameAct(item.act, due[index]));
    if (!isSame) throw new NoLongerDue();
    await this.planNext(tx, drill, { ...scene, acts: [...scene.acts, ...due] }, now);
  }
}

/** Nobody else plans for the drill until this transaction ends. */
async function lock(tx: EntityManager, { id }: Drill): Promise<void> {
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 25))', [id]);
}

function isSameAct(wanted: TimedAct, found: TimedAct | undefined): boolean {
  return JSON.stringify(wanted) === JSON.stringify(found);
}

/** Every act has one id, whoever finds it due: nothing is done twice. */
function itemsOf(drill: Drill, scene: DrillScene, due: readonly TimedAct[]): DueItem[] {
  const releases = new Map<string, number>();
  const count = (act: DrillAct): void => {
    if (act.kind === 'RELEASED') releases.set(placeOf(act), (releases.get(placeOf(act)) ?? 0) + 1);
  };
  scene.acts.forEach(count);
  return due.map((act) => {
    const what = `${act.kind}/${placeOf(act)}/${releases.get(placeOf(act)) ?? 0}/${stepOf(act)}`;
    count(act);
    return { drill, act, id: timerCommandId(DRILL_LOOK, drill.id, what) };
  });
}

function placeOf({ code, unitId }: { readonly code: string; readonly unitId: string }): string {
  return `${code}/${unitId}`;
}

function stepOf(act: TimedAct): string {
  if (act.kind === 'REMINDED') return act.of;
  return act.kind === 'ESCALATED' ? String(act.level) : '';
}

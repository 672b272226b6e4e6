import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource, type EntityManager, In } from 'typeorm';
import { grantsIn, type MembershipFact, type Viewer } from '../../core/access/permissions.js';
import { type BlockFact, blockStanding, type BlockState, isWide } from '../../core/blocking/block.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { Clock } from '../../platform/clock/clock.js';
import { AbnormalService } from '../abnormal/abnormal.service.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { Unit } from '../exercise/unit.entity.js';
import { IdentityService } from '../identity/identity.service.js';
import { BlockAct, BlockEntry } from './block.entity.js';
import type { BlockDesk, BlockView } from './block.types.js';

/** The order of the list. */
const ORDER: readonly BlockState[] = ['ACTIVE', 'PENDING', 'EXPIRED', 'LIFTED'];

/** Reads of blocks. A unit's people see their own unit's; those who judge or direct all. */
@Injectable()
export class BlockService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly exercises: ExerciseService,
    private readonly identity: IdentityService,
    private readonly abnormals: AbnormalService,
  ) {}

  /** The blocks of an exercise as far as the viewer may know them. @throws Refusal NOT_FOUND */
  async desk(exerciseId: string, viewer: Viewer | null): Promise<BlockDesk> {
    const grants = requireGrants(viewer, exerciseId, 'block.read');
    const exercise = await this.exercises.byId(exerciseId);
    const rule = await this.abnormals.ruleOf(exercise);
    const roots = ownRoots(grants);
    const where = seesAll(grants) ? { exerciseId } : { exerciseId, rootId: In(roots) };
    const rows = await this.dataSource.manager.find(BlockEntry, { where, order: { seq: 'DESC' } });
    const blocks = await this.views(rows, viewer);
    return {
      zone: exercise.timeZone,
      asOf: this.clock.now(),
      isCharged: rule !== null,
      clause: rule?.clause ?? null,
      blocks: blocks.sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state)),
      retestDue: blocks.filter(({ isRetestDue }) => isRetestDue).length,
      expiring: blocks.filter(({ isExpiring }) => isExpiring).length,
      ownUnits: roots.length === 0 ? [] : await this.exercises.rowsById(Unit, roots),
    };
  }

  /** One block. @throws Refusal NOT_FOUND for unknown and foreign ones alike */
  async read(id: string, viewer: Viewer | null): Promise<BlockView> {
    const row = await this.load(id);
    const grants = requireGrants(viewer, row.exerciseId, 'block.read');
    if (!seesAll(grants) && !ownRoots(grants).includes(row.rootId)) throw new Refusal('NOT_FOUND');
    const [view] = await this.views([row], viewer);
    if (view === undefined) throw new Refusal('NOT_FOUND');
    return view;
  }

  /** A block, whoever asks. @throws Refusal NOT_FOUND */
  async load(id: string, tx: EntityManager = this.dataSource.manager): Promise<BlockEntry> {
    const row = isUUID(id) ? await tx.findOneBy(BlockEntry, { id }) : null;
    if (row === null) throw new Refusal('NOT_FOUND');
    return row;
  }

  /** Blocks of a unit, newest first, whoever asks. */
  async ofUnit(
    { exerciseId, rootId }: { readonly exerciseId: string; readonly rootId: string },
    tx: EntityManager = this.dataSource.manager,
  ): Promise<BlockEntry[]> {
    return tx.find(BlockEntry, { where: { exerciseId, rootId }, order: { seq: 'DESC' } });
  }

  /** All blocks of an exercise with where they stand, whoever asks: for figures. */
  async standingsOf(exerciseId: string): Promise<{ readonly row: BlockEntry; readonly state: BlockState }[]> {
    const { timeZone } = await this.exercises.byId(exerciseId);
    const rows = await this.dataSource.manager.findBy(BlockEntry, { exerciseId });
    const acts = await this.actsOf(rows.map(({ id }) => id));
    const now = this.clock.now();
    return rows.map((row) => ({
      row,
      state: blockStanding(row, (acts.get(row.id) ?? []).map(blockFact), now, timeZone).state,
    }));
  }

  /** Acts on blocks, oldest first, by block. */
  async actsOf(ids: readonly string[], tx: EntityManager = this.dataSource.manager): Promise<Map<string, BlockAct[]>> {
    const where = { blockId: In([...ids]) };
    const rows = ids.length === 0 ? [] : await tx.find(BlockAct, { where, order: { seq: 'ASC' } });
    return Map.groupBy(rows, ({ blockId }) => blockId);
  }

  /** The rows as they are shown. */
  async views(rows: readonly BlockEntry[], viewer: Viewer | null): Promise<BlockView[]> {
    const [first] = rows;
    if (first === undefined) return [];
    const exercise = await this.exercises.byId(first.exerciseId);
    const isCharged = (await this.abnormals.ruleOf(exercise)) !== null;
    const acts = await this.actsOf(rows.map(({ id }) => id));
    const people = [
      ...rows.map((row) => row.recordedById),
      ...[...acts.values()].flat().flatMap(({ byId }) => byId ?? []),
    ];
    const names = new Map((await this.identity.byIds(people)).map((user) => [user.id, user.displayName]));
    const units = await this.exercises.rowsById(Unit, [...new Set(rows.map(({ rootId }) => rootId))]);
    const now = this.clock.now();
    const records = grantsIn(viewer, first.exerciseId, 'block.record').map(({ unitId }) => unitId);
    return rows.flatMap((row) => {
      const unit = units.find(({ id }) => id === row.rootId);
      const own = acts.get(row.id) ?? [];
      if (unit === undefined) return [];
      const standing = blockStanding(row, own.map(blockFact), now, exercise.timeZone);
      return [
        {
          ...{ ...row, ...standing, unit },
          isWide: isCharged && isWide(row.kind, row.target),
          recordedByName: names.get(row.recordedById) ?? '',
          acts: own.map((act) => ({ ...act, at: act.dueAt, byName: names.get(act.byId ?? '') ?? null })),
          mayAct: standing.state === 'ACTIVE' && records.includes(row.rootId),
        },
      ];
    });
  }
}

/** An act as the fold reads it. */
export function blockFact({ kind, dueAt, untilAt, holds }: BlockAct): BlockFact {
  return { kind, at: dueAt, untilAt, holds };
}

function seesAll(grants: readonly MembershipFact[]): boolean {
  return grants.some(({ unitId }) => unitId === null);
}

function ownRoots(grants: readonly MembershipFact[]): string[] {
  return [...new Set(grants.flatMap(({ unitId }) => unitId ?? []))];
}

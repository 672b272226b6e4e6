import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { DataSource, type EntityManager, In } from 'typeorm';
import { grantsIn, type Viewer } from '../../core/access/permissions.js';
import { Refusal } from '../../core/kernel/refusal.js';
import {
  followersOf,
  type RemediationActKind,
  type RemediationFact,
  type RemediationStanding,
  remediationStanding,
  UNIT_ACTS,
} from '../../core/remediation/remediation.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { Clock } from '../../platform/clock/clock.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { Unit } from '../exercise/unit.entity.js';
import { IdentityService } from '../identity/identity.service.js';
import { RemediationAct, RemediationItem } from './remediation.entity.js';
import type { RemediationDesk, RemediationLink, RemediationView } from './remediation.types.js';

/** What several items are shown with. */
interface Background {
  readonly acts: ReadonlyMap<string, readonly RemediationAct[]>;
  readonly names: ReadonlyMap<string, string>;
  readonly units: ReadonlyMap<string, Unit>;
  readonly links: ReadonlyMap<string, RemediationLink>;
  readonly carried: ReadonlyMap<string, RemediationItem>;
  readonly viewer: Viewer | null;
  readonly now: Date;
}

/** Reads of remediation items. A unit's people see their own unit's; control all of its exercise. */
@Injectable()
export class RemediationService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly exercises: ExerciseService,
    private readonly identity: IdentityService,
  ) {}

  /** The items of an exercise as far as the viewer may know them. @throws Refusal NOT_FOUND */
  async desk(exerciseId: string, viewer: Viewer | null): Promise<RemediationDesk> {
    const grants = requireGrants(viewer, exerciseId, 'remediation.read');
    const directs = grantsIn(viewer, exerciseId, 'remediation.direct').length > 0;
    const own = grants.flatMap(({ unitId }) => unitId ?? []);
    const where = directs ? { exerciseId } : { exerciseId, rootId: In(own) };
    const rows = await this.dataSource.manager.find(RemediationItem, { where, order: { seq: 'ASC' } });
    const items = await this.views(rows, viewer);
    return { asOf: this.clock.now(), items: items.sort(byUrgency), mayOpen: directs };
  }

  /** One item. @throws Refusal NOT_FOUND for unknown and foreign ones alike */
  async read(id: string, viewer: Viewer | null): Promise<RemediationView> {
    const row = await this.load(id);
    const grants = requireGrants(viewer, row.exerciseId, 'remediation.read');
    if (!grants.some(({ role, unitId }) => role === 'ORGANIZER' || unitId === row.rootId))
      throw new Refusal('NOT_FOUND');
    const [view] = await this.views([row], viewer);
    if (view === undefined) throw new Refusal('NOT_FOUND');
    return view;
  }

  /** An item, whoever asks. @throws Refusal NOT_FOUND */
  async load(id: string, tx: EntityManager = this.dataSource.manager): Promise<RemediationItem> {
    const row = isUUID(id) ? await tx.findOneBy(RemediationItem, { id }) : null;
    if (row === null) throw new Refusal('NOT_FOUND');
    return row;
  }

  /** Where an item stands. */
  async standing(tx: EntityManager, item: RemediationItem, now: Date): Promise<RemediationStanding> {
    const acts = await tx.find(RemediationAct, { where: { itemId: item.id }, order: { seq: 'ASC' } });
    const isCarried = await tx.existsBy(RemediationItem, { carriedFromId: item.id });
    return remediationStanding({ deadlineAt: item.deadlineAt, isCarried }, acts.map(remediationFact), now);
  }

  /** Rows as they are shown. */
  async views(rows: readonly RemediationItem[], viewer: Viewer | null): Promise<RemediationView[]> {
    if (rows.length === 0) return [];
    const background = await this.backgroundOf(rows, viewer);
    return rows.flatMap((row) => {
      const unit = background.units.get(row.rootId);
      return unit === undefined ? [] : [viewOf(row, unit, background)];
    });
  }

  private async backgroundOf(rows: readonly RemediationItem[], viewer: Viewer | null): Promise<Background> {
    const { manager } = this.dataSource;
    const ids = rows.map(({ id }) => id);
    const acts = await manager.find(RemediationAct, { where: { itemId: In(ids) }, order: { seq: 'ASC' } });
    const after = await manager.findBy(RemediationItem, { carriedFromId: In(ids) });
    const before = rows.flatMap(({ carriedFromId }) => carriedFromId ?? []);
    const linked = [
      ...after,
      ...(before.length === 0 ? [] : await manager.findBy(RemediationItem, { id: In(before) })),
    ];
    const people = [...rows.map(({ openedById }) => openedById), ...acts.map(({ byId }) => byId)];
    const users = await this.identity.byIds(people);
    const units = await this.exercises.rowsById(Unit, [...new Set(rows.map(({ rootId }) => rootId))]);
    return {
      acts: Map.groupBy(acts, ({ itemId }) => itemId),
      names: new Map(users.map((user) => [user.id, user.displayName])),
      units: new Map(units.map((unit) => [unit.id, unit])),
      links: await this.linksOf(linked, viewer),
      carried: new Map(after.map((item) => [item.carriedFromId ?? '', item])),
      viewer,
      now: this.clock.now(),
    };
  }

  /** Only into exercises the viewer belongs to: of others he learns nothing, not even the name. */
  private async linksOf(
    items: readonly RemediationItem[],
    viewer: Viewer | null,
  ): Promise<Map<string, RemediationLink>> {
    const exercises = await this.exercises.byIds(items.map(({ exerciseId }) => exerciseId));
    return new Map(
      items.flatMap(({ id, code, exerciseId, recordedAt: at }) => {
        const exercise = exercises.find((one) => one.id === exerciseId);
        if (exercise === undefined || grantsIn(viewer, exerciseId, 'remediation.read').length === 0) return [];
        return [[id, { itemId: id, code, exerciseCode: exercise.code, exerciseName: exercise.name, at }]];
      }),
    );
  }
}

/** An act as the fold reads it. */
export function remediationFact({ kind, recordedAt, hasPassed, deadlineAt }: RemediationAct): RemediationFact {
  return { kind, at: recordedAt, hasPassed, deadlineAt };
}

function viewOf(row: RemediationItem, unit: Unit, background: Background): RemediationView {
  const { names, links, carried, now, viewer } = background;
  const acts = background.acts.get(row.id) ?? [];
  const next = carried.get(row.id);
  const item = { deadlineAt: row.deadlineAt, isCarried: next !== undefined };
  const standing = remediationStanding(item, acts.map(remediationFact), now);
  return {
    ...{ ...row, ...standing, unit },
    openedByName: names.get(row.openedById) ?? '',
    acts: acts.map((act) => ({ ...act, byName: names.get(act.byId) ?? '' })),
    carriedFrom: links.get(row.carriedFromId ?? '') ?? null,
    carriedTo: links.get(next?.id ?? '') ?? null,
    mayAct: followersOf(standing.state).filter((kind) => mayTryAct(viewer, row, kind)),
  };
}

/** A unit works on its own items; everything else is control's. */
export function mayTryAct(
  viewer: Viewer | null,
  { exerciseId, rootId }: Pick<RemediationItem, 'exerciseId' | 'rootId'>,
  kind: RemediationActKind,
): boolean {
  if (!UNIT_ACTS.includes(kind)) return grantsIn(viewer, exerciseId, 'remediation.direct').length > 0;
  return grantsIn(viewer, exerciseId, 'remediation.work').some(({ unitId }) => unitId === rootId);
}

function byUrgency(a: RemediationView, b: RemediationView): number {
  const rank = ({ state, isOverdue }: RemediationView): number => {
    if (state === 'CLOSED' || state === 'CARRIED') return 2;
    return isOverdue ? 0 : 1;
  };
  return rank(a) - rank(b) || a.deadlineAt.getTime() - b.deadlineAt.getTime();
}

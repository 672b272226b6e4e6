import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, In } from 'typeorm';
import { grantsIn, seesBothSides, type MembershipFact, type Viewer } from '../../core/access/permissions.js';
import { type AppealCase, type AppealState, appealState, isOver } from '../../core/appeal/appeal.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { Clock } from '../../platform/clock/clock.js';
import { Appeal, AppealActRow } from './appeal.entity.js';
import { decidedSubject, decidersOfDecision } from './decision-rows.js';

/** An appeal with the acts on it, oldest first. */
export interface AppealWithActs {
  readonly appeal: Appeal;
  readonly acts: readonly AppealActRow[];
}

/** Reads of appeals. A party sees its own and learns of no others; those who judge or direct see all. */
@Injectable()
export class AppealService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Appeals the viewer may read, newest first. @throws Refusal NOT_FOUND */
  async list(exerciseId: string, viewer: Viewer | null): Promise<Appeal[]> {
    requireGrants(viewer, exerciseId, 'appeal.read');
    const own = partiesOf(viewer, exerciseId);
    const where = seesBothSides(viewer, exerciseId) ? { exerciseId } : { exerciseId, partyId: In(own) };
    return this.dataSource.manager.find(Appeal, { where, order: { seq: 'DESC' } });
  }

  /** One appeal. @throws Refusal NOT_FOUND for unknown and foreign ids alike */
  async read(id: string, viewer: Viewer | null): Promise<Appeal> {
    const appeal = await this.dataSource.manager.findOneBy(Appeal, { id });
    if (appeal === null) throw new Refusal('NOT_FOUND');
    requireGrants(viewer, appeal.exerciseId, 'appeal.read');
    const isOwn = partiesOf(viewer, appeal.exerciseId).includes(appeal.partyId);
    if (!isOwn && !seesBothSides(viewer, appeal.exerciseId)) throw new Refusal('NOT_FOUND');
    return appeal;
  }

  /** An appeal of the viewer's own side. @throws Refusal NOT_FOUND */
  async readOwn(id: string, viewer: Viewer | null): Promise<Appeal> {
    const appeal = await this.read(id, viewer);
    if (!partiesOf(viewer, appeal.exerciseId).includes(appeal.partyId)) throw new Refusal('NOT_FOUND');
    return appeal;
  }

  /** Acts on these appeals, oldest first. */
  async actsOf(
    appealIds: readonly string[],
    tx: EntityManager = this.dataSource.manager,
  ): Promise<Map<string, AppealActRow[]>> {
    const where = { appealId: In([...appealIds]) };
    const rows = await tx.find(AppealActRow, { where, order: { seq: 'ASC' } });
    return Map.groupBy(rows, ({ appealId }) => appealId);
  }

  /** Acts on one appeal. */
  async actsOn(appealId: string, tx?: EntityManager): Promise<AppealActRow[]> {
    return (await this.actsOf([appealId], tx)).get(appealId) ?? [];
  }

  /** All that decides who may act on an appeal. Who made the decision in force by now is as little impartial. */
  async caseOf(
    { id, subjectKind, subjectId, decisionId }: Appeal,
    tx: EntityManager = this.dataSource.manager,
  ): Promise<AppealCase> {
    const { decision } = await decidedSubject(tx, subjectKind, subjectId);
    const decisionIds = new Set([decisionId, decision?.id ?? decisionId]);
    const deciders = new Set<string>();
    for (const one of decisionIds) {
      for (const person of await decidersOfDecision(tx, subjectKind, one)) deciders.add(person);
    }
    return { deciders, acts: caseActs(await this.actsOn(id, tx)) };
  }

  /** Appeals of an exercise of which something may still come. */
  async openOf(exerciseId: string, tx: EntityManager = this.dataSource.manager): Promise<AppealWithActs[]> {
    const appeals = await tx.find(Appeal, { where: { exerciseId }, order: { seq: 'ASC' } });
    const acts = await this.actsOf(
      appeals.map(({ id }) => id),
      tx,
    );
    return appeals
      .map((appeal) => ({ appeal, acts: acts.get(appeal.id) ?? [] }))
      .filter((one) => !this.isOver(one.acts));
  }

  /** Whether nothing more can come of an appeal with these acts. */
  isOver(acts: readonly AppealActRow[]): boolean {
    return isOver(stateOf(acts), arbitrationUntil(acts), this.clock.now());
  }
}

/** Acts as the rules of appeals read them. */
export function caseActs(rows: readonly AppealActRow[]): AppealCase['acts'] {
  return rows.map(({ kind, actorId, recordedAt }) => ({ kind, actorId, at: recordedAt }));
}

/** The state an appeal with these acts is in. */
export function stateOf(acts: readonly AppealActRow[]): AppealState {
  return appealState(acts);
}

/** Until when arbitration can be asked for; null where it cannot. */
export function arbitrationUntil(acts: readonly AppealActRow[]): Date | null {
  return acts.findLast(({ kind }) => kind === 'DISMISSED')?.deadlineAt ?? null;
}

/** The set the last upholding proposed; null before there is one. */
export function setOf(acts: readonly AppealActRow[]): string | null {
  return acts.findLast(({ rescoringSetId }) => rescoringSetId !== null)?.rescoringSetId ?? null;
}

/** Teams and root units the viewer appeals for. */
export function partiesOf(viewer: Viewer | null, exerciseId: string): string[] {
  return grantsIn(viewer, exerciseId, 'appeal.file').flatMap((grant) => partyOf(grant) ?? []);
}

/** The team or root unit of a membership. */
export function partyOf({ teamId, unitId }: MembershipFact): string | null {
  return teamId ?? unitId;
}

import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { seesBothSides, type Viewer } from '../../core/access/permissions.js';
import { categoryOf } from '../../core/ruleset/catalogue.js';
import { BonusVerdict } from '../adjudication/bonus-verdict.entity.js';
import { MarkSheet } from '../adjudication/mark-sheet.entity.js';
import { attackRules, ScoringService } from '../adjudication/scoring.service.js';
import { Verdict } from '../adjudication/verdict.entity.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { IdentityService } from '../identity/identity.service.js';
import type { Appeal, AppealActRow } from './appeal.entity.js';
import { setOf, stateOf } from './appeal.service.js';
import type { AppealCheckpoint, AppealedDecision, AppealedThing } from './appeal.types.js';
import { decidedSubject } from './decision-rows.js';

interface Bare extends Omit<AppealedDecision, 'refereeName' | 'ruleRow' | 'ruleTitle'> {
  readonly id: string;
  readonly refereeId: string;
  readonly categoryKey: string | null;
}

/** An appeal as each of its readers may see it. */
@Injectable()
export class AppealViewService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly exercises: ExerciseService,
    private readonly scoring: ScoringService,
    private readonly identity: IdentityService,
  ) {}

  /** What it is against. A unit hit reads the rule its loss was booked under, and nothing of the attack. */
  async thing(appeal: Appeal, viewer: Viewer | null): Promise<AppealedThing> {
    const { subjectKind, subjectId, decisionId } = appeal;
    const found = await decidedSubject(this.dataSource.manager, subjectKind, subjectId);
    const { code, ordinal, title, submissionId } = found;
    if (!isHidden(appeal, viewer)) return { code, ordinal, title: { zh: title, en: title }, submissionId };
    const [decision] = await this.decisions(appeal, [decisionId], viewer);
    const words = decision?.ruleTitle ?? { zh: '', en: '' };
    const row = decision?.ruleRow ?? '';
    const ruled = { zh: `${row} ${words.zh}`.trim(), en: `${row} ${words.en}`.trim() };
    return { code: null, ordinal: null, title: ruled, submissionId: null };
  }

  /** The decision appealed. */
  async decision(appeal: Appeal, viewer: Viewer | null): Promise<AppealedDecision | null> {
    return (await this.decisions(appeal, [appeal.decisionId], viewer))[0] ?? null;
  }

  /** The decision that took its place; null until its set was applied. */
  async result(appeal: Appeal, acts: readonly AppealActRow[], viewer: Viewer | null): Promise<AppealedDecision | null> {
    const setId = setOf(acts);
    if (stateOf(acts) !== 'EXECUTED' || setId === null) return null;
    return (await this.decisions(appeal, [setId], viewer))[0] ?? null;
  }

  /** All decisions on the same, oldest first; for those who judge only. */
  async history(appeal: Appeal, viewer: Viewer | null): Promise<AppealedDecision[] | null> {
    if (!seesBothSides(viewer, appeal.exerciseId)) return null;
    return this.decisions(appeal, null, viewer);
  }

  /** Code of the set an act proposed or settled; for those who judge only. */
  async setCode({ exerciseId, rescoringSetId }: AppealActRow, viewer: Viewer | null): Promise<string | null> {
    if (rescoringSetId === null || !seesBothSides(viewer, exerciseId)) return null;
    const [row] = await this.dataSource.query<{ code: string }[]>('SELECT code FROM rescoring_set WHERE id = $1', [
      rescoringSetId,
    ]);
    return row?.code ?? null;
  }

  /** Hash of a journal record. */
  async hashOf(exerciseId: string, seq: number): Promise<string> {
    const [row] = await this.dataSource.query<{ hash: string }[]>(
      'SELECT hash FROM journal_record WHERE stream_id = $1 AND seq = $2',
      [exerciseId, seq],
    );
    return row?.hash ?? '';
  }

  /** The first signed checkpoint from a journal number on; null before there is one. */
  async checkpoint(exerciseId: string, seq: number): Promise<AppealCheckpoint | null> {
    const [row] = await this.dataSource.query<AppealCheckpoint[]>(
      `SELECT number, recorded_at AS "recordedAt", fingerprint FROM checkpoint
        WHERE exercise_id = $1 AND seq >= $2 ORDER BY number LIMIT 1`,
      [exerciseId, seq],
    );
    return row ?? null;
  }

  private async decisions(
    appeal: Appeal,
    ids: readonly string[] | null,
    viewer: Viewer | null,
  ): Promise<AppealedDecision[]> {
    const rows = await this.rows(appeal, ids);
    const users = await this.identity.byIds([...new Set(rows.map(({ refereeId }) => refereeId))]);
    const names = new Map(users.map(({ id, displayName }) => [id, displayName]));
    const rules = attackRules(await this.scoring.rulesOf(await this.exercises.byId(appeal.exerciseId)));
    return rows.map(({ categoryKey, refereeId, ...row }) => {
      const category = categoryOf(rules, categoryKey);
      const rule = { ruleRow: category?.row ?? null, ruleTitle: category?.title ?? null };
      if (!isHidden(appeal, viewer)) return { ...row, ...rule, refereeName: names.get(refereeId) ?? '' };
      // What became of its loss is for the unit to know: that it is gone, or under which rule it is booked.
      const outcome = row.outcome === 'REJECTED' ? row.outcome : null;
      return { ...row, ...rule, id: null, outcome, reason: null, refereeName: null };
    });
  }

  private async rows({ subjectKind, subjectId }: Appeal, ids: readonly string[] | null): Promise<Bare[]> {
    const { manager } = this.dataSource;
    const order = { seq: 'ASC' } as const;
    const wanted = <T extends { id: string }>(found: T[]): T[] =>
      found.filter(({ id }) => ids === null || ids.includes(id));
    if (subjectKind === 'INCIDENT') {
      const sheets = await manager.find(MarkSheet, { where: { incidentId: subjectId }, order });
      return wanted(sheets).map(({ id, recordedAt, comment, refereeId }) => {
        return { id, recordedAt, outcome: null, points: null, reason: comment, refereeId, categoryKey: null };
      });
    }
    if (subjectKind === 'BONUS') {
      const bonuses = await manager.find(BonusVerdict, { where: { bonusClaimId: subjectId }, order });
      return wanted(bonuses).map(({ id, recordedAt, isAccepted, points, reason, refereeId }) => {
        const outcome = isAccepted ? ('ACCEPTED' as const) : ('REJECTED' as const);
        return { id, recordedAt, outcome, points, reason, refereeId, categoryKey: null };
      });
    }
    const verdicts = await manager.find(Verdict, { where: { nodeId: subjectId }, order });
    return wanted(verdicts).map(({ id, recordedAt, outcome, reason, refereeId, categoryKey }) => {
      return { id, recordedAt, outcome, points: null, reason, refereeId, categoryKey };
    });
  }
}

/** Whether the viewer reads an appeal against a loss as the unit that was hit. */
function isHidden({ subjectKind, exerciseId }: Appeal, viewer: Viewer | null): boolean {
  return subjectKind === 'LOSS' && !seesBothSides(viewer, exerciseId);
}

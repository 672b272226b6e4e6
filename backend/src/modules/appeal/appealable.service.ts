import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { appealDeadline, isAppealOpen } from '../../core/appeal/window.js';
import { isJudged } from '../../core/exercise/states.js';
import type { Outcome } from '../../core/scoring/facts.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { Clock } from '../../platform/clock/clock.js';
import type { LocalText } from '../../platform/graphql/shared.types.js';
import { LossService } from '../adjudication/loss.service.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { PolicyService } from '../policy/policy.service.js';
import { noticeOf } from './appeal-filing.service.js';
import type { AppealSubjectKind } from './appeal.entity.js';
import { partiesOf } from './appeal.service.js';
import type { Appealable } from './appeal.types.js';

interface DecidedRow {
  readonly subjectKind: AppealSubjectKind;
  readonly subjectId: string;
  readonly code: string;
  readonly ordinal: number | null;
  readonly title: string;
  readonly outcome: Outcome | null;
  readonly decidedAt: Date;
}

/** What a party may still appeal. */
@Injectable()
export class AppealableService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly exercises: ExerciseService,
    private readonly policies: PolicyService,
    private readonly losses: LossService,
  ) {}

  /** Decisions the viewer's side has standing on, not appealed yet, whose time has not run out; the next to end first. */
  async of(exerciseId: string, viewer: Viewer | null): Promise<Appealable[]> {
    const grants = requireGrants(viewer, exerciseId, 'appeal.file');
    const exercise = await this.exercises.byId(exerciseId);
    if (!isJudged(exercise.state)) return [];
    const { appealHours } = await this.policies.inForce(exerciseId);
    const notice = noticeOf(exercise);
    const parties = partiesOf(viewer, exerciseId);
    const isUnit = grants.some(({ unitId }) => unitId !== null);
    const decided = [
      ...(await this.own(exerciseId, parties)),
      ...(isUnit ? await this.lost(exerciseId, parties, viewer) : []),
    ];
    const now = this.clock.now();
    return decided
      .filter(({ decidedAt }) => isAppealOpen(now, { publishedAt: decidedAt, appealHours, notice }))
      .map((one) => ({ ...one, until: appealDeadline(one.decidedAt, appealHours, notice) }))
      .sort((a, b) => a.until.getTime() - b.until.getTime() || b.decidedAt.getTime() - a.decidedAt.getTime());
  }

  private async own(exerciseId: string, parties: string[]): Promise<Omit<Appealable, 'until'>[]> {
    const rows = await this.dataSource.query<DecidedRow[]>(OWN_SQL, [exerciseId, parties]);
    return rows.map((row) => ({ ...row, title: said(row.title), amount: null }));
  }

  private async lost(
    exerciseId: string,
    parties: string[],
    viewer: Viewer | null,
  ): Promise<Omit<Appealable, 'until'>[]> {
    const losses = await this.losses.lossesOf(exerciseId, viewer);
    const nodeIds = losses.map(({ nodeId }) => nodeId);
    const open = await this.dataSource.query<{ nodeId: string; decidedAt: Date }[]>(LOST_SQL, [nodeIds, parties]);
    const decidedAt = new Map(open.map((row) => [row.nodeId, row.decidedAt]));
    return losses.flatMap(({ nodeId, ruleTitle, ruleRow, amount }): Omit<Appealable, 'until'>[] => {
      const at = decidedAt.get(nodeId);
      if (at === undefined) return [];
      const title = { zh: `${ruleRow} ${ruleTitle.zh}`, en: `${ruleRow} ${ruleTitle.en}` };
      const nothing = { code: null, ordinal: null, outcome: null };
      return [{ subjectKind: 'LOSS', subjectId: nodeId, title, amount, decidedAt: at, ...nothing }];
    });
  }
}

/** Neither appealed by one of the parties $2 nor the outcome of arbitration. */
const UNAPPEALED = `
  NOT EXISTS (SELECT 1 FROM appeal a WHERE a.decision_id = d.id AND a.party_id = ANY ($2))
  AND NOT EXISTS (SELECT 1 FROM appeal_act c WHERE c.rescoring_set_id = d.id AND c.kind = 'ARBITRATION_UPHELD')`;

const latest = (table: string, subject: string): string => `
  NOT EXISTS (SELECT 1 FROM ${table} l WHERE l.${subject} = d.${subject} AND l.seq > d.seq)`;

const OWN_SQL = `
  SELECT 'NODE' AS "subjectKind", d.node_id AS "subjectId", s.code, n.ordinal, n.asset_name AS title, d.outcome,
         d.recorded_at AS "decidedAt"
    FROM verdict d JOIN attack_node n ON n.id = d.node_id JOIN attack_submission s ON s.id = n.submission_id
   WHERE d.exercise_id = $1 AND s.team_id = ANY ($2) AND s.state = 'FILED' AND ${latest('verdict', 'node_id')}
     AND ${UNAPPEALED}
  UNION ALL
  SELECT 'INCIDENT', d.incident_id, i.code, NULL, i.title, NULL, d.recorded_at
    FROM mark_sheet d JOIN incident i ON i.id = d.incident_id
   WHERE d.exercise_id = $1 AND i.root_id = ANY ($2) AND ${latest('mark_sheet', 'incident_id')} AND ${UNAPPEALED}
  UNION ALL
  SELECT 'BONUS', d.bonus_claim_id, b.code, NULL, b.title,
         CASE WHEN d.is_accepted THEN 'ACCEPTED' ELSE 'REJECTED' END, d.recorded_at
    FROM bonus_verdict d JOIN bonus_claim b ON b.id = d.bonus_claim_id
   WHERE d.exercise_id = $1 AND b.root_id = ANY ($2) AND ${latest('bonus_verdict', 'bonus_claim_id')}
     AND ${UNAPPEALED}`;

const LOST_SQL = `
  SELECT d.node_id AS "nodeId", d.recorded_at AS "decidedAt" FROM verdict d
   WHERE d.node_id = ANY ($1) AND ${latest('verdict', 'node_id')} AND ${UNAPPEALED}`;

function said(text: string): LocalText {
  return { zh: text, en: text };
}

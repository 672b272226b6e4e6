import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Viewer } from '../../core/access/permissions.js';
import { type SheetDraft, sheetTotal } from '../../core/adjudication/agreement.js';
import { medianOf, rulingWorth } from '../../core/adjudication/referee-figures.js';
import { intervalAlpha, nominalAlpha, type Reliability } from '../../core/adjudication/reliability.js';
import type { RulingDraft } from '../../core/adjudication/ruling.js';
import { exactText } from '../../core/kernel/points.js';
import type { PinnedRules } from '../../core/scoring/compute-awards.js';
import { requireGrants } from '../../platform/access/viewer.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { IdentityService } from '../identity/identity.service.js';
import { ACTS, COMPARED, COUNTS, type ActRow, type ComparedRow, type CountRow } from './referee-statistics.sql.js';
import type { RefereeFigures, RefereeStatistics, ReliabilityFigure } from './referee-statistics.types.js';
import { attackRules, defenseRules, ScoringService } from './scoring.service.js';

/** Referees in figures. Nothing here rests on what an opinion says before all of its round are in. */
@Injectable()
export class RefereeStatisticsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly exercises: ExerciseService,
    private readonly scoring: ScoringService,
    private readonly identity: IdentityService,
  ) {}

  /** @throws Refusal NOT_FOUND */
  async ofExercise(exerciseId: string, viewer: Viewer | null): Promise<RefereeStatistics> {
    requireGrants(viewer, exerciseId, 'statistics.read');
    const exercise = await this.exercises.byId(exerciseId);
    const rules = await this.scoring.rulesOf(exercise);
    const compared = await this.dataSource.query<ComparedRow[]>(COMPARED, [exerciseId]);
    const acts = await this.dataSource.query<ActRow[]>(ACTS, [exerciseId, exercise.timeZone]);
    const counts = await this.dataSource.query<CountRow[]>(COUNTS, [exerciseId]);
    const people = await this.identity.byIds(counts.map(({ refereeId }) => refereeId));
    const names = new Map(people.map(({ id, displayName }) => [id, displayName]));
    const ofReferee = Map.groupBy(acts, ({ refereeId }) => refereeId);
    const referees = counts.map((row): RefereeFigures => {
      return { ...row, ...figuresOf(ofReferee.get(row.refereeId) ?? []), refereeName: names.get(row.refereeId) ?? '' };
    });
    return {
      referees: referees.sort((a, b) => workOf(b) - workOf(a) || (a.refereeName < b.refereeName ? -1 : 1)),
      ...coefficients(rules, compared),
    };
  }
}

function workOf({ decided, opinions }: RefereeFigures): number {
  return decided + opinions;
}

function figuresOf(acts: readonly ActRow[]): Pick<RefereeFigures, 'medianMinutes' | 'timed' | 'days'> {
  const timed = [...Map.groupBy(acts, ({ itemId }) => itemId).values()].flatMap((ofItem) => {
    const [minutes] = ofItem.map((act) => act.minutes).sort((a, b) => (b ?? 0) - (a ?? 0));
    return minutes === undefined || minutes === null ? [] : [minutes];
  });
  const days = [...Map.groupBy(acts, ({ date }) => date)].map(([date, ofDay]) => ({ date, acts: ofDay.length }));
  return { medianMinutes: medianOf(timed), timed: timed.length, days: days.sort((a, b) => (a.date < b.date ? -1 : 1)) };
}

function coefficients(
  rules: PinnedRules,
  compared: readonly ComparedRow[],
): Pick<RefereeStatistics, 'outcomes' | 'points' | 'marks'> {
  const unitsOf = <T>(kind: ComparedRow['kind']): T[][] => {
    const rows = compared.filter((row) => row.kind === kind);
    return [...Map.groupBy(rows, ({ sitting }) => sitting).values()].map((unit) =>
      unit.map(({ content }) => content as T),
    );
  };
  const rulings = unitsOf<RulingDraft>('NODE');
  const sheets = unitsOf<SheetDraft>('INCIDENT');
  // Looked at only where there is something to look at: a rule-set may have one side only.
  const worth =
    rulings.length === 0 ? [] : rulings.map((unit) => unit.map((it) => rulingWorth(attackRules(rules), it)));
  const totals = sheets.length === 0 ? [] : sheets.map((unit) => unit.map((it) => sheetTotal(defenseRules(rules), it)));
  return {
    outcomes: figure(nominalAlpha(rulings.map((unit) => unit.map(({ outcome }) => outcome)))),
    points: figure(intervalAlpha(worth)),
    marks: figure(intervalAlpha(totals)),
  };
}

function figure({ alpha, units, ratings }: Reliability): ReliabilityFigure {
  return { alpha: alpha === null ? null : exactText(alpha), units, ratings };
}

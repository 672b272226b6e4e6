import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { OverturnedBonus, OverturnedMarks, OverturnedVerdict } from '../../core/rescoring/change.js';
import { type RulingChange, rulingChanges } from '../../core/rescoring/ruling-changes.js';
import { rubricItems } from '../../core/ruleset/catalogue.js';
import type { Bilingual } from '../../core/ruleset/words.js';
import { BonusVerdict } from '../adjudication/bonus-verdict.entity.js';
import { MarkSheet } from '../adjudication/mark-sheet.entity.js';
import { attackRules, defenseRules, ScoringService } from '../adjudication/scoring.service.js';
import { Verdict } from '../adjudication/verdict.entity.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { BonusClaim } from '../incident/bonus-claim.entity.js';
import { Incident } from '../incident/incident.entity.js';
import type { ChangedThing, RescoringSubject } from './rescoring.types.js';

/** Decisions that replace others, item by item. */
@Injectable()
export class OverturnWordsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly exercises: ExerciseService,
    private readonly scoring: ScoringService,
  ) {}

  /** What another ruling makes otherwise. */
  async ruling(exerciseId: string, change: OverturnedVerdict): Promise<RulingChange[]> {
    const before = await this.manager.findOneByOrFail(Verdict, { id: change.expectedVerdictId });
    const rules = attackRules(await this.scoring.rulesOf(await this.exercises.byId(exerciseId)));
    return rulingChanges(rules, before, change.ruling);
  }

  /** Marks that become other ones, each named by its item of the rubric. */
  async marks(exerciseId: string, change: OverturnedMarks): Promise<ChangedThing[]> {
    const { code } = await this.manager.findOneByOrFail(Incident, { id: change.incidentId });
    const before = await this.manager.findOneByOrFail(MarkSheet, { id: change.expectedMarkSheetId });
    const rules = defenseRules(await this.scoring.rulesOf(await this.exercises.byId(exerciseId)));
    const [old, now] = [before.marks, change.marks].map(
      (marks) => new Map(marks.map(({ itemKey, share }) => [itemKey, share])),
    );
    return rubricItems(rules).flatMap(({ key, title }): ChangedThing[] => {
      const [was, is] = [old?.get(key) ?? null, now?.get(key) ?? null];
      if (was === is) return [];
      return [{ name: 'MARK', subject: code, ordinal: null, before: marked(title, was), after: marked(title, is) }];
    });
  }

  /** Points of a bonus claim. */
  async bonus(change: OverturnedBonus): Promise<ChangedThing[]> {
    const { code } = await this.manager.findOneByOrFail(BonusClaim, { id: change.bonusClaimId });
    const before = await this.manager.findOneByOrFail(BonusVerdict, { id: change.expectedVerdictId });
    const given = (points: string): Bilingual => ({ zh: points, en: points });
    const sides = { before: given(before.points), after: given(change.points) };
    return [{ name: 'BONUS_POINTS', subject: code, ordinal: null, ...sides }];
  }

  /** The bonus claim a change is about. */
  async claim(id: string): Promise<RescoringSubject[]> {
    const { code, title, evidenceIds } = await this.manager.findOneByOrFail(BonusClaim, { id });
    return [{ kind: 'BONUS', id, code, title, nodeId: null, evidenceIds }];
  }

  private get manager(): EntityManager {
    return this.dataSource.manager;
  }
}

function marked(title: Bilingual, share: string | null): Bilingual | null {
  return share === null ? null : { zh: `${title.zh} ${share}`, en: `${title.en} ${share}` };
}

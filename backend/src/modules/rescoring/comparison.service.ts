import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, LessThanOrEqual } from 'typeorm';
import { changedFacts, type Change } from '../../core/rescoring/change.js';
import {
  compare,
  type ComparedLine,
  type Comparison,
  comparison,
  type PlannedComparison,
  type Ranked,
} from '../../core/rescoring/compare.js';
import { awardChanges } from '../../core/scoring/award-change.js';
import type { Award } from '../../core/scoring/award.js';
import { computeAwards, type PinnedRules } from '../../core/scoring/compute-awards.js';
import { FactsService } from '../adjudication/facts.service.js';
import { phaseOf, ScoringService } from '../adjudication/scoring.service.js';
import type { Exercise } from '../exercise/exercise.entity.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { entryFact, LedgerService } from '../ledger/ledger.service.js';
import type { ScoreEntry } from '../ledger/score-entry.entity.js';
import { RescoringSet } from './rescoring-set.entity.js';

/** Differences with the rules on both sides of them. */
export interface ComparedRules {
  readonly comparison: Comparison;
  readonly before: PinnedRules;
  readonly after: PinnedRules;
}

/** Differences that are still to be made. */
export interface Planned extends ComparedRules {
  readonly comparison: PlannedComparison;
  /** All awards once they are made. */
  readonly awards: readonly Award[];
}

type Pinned = Pick<Exercise, 'attackRuleSetHash' | 'defenseRuleSetHash'>;

/** What a set would do, by the computation that scores, or what it did, from the ledger. */
@Injectable()
export class ComparisonService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly exercises: ExerciseService,
    private readonly scoring: ScoringService,
    private readonly facts: FactsService,
    private readonly ledger: LedgerService,
  ) {}

  /** What applying the set under this journal number would post. */
  async planned(set: RescoringSet, seq: number, tx: EntityManager = this.dataSource.manager): Promise<Planned> {
    const { exerciseId, change } = set;
    const exercise = await this.exercises.byId(exerciseId, tx);
    const groupings = await this.facts.groupingsInForce(exerciseId, tx);
    const context = { setId: set.id, setCode: set.code, seq, groupings };
    const facts = await this.scoring.factsOf(exerciseId, tx);
    const before = await this.scoring.rulesOf(exercise);
    const after = await this.scoring.rulesOf({ ...exercise, ...rulesIn(change) });
    const awards = computeAwards(after, changedFacts(facts, change, context), phaseOf(exercise));
    const lines = (await this.ledger.standingOf(exerciseId, tx)).map(comparedLine);
    const comparison = compare(lines, {
      before: { rules: before, awards: computeAwards(before, facts, phaseOf(exercise)) },
      after: { rules: after, awards },
      who: await this.ranked(exerciseId, tx),
    });
    return { comparison, before, after, awards };
  }

  /** Whether the facts as they stand by now, inside the act, yield the awards that were planned. */
  async isAsPlanned({ exerciseId }: RescoringSet, planned: Planned, tx: EntityManager): Promise<boolean> {
    const exercise = await this.exercises.byId(exerciseId, tx);
    const rules = await this.scoring.rulesOf(exercise);
    const awards = computeAwards(rules, await this.scoring.factsOf(exerciseId, tx), phaseOf(exercise));
    return awardChanges(planned.awards, awards).length === 0;
  }

  /** What an applied set did, read from the ledger. */
  async done(set: RescoringSet, seq: number): Promise<ComparedRules> {
    const entries = await this.ledger.entriesOf(set.exerciseId, seq);
    const exercise = await this.exercises.byId(set.exerciseId);
    const before = await this.scoring.rulesOf({ ...exercise, ...(await this.pinnedAt(exercise, seq - 1)) });
    const after = await this.scoring.rulesOf({ ...exercise, ...(await this.pinnedAt(exercise, seq)) });
    const [old, now] = [inForceAt(entries, seq - 1), inForceAt(entries, seq)];
    const byId = new Map(entries.map((entry) => [entry.id, entry]));
    const about = new Set(set.sourceIds);
    const own = entries.filter((entry) => entry.seq === seq && about.has(entry.sourceId));
    const gone = own.flatMap(({ reversesId }) => (reversesId === null ? [] : [byId.get(reversesId)]));
    const changed = {
      who: await this.ranked(set.exerciseId, this.dataSource.manager),
      gone: gone.filter((entry) => entry !== undefined).map(comparedLine),
      came: own.filter(({ reversesId }) => reversesId === null).map(comparedLine),
    };
    const [was, is] = [
      { rules: before, lines: old.map(comparedLine) },
      { rules: after, lines: now.map(comparedLine) },
    ];
    return { comparison: comparison(was, is, changed), before, after };
  }

  /** The versions that were pinned after an act: those of the last change of rules up to it, or what the next replaced. */
  private async pinnedAt(exercise: Exercise, seq: number): Promise<Pinned> {
    const where = { exerciseId: exercise.id, kind: 'RULE_SET_CHANGED' as const, state: 'APPLIED' as const };
    const { manager } = this.dataSource;
    const order = { settledSeq: 'DESC' } as const;
    const last = await manager.findOne(RescoringSet, { where: { ...where, settledSeq: LessThanOrEqual(seq) }, order });
    if (last !== null) return { ...exercise, ...rulesIn(last.change) };
    const next = await manager.findOne(RescoringSet, { where, order: { settledSeq: 'ASC' } });
    return next?.change.kind === 'RULE_SET_CHANGED' ? next.change.replaces : exercise;
  }

  private async ranked(exerciseId: string, tx: EntityManager): Promise<Ranked> {
    const teams = await this.exercises.teamsOf(exerciseId, tx);
    const units = await this.exercises.unitsOf(exerciseId, tx);
    const roots = units.filter(({ parentId, isParticipant }) => parentId === null && isParticipant);
    return { teamIds: teams.map(({ id }) => id), rootUnitIds: roots.map(({ id }) => id) };
  }
}

/** The versions a change of rules pins; nothing for other changes. */
export function rulesIn(change: Change): Partial<Pinned> {
  if (change.kind !== 'RULE_SET_CHANGED') return {};
  const { attackRuleSetHash, defenseRuleSetHash } = change;
  return { attackRuleSetHash, defenseRuleSetHash };
}

function inForceAt(entries: readonly ScoreEntry[], seq: number): ScoreEntry[] {
  const upTo = entries.filter((entry) => entry.seq <= seq);
  const reversed = new Set(upTo.map(({ reversesId }) => reversesId));
  return upTo.filter(({ id, reversesId }) => reversesId === null && !reversed.has(id));
}

function comparedLine(entry: ScoreEntry): ComparedLine {
  const { sourceKind: kind, sourceId: id, sourceReceiptSeq: receiptSeq, resultId } = entry;
  return { ...entryFact(entry), source: { kind, id, receiptSeq, resultId } };
}

import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { BoardLine, Origin } from '../../core/board/history.js';
import { partyKey } from '../../core/ledger/ledger.js';
import type { PinnedRules } from '../../core/scoring/compute-awards.js';
import { JournalRecord } from '../../platform/journal/journal-record.entity.js';
import type { AttackTeam } from '../exercise/attack-team.entity.js';
import type { Exercise } from '../exercise/exercise.entity.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import type { Unit } from '../exercise/unit.entity.js';
import { RuleSetService } from '../ruleset/ruleset.service.js';
import { BoardLinesService } from './board-lines.service.js';
import { EditionService } from './edition.service.js';

/** Everything a board is made of, as of one journal sequence. */
export interface BoardSource {
  readonly exercise: Exercise;
  readonly rules: PinnedRules;
  readonly seq: number;
  /** Orders boards and counts what is public only. */
  readonly edition: number;
  /** When the record of that sequence was written. */
  readonly asOf: Date;
  readonly origin: Origin;
  readonly teams: readonly AttackTeam[];
  /** Participating units at the top of their trees: the parties of the defence board. */
  readonly rootUnits: readonly Unit[];
  /** Names of teams and units by id. */
  readonly names: ReadonlyMap<string, string>;
  readonly lines: readonly BoardLine[];
  readonly linesByParty: ReadonlyMap<string, readonly BoardLine[]>;
}

/** Gathers what boards and explanations are made of. */
@Injectable()
export class BoardSourceService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly exercises: ExerciseService,
    private readonly ruleSets: RuleSetService,
    private readonly boardLines: BoardLinesService,
    private readonly editions: EditionService,
  ) {}

  /** @throws Refusal NOT_FOUND */
  async read(exerciseId: string, seq: number): Promise<BoardSource> {
    const exercise = await this.exercises.byId(exerciseId);
    const head = await this.dataSource.manager.findOneBy(JournalRecord, { streamId: exerciseId, seq });
    const teams = await this.exercises.teamsOf(exerciseId);
    const units = await this.exercises.unitsOf(exerciseId);
    const lines = await this.boardLines.upTo(exerciseId, seq);
    return {
      exercise,
      rules: await this.rulesOf(exercise),
      seq,
      edition: await this.editions.at(exerciseId, seq),
      asOf: head?.recordedAt ?? exercise.startsAt,
      origin: { at: exercise.startedAt ?? exercise.startsAt },
      teams,
      rootUnits: units.filter(({ parentId, isParticipant }) => parentId === null && isParticipant),
      names: new Map([...teams, ...units].map(({ id, name }) => [id, name])),
      lines,
      linesByParty: Map.groupBy(lines, ({ party }) => partyKey(party)),
    };
  }

  /** The rule-sets the exercise pins. */
  async rulesOf(exercise: Exercise): Promise<PinnedRules> {
    const attack = await this.ruleSets.byHash(exercise.attackRuleSetHash);
    return { attack, defense: await this.ruleSets.byHash(exercise.defenseRuleSetHash) };
  }
}

import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { foldLedger } from '../../core/ledger/ledger.js';
import { standingRows } from '../../core/proof/board-fold.js';
import { type BoardOf, boardHash } from '../../core/proof/checkpoint.js';
import type { Exercise } from '../exercise/exercise.entity.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { entryFact, LedgerService } from '../ledger/ledger.service.js';
import { RuleSetService } from '../ruleset/ruleset.service.js';

/** Reads what a checkpoint's board is made of. */
@Injectable()
export class CheckpointBoardService {
  constructor(
    private readonly exercises: ExerciseService,
    private readonly ruleSets: RuleSetService,
    private readonly ledger: LedgerService,
  ) {}

  /** What the board of an exercise is made of, as the transaction sees it. */
  async boardOf(exercise: Exercise, tx: EntityManager): Promise<BoardOf> {
    const teams = await this.exercises.teamsOf(exercise.id, tx);
    const units = await this.exercises.unitsOf(exercise.id, tx);
    const roots = units.filter(({ parentId, isParticipant }) => parentId === null && isParticipant);
    return {
      attack: exercise.attackRuleSetHash,
      defense: exercise.defenseRuleSetHash,
      teams: teams.map(({ id }) => id).sort(),
      units: roots.map(({ id }) => id).sort(),
    };
  }

  /** The salted hash of a board as of a journal number. Neither lines nor rules ever change: when they are read is all one. */
  async at(
    exerciseId: string,
    boardOf: BoardOf,
    seq: number,
  ): Promise<{ hash: string; boardSalt: string; lines: number }> {
    const attack = await this.ruleSets.byHash(boardOf.attack);
    const rules = { attack, defense: await this.ruleSets.byHash(boardOf.defense) };
    const entries = await this.ledger.entriesOf(exerciseId, seq);
    const standings = standingRows(rules, boardOf, foldLedger(entries.map(entryFact)));
    const boardSalt = randomBytes(16).toString('hex');
    return { hash: boardHash(boardSalt, boardOf, standings), boardSalt, lines: entries.length };
  }
}

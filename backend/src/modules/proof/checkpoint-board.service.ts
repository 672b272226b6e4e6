import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
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

  /** The salted hash of the board as of a journal number, and what it was made of. */
  async at(
    exercise: Exercise,
    seq: number,
  ): Promise<{ hash: string; boardOf: BoardOf; boardSalt: string; lines: number }> {
    const teams = await this.exercises.teamsOf(exercise.id);
    const units = await this.exercises.unitsOf(exercise.id);
    const roots = units.filter(({ parentId, isParticipant }) => parentId === null && isParticipant);
    const boardOf = {
      attack: exercise.attackRuleSetHash,
      defense: exercise.defenseRuleSetHash,
      teams: teams.map(({ id }) => id).sort(),
      units: roots.map(({ id }) => id).sort(),
    };
    const attack = await this.ruleSets.byHash(boardOf.attack);
    const rules = { attack, defense: await this.ruleSets.byHash(boardOf.defense) };
    const entries = await this.ledger.entriesOf(exercise.id, seq);
    const standings = standingRows(rules, boardOf, foldLedger(entries.map(entryFact)));
    const boardSalt = randomBytes(16).toString('hex');
    return { hash: boardHash(boardSalt, boardOf, standings), boardOf, boardSalt, lines: entries.length };
  }
}

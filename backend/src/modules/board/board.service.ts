import { Injectable } from '@nestjs/common';
import { type Viewer } from '../../core/access/permissions.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { requireGrants } from '../../platform/access/viewer.js';
import type { Exercise } from '../exercise/exercise.entity.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { PublicSeqService } from '../exercise/public-seq.service.js';
import { boardOf } from './board-of.js';
import { BoardSourceService } from './board-source.service.js';
import type { Audience, Board } from './board.types.js';

/** Boards kept at hand: one per exercise and audience. */
const MOST_BOARDS = 60;

interface Held {
  readonly seq: number;
  readonly board: Promise<Board>;
}

/** Boards: the fold of the ledger as of the last public record, computed once for it and each audience. */
@Injectable()
export class BoardService {
  private readonly held = new Map<string, Held>();

  constructor(
    private readonly exercises: ExerciseService,
    private readonly publicSeq: PublicSeqService,
    private readonly source: BoardSourceService,
  ) {}

  /** The board a viewer may see. @throws Refusal NOT_FOUND for drafts of others and for audiences not one's own */
  async boardFor(exerciseId: string, audience: Audience, viewer: Viewer | null): Promise<Board> {
    await this.requireAudience(exerciseId, audience, viewer);
    return this.board(exerciseId, audience);
  }

  /** @throws Refusal NOT_FOUND */
  async requireAudience(exerciseId: string, audience: Audience, viewer: Viewer | null): Promise<Exercise> {
    if (audience === 'REFEREE') requireGrants(viewer, exerciseId, 'board.judge');
    const exercise = await this.exercises.byId(exerciseId);
    const isMember = viewer?.memberships.some((membership) => membership.exerciseId === exerciseId) ?? false;
    if (exercise.state === 'DRAFT' && !isMember && viewer?.isAdmin !== true) throw new Refusal('NOT_FOUND');
    return exercise;
  }

  /** The board of an audience as of now. Everybody who asks between two records gets the same object. */
  async board(exerciseId: string, audience: Audience): Promise<Board> {
    const key = `${exerciseId}:${audience}`;
    const seq = await this.publicSeq.of(exerciseId);
    const known = this.held.get(key);
    if (known !== undefined && known.seq >= seq) return known.board;
    const board = this.source.read(exerciseId, seq).then((source) => boardOf(source, audience));
    this.held.delete(key);
    this.held.set(key, { seq, board });
    board.catch(() => this.held.delete(key));
    const [oldest] = this.held.keys();
    if (this.held.size > MOST_BOARDS && oldest !== undefined) this.held.delete(oldest);
    return board;
  }
}

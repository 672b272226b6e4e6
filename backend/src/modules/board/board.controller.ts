import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Refusal } from '../../core/kernel/refusal.js';
import { Allow } from '../../platform/access/allow.js';
import type { ViewerRequest } from '../../platform/access/viewer.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { BoardService } from './board.service.js';

/** Encoded boards kept at hand. */
const MOST_ENCODED = 30;

/** The public board as plain JSON: for walls, mirrors and many spectators behind a cache. */
@Controller('api/board')
export class BoardController {
  private readonly encoded = new Map<string, { etag: string; bytes: Buffer }>();

  constructor(
    private readonly exercises: ExerciseService,
    private readonly boards: BoardService,
  ) {}

  /** 304 before any board is read when the caller already has the one of the journal's head. */
  @Get(':code')
  @Allow('board.watch')
  async publicBoard(
    @Param('code') code: string,
    @Req() request: ViewerRequest,
    @Res() response: Response,
  ): Promise<void> {
    const exercise = await this.exercises.byCode(code, null);
    if (exercise === null) throw new Refusal('NOT_FOUND');
    const etag = `"${exercise.id.slice(0, 8)}-${await this.exercises.headSeq(exercise.id)}"`;
    response.set({ ETag: etag, 'Cache-Control': 'no-cache' });
    if (request.headers['if-none-match'] === etag) {
      response.status(304).end();
      return;
    }
    response.type('application/json').send(await this.bytesOf(exercise.id, etag));
  }

  private async bytesOf(exerciseId: string, etag: string): Promise<Buffer> {
    const known = this.encoded.get(exerciseId);
    if (known?.etag === etag) return known.bytes;
    const bytes = Buffer.from(JSON.stringify(await this.boards.board(exerciseId, 'PUBLIC')));
    this.encoded.delete(exerciseId);
    this.encoded.set(exerciseId, { etag, bytes });
    const [oldest] = this.encoded.keys();
    if (this.encoded.size > MOST_ENCODED && oldest !== undefined) this.encoded.delete(oldest);
    return bytes;
  }
}

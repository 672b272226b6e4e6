import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { Response } from 'express';
import { Refusal } from '../../core/kernel/refusal.js';
import { Allow } from '../../platform/access/allow.js';
import type { ViewerRequest } from '../../platform/access/viewer.js';
import { ExerciseService } from '../exercise/exercise.service.js';
import { PublicSeqService } from '../exercise/public-seq.service.js';
import { BoardService } from './board.service.js';

/** Encoded boards kept at hand. */
const MOST_ENCODED = 30;

interface Encoded {
  readonly exerciseId: string;
  readonly seq: number;
  readonly etag: string;
  readonly bytes: Buffer;
}

/** The public board as plain JSON: for walls, mirrors and many spectators behind a cache. */
@Controller('api/board')
export class BoardController {
  private readonly encoded = new Map<string, Encoded>();

  constructor(
    private readonly exercises: ExerciseService,
    private readonly publicSeq: PublicSeqService,
    private readonly boards: BoardService,
  ) {}

  /** Ready bytes while nothing public happens; 304 when the caller already has them. */
  @Get(':code')
  @Allow('board.watch')
  async publicBoard(
    @Param('code') code: string,
    @Req() request: ViewerRequest,
    @Res() response: Response,
  ): Promise<void> {
    const { etag, bytes } = await this.current(code);
    response.setHeader('ETag', etag);
    response.setHeader('Cache-Control', 'no-cache');
    if (request.headers['if-none-match'] === etag) {
      response.statusCode = 304;
      response.end();
      return;
    }
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
    response.setHeader('Content-Length', bytes.length);
    response.end(bytes);
  }

  private async current(code: string): Promise<Encoded> {
    const known = this.encoded.get(code);
    if (known !== undefined && known.seq === (await this.publicSeq.of(known.exerciseId))) return known;
    const exercise = await this.exercises.byCode(code, null);
    if (exercise === null) throw new Refusal('NOT_FOUND');
    return this.encode(code, exercise.id);
  }

  private async encode(code: string, exerciseId: string): Promise<Encoded> {
    const board = await this.boards.board(exerciseId, 'PUBLIC');
    const etag = `"${exerciseId.slice(0, 8)}-${board.asOfSeq}"`;
    const encoded = { exerciseId, seq: board.asOfSeq, etag, bytes: Buffer.from(JSON.stringify(board)) };
    this.encoded.delete(code);
    this.encoded.set(code, encoded);
    const [oldest] = this.encoded.keys();
    if (this.encoded.size > MOST_ENCODED && oldest !== undefined) this.encoded.delete(oldest);
    return encoded;
  }
}

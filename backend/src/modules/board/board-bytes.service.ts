import type { IncomingMessage, ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { Refusal } from '../../core/kernel/refusal.js';
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

/** The public board as ready bytes, made once per change. */
@Injectable()
export class BoardBytesService {
  private readonly encoded = new Map<string, Encoded>();

  constructor(
    private readonly exercises: ExerciseService,
    private readonly publicSeq: PublicSeqService,
    private readonly boards: BoardService,
  ) {}

  /** Answers with the board, or with 304 when the caller has it already. @throws Refusal NOT_FOUND */
  async answer(code: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { etag, bytes } = await this.current(code);
    const headers = { ETag: etag, 'Cache-Control': 'no-cache', 'X-Content-Type-Options': 'nosniff' };
    if (request.headers['if-none-match'] === etag) {
      response.writeHead(304, headers).end();
      return;
    }
    const body = { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': bytes.length };
    response.writeHead(200, { ...headers, ...body }).end(request.method === 'HEAD' ? undefined : bytes);
  }

  private async current(code: string): Promise<Encoded> {
    const known = this.encoded.get(code);
    if (known !== undefined && known.seq === (await this.publicSeq.of(known.exerciseId))) return known;
    const exercise = await this.exercises.byCode(code, null);
    if (exercise === null) throw new Refusal('NOT_FOUND');
    return this.encode(code, exercise.id);
  }

  private async encode(code: string, exerciseId: string): Promise<Encoded> {
    // Asked for before the board: should something happen in between, it is encoded once more.
    const seq = await this.publicSeq.of(exerciseId);
    const board = await this.boards.board(exerciseId, 'PUBLIC');
    const etag = `"${exerciseId.slice(0, 8)}-${board.edition}"`;
    const encoded = { exerciseId, seq, etag, bytes: Buffer.from(JSON.stringify(board)) };
    this.encoded.delete(code);
    this.encoded.set(code, encoded);
    const [oldest] = this.encoded.keys();
    if (this.encoded.size > MOST_ENCODED && oldest !== undefined) this.encoded.delete(oldest);
    return encoded;
  }
}

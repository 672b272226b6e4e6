import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PERMISSIONS, type Viewer } from '../../core/access/permissions.js';
import { JournalTail } from '../../platform/journal/journal.tail.js';
import { BoardService } from './board.service.js';
import type { Audience, Board } from './board.types.js';
import { Channel } from './channel.js';

/** Records that come in a burst make one board. */
export const COALESCE_MS = 50;

interface Group {
  readonly exerciseId: string;
  readonly audience: Audience;
  /** Each with the user who follows; null for an anonymous one. */
  readonly channels: Map<Channel<Board>, string | null>;
  timer: NodeJS.Timeout | null;
}

/** Boards as they change, the same object to everybody of one audience. */
@Injectable()
export class BoardLiveService implements OnModuleInit, OnModuleDestroy {
  private readonly log = new Logger(BoardLiveService.name);
  private readonly groups = new Map<string, Group>();
  private readonly lastSent = new WeakMap<Channel<Board>, Board>();
  private stopListening: () => void = () => undefined;

  constructor(
    private readonly tail: JournalTail,
    private readonly boards: BoardService,
    private readonly dataSource: DataSource,
  ) {}

  onModuleInit(): void {
    this.stopListening = this.tail.listen(({ streamId, seq }) => this.hear(streamId, seq));
  }

  onModuleDestroy(): void {
    this.stopListening();
    for (const group of this.groups.values()) {
      if (group.timer) clearTimeout(group.timer);
      for (const channel of [...group.channels.keys()]) channel.close();
    }
  }

  /** The board now and after every change. @throws Refusal NOT_FOUND as `BoardService.boardFor` */
  async follow(exerciseId: string, audience: Audience, viewer: Viewer | null): Promise<AsyncIterableIterator<Board>> {
    const board = await this.boards.boardFor(exerciseId, audience, viewer);
    const group = this.groupOf(exerciseId, audience);
    const channel: Channel<Board> = new Channel(() => this.leave(group, channel));
    group.channels.set(channel, viewer?.userId ?? null);
    this.lastSent.set(channel, board);
    channel.push(board);
    // Something may have been recorded between reading the board and joining.
    this.schedule(group);
    return channel;
  }

  private groupOf(exerciseId: string, audience: Audience): Group {
    const key = `${exerciseId}:${audience}`;
    const group = this.groups.get(key) ?? { exerciseId, audience, channels: new Map(), timer: null };
    this.groups.set(key, group);
    return group;
  }

  private leave(group: Group, channel: Channel<Board>): void {
    group.channels.delete(channel);
    if (group.channels.size > 0) return;
    if (group.timer) clearTimeout(group.timer);
    group.timer = null;
    this.groups.delete(`${group.exerciseId}:${group.audience}`);
  }

  /** A lost connection (`seq` -1) may have swallowed announcements of any exercise. */
  private hear(streamId: string, seq: number): void {
    for (const group of this.groups.values()) {
      if (seq === -1 || group.exerciseId === streamId) this.schedule(group);
    }
  }

  private schedule(group: Group): void {
    group.timer ??= setTimeout(() => {
      group.timer = null;
      void this.send(group);
    }, COALESCE_MS);
  }

  private async send(group: Group): Promise<void> {
    try {
      if (group.audience === 'REFEREE') await this.dropOutsiders(group);
      const board = await this.boards.board(group.exerciseId, group.audience);
      for (const channel of group.channels.keys()) if (this.isNews(channel, board)) channel.replace(board);
    } catch (error) {
      this.log.error(`board of ${group.exerciseId}: ${String(error)}`);
    }
  }

  /** Rights are looked up anew before every delivery: who no longer judges or directs here sees no more of it. */
  private async dropOutsiders({ exerciseId, channels }: Group): Promise<void> {
    const rows = await this.dataSource.query<{ user_id: string }[]>(
      `SELECT user_id FROM membership WHERE exercise_id = $1 AND role = ANY($2) AND revoked_at IS NULL`,
      [exerciseId, PERMISSIONS['board.judge']],
    );
    const insiders = new Set<string | null>(rows.map(({ user_id }) => user_id));
    for (const [channel, userId] of [...channels]) if (!insiders.has(userId)) channel.close();
  }

  private isNews(channel: Channel<Board>, board: Board): boolean {
    if (this.lastSent.get(channel) === board) return false;
    this.lastSent.set(channel, board);
    return true;
  }
}

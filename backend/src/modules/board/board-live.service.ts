import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { Viewer } from '../../core/access/permissions.js';
import { JournalTail } from '../../platform/journal/journal.tail.js';
import { BoardService } from './board.service.js';
import type { Audience, Board } from './board.types.js';
import { Channel } from './channel.js';

/** Records that come in a burst make one board. */
export const COALESCE_MS = 50;

interface Group {
  readonly exerciseId: string;
  readonly audience: Audience;
  readonly channels: Set<Channel<Board>>;
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
  ) {}

  onModuleInit(): void {
    this.stopListening = this.tail.listen(({ streamId, seq }) => this.hear(streamId, seq));
  }

  onModuleDestroy(): void {
    this.stopListening();
    for (const group of this.groups.values()) {
      if (group.timer) clearTimeout(group.timer);
      for (const channel of [...group.channels]) channel.close();
    }
  }

  /** The board now and after every change. @throws Refusal NOT_FOUND as `BoardService.boardFor` */
  async follow(exerciseId: string, audience: Audience, viewer: Viewer | null): Promise<AsyncIterableIterator<Board>> {
    const board = await this.boards.boardFor(exerciseId, audience, viewer);
    const group = this.groupOf(exerciseId, audience);
    const channel: Channel<Board> = new Channel(() => this.leave(group, channel));
    group.channels.add(channel);
    this.lastSent.set(channel, board);
    channel.push(board);
    // Something may have been recorded between reading the board and joining.
    this.schedule(group);
    return channel;
  }

  private groupOf(exerciseId: string, audience: Audience): Group {
    const key = `${exerciseId}:${audience}`;
    const group = this.groups.get(key) ?? { exerciseId, audience, channels: new Set(), timer: null };
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
      const board = await this.boards.board(group.exerciseId, group.audience);
      for (const channel of group.channels) if (this.isNews(channel, board)) channel.replace(board);
    } catch (error) {
      this.log.error(`board of ${group.exerciseId}: ${String(error)}`);
    }
  }

  private isNews(channel: Channel<Board>, board: Board): boolean {
    if (this.lastSent.get(channel) === board) return false;
    this.lastSent.set(channel, board);
    return true;
  }
}

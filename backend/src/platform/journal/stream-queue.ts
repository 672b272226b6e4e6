import { setImmediate } from 'node:timers/promises';

/**
 * Entries of a stream, in the order they came: what arrives while a batch runs waits for its turn. Streams do not wait
 * for each other.
 */
export class StreamQueue<T> {
  private readonly waiting = new Map<string, T[]>();

  /**
   * @param sizeOfNext how many entries from the front of a queue make the next batch, at least one
   * @param run settles every entry of a batch; must not throw
   */
  constructor(
    private readonly sizeOfNext: (queue: readonly T[]) => number,
    private readonly run: (streamId: string, batch: readonly T[]) => Promise<void>,
  ) {}

  /** Puts an entry behind all others of its stream. */
  push(streamId: string, entry: T): void {
    const queue = this.waiting.get(streamId);
    if (queue !== undefined) {
      queue.push(entry);
      return;
    }
    void this.drain(streamId, [entry]);
  }

  private async drain(streamId: string, queue: T[]): Promise<void> {
    this.waiting.set(streamId, queue);
    while (queue.length > 0) {
      // What else came in with the same reading of the sockets.
      await setImmediate();
      await this.run(streamId, queue.splice(0, this.sizeOfNext(queue)));
    }
    this.waiting.delete(streamId);
  }
}

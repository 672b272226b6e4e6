/**
 * A queue between those who announce and one subscriber. Not an async generator: one that waits cannot be
 * ended from outside, and a subscriber who leaves while nothing happens would stay on the list for ever.
 */
export class Channel<T> implements AsyncIterableIterator<T> {
  private readonly waiting: ((result: IteratorResult<T>) => void)[] = [];
  private queue: T[] = [];
  private isClosed = false;

  /** @param onClose runs once, when the subscriber leaves or the channel is closed */
  constructor(private readonly onClose: () => void) {}

  /** Hands over a value. */
  push(value: T): void {
    if (this.isClosed) return;
    const waiter = this.waiting.shift();
    if (waiter) waiter({ value, done: false });
    else this.queue.push(value);
  }

  /** Hands over a value that makes all earlier ones that still wait pointless. */
  replace(value: T): void {
    this.queue = [];
    this.push(value);
  }

  /** Ends the subscription. */
  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.queue = [];
    for (const waiter of this.waiting.splice(0)) waiter({ value: undefined, done: true });
    this.onClose();
  }

  next(): Promise<IteratorResult<T>> {
    const value = this.queue.shift();
    if (value !== undefined) return Promise.resolve({ value, done: false });
    if (this.isClosed) return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  return(): Promise<IteratorResult<T>> {
    this.close();
    return Promise.resolve({ value: undefined, done: true });
  }

  throw(error: unknown): Promise<IteratorResult<T>> {
    this.close();
    return Promise.reject(error instanceof Error ? error : new Error(String(error)));
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

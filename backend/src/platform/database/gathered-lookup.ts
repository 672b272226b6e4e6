import { setImmediate } from 'node:timers/promises';

interface Question<V> {
  readonly key: string;
  readonly answer: (value: V | undefined) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Answers many questions of one kind with few queries: what is asked while a query runs waits for the next one, which
 * asks for all of it at once. Nothing is remembered: every answer is from a query that began after its question.
 */
export class GatheredLookup<V> {
  private waiting: Question<V>[] = [];
  private isAsking = false;

  /** @param ask finds what there is of the keys; keys without an answer are left out */
  constructor(private readonly ask: (keys: string[]) => Promise<ReadonlyMap<string, V>>) {}

  /** The value of a key, shared by all who ask for it at that moment; undefined when there is none. */
  find(key: string): Promise<V | undefined> {
    return new Promise((answer, fail) => {
      this.waiting.push({ key, answer, fail });
      if (!this.isAsking) void this.askAll();
    });
  }

  private async askAll(): Promise<void> {
    this.isAsking = true;
    while (this.waiting.length > 0) {
      // What else came in with the same reading of the sockets.
      await setImmediate();
      const questions = this.waiting;
      this.waiting = [];
      try {
        const found = await this.ask([...new Set(questions.map(({ key }) => key))]);
        for (const { key, answer } of questions) answer(found.get(key));
      } catch (error) {
        for (const { fail } of questions) fail(error);
      }
    }
    this.isAsking = false;
  }
}

import { GatheredLookup } from './gathered-lookup.js';

/** Answers by hand, so that a test decides when a query ends. */
class Desk {
  readonly asked: string[][] = [];
  private readonly endings: PromiseWithResolvers<ReadonlyMap<string, string>>[] = [];
  readonly lookup = new GatheredLookup<string>((keys) => {
    this.asked.push(keys);
    const ending = Promise.withResolvers<ReadonlyMap<string, string>>();
    this.endings.push(ending);
    return ending.promise;
  });

  answer(query: number, rows: Record<string, string>): void {
    this.endings[query]?.resolve(new Map(Object.entries(rows)));
  }

  fail(query: number): void {
    this.endings[query]?.reject(new Error('lost'));
  }

  /** Until so many queries are under way or done. */
  async reach(queries: number): Promise<void> {
    while (this.asked.length < queries) await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('gathered lookup', () => {
  it('asks once for what is wanted at once, each key once', async () => {
    const desk = new Desk();
    const found = Promise.all(['a', 'b', 'a', 'c'].map((key) => desk.lookup.find(key)));
    await desk.reach(1);
    desk.answer(0, { a: 'A', b: 'B' });
    expect(await found).toEqual(['A', 'B', 'A', undefined]);
    expect(desk.asked).toEqual([['a', 'b', 'c']]);
  });

  it('never answers from a query that began before the question', async () => {
    const desk = new Desk();
    const early = desk.lookup.find('a');
    await desk.reach(1);
    const late = desk.lookup.find('a');
    desk.answer(0, { a: 'as it was' });
    expect(await early).toBe('as it was');
    await desk.reach(2);
    desk.answer(1, { a: 'as it is' });
    expect(await late).toBe('as it is');
  });

  it('goes on after a failed query, which fails for those alone who were waiting for it', async () => {
    const desk = new Desk();
    const lost = desk.lookup.find('a');
    await desk.reach(1);
    const later = desk.lookup.find('b');
    desk.fail(0);
    await expect(lost).rejects.toThrow('lost');
    await desk.reach(2);
    desk.answer(1, { b: 'B' });
    expect(await later).toBe('B');
  });
});

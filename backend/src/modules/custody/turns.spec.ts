import { Turns } from './turns.js';

describe('turns', () => {
  it('lets so many run at once, the rest in order, whatever becomes of those before', async () => {
    const turns = new Turns(2);
    const begun: number[] = [];
    const ends: { accept: () => void; refuse: (error: Error) => void }[] = [];
    const asked = [0, 1, 2, 3].map((n) =>
      turns.take(() => {
        begun.push(n);
        return new Promise<number>((accept, refuse) => (ends[n] = { accept: () => accept(n), refuse }));
      }),
    );
    expect(begun).toEqual([0, 1]);
    ends[1]?.refuse(new Error('no'));
    await expect(asked[1]).rejects.toThrow('no');
    expect(begun).toEqual([0, 1, 2]);
    ends[2]?.accept();
    expect(await asked[2]).toBe(2);
    expect(begun).toEqual([0, 1, 2, 3]);
    ends[0]?.accept();
    ends[3]?.accept();
    await Promise.all([asked[0], asked[3]]);
    expect(await turns.take(() => Promise.resolve(4))).toBe(4);
  });
});

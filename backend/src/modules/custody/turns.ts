/** Lets so many pieces of work run at the same time; the rest wait and come in the order they were asked for. */
export class Turns {
  private underway = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly most: number) {}

  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.underway < this.most) this.underway += 1;
    else await new Promise<void>((begin) => this.waiting.push(begin));
    try {
      return await work();
    } finally {
      // The place is handed on, so that nobody who comes now can take it.
      const begin = this.waiting.shift();
      if (begin === undefined) this.underway -= 1;
      else begin();
    }
  }
}

/** One of several: the place an item would hold within its group. */
export interface Place {
  readonly group: string;
  /** Node or result; nodes of one result share its place where results are counted. */
  readonly holder: string;
  readonly isTakenByZero: boolean;
}

/** Places given out in receipt order, e.g. the uses of one vulnerability. */
export class Places {
  private readonly taken = new Map<string, Map<string, number>>();

  /** From 0: the place the holder has, or the next free one. */
  indexOf({ group, holder }: Place): number {
    const holders = this.taken.get(group);
    return holders?.get(holder) ?? holders?.size ?? 0;
  }

  take({ group, holder }: Place): void {
    const holders = this.taken.get(group) ?? new Map<string, number>();
    if (!holders.has(holder)) holders.set(holder, holders.size);
    this.taken.set(group, holders);
  }
}

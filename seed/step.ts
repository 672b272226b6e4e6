/** One thing somebody does in the story. */
export interface Step {
  readonly at: Date;
  /** Short name for error messages. */
  readonly name: string;
  readonly run: () => Promise<unknown>;
}

/** Minutes after an instant. */
export function later(at: Date, minutes: number): Date {
  return new Date(at.getTime() + minutes * 60_000);
}

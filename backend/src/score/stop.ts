/** Ends the program with an exit code and what to say on standard error. */
export class Stop extends Error {
  constructor(
    readonly exitCode: number,
    message: string,
  ) {
    super(message);
  }
}

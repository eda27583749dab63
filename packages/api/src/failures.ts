/** What fails on the way of a run, and keeps the rest from nothing: told at once where somebody listens, else thrown at the end. */
export class Failures {
  readonly #tell: ((error: unknown) => void) | undefined;
  readonly #untold: unknown[] = [];

  constructor(tell?: (error: unknown) => void) {
    this.#tell = tell;
  }

  add(error: unknown): void {
    if (this.#tell) this.#tell(error);
    else this.#untold.push(error);
  }

  /** @throws what nobody was told of, all of it where it is more than one thing */
  end(): void {
    const [first, ...others] = this.#untold;
    if (others.length > 0)
      throw new AggregateError(this.#untold, `${this.#untold.length} things failed; the others are done.`);
    if (this.#untold.length > 0) throw first;
  }
}

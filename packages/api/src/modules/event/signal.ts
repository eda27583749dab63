/** A flag that can be waited for, until it is closed. */
export class Signal {
  #isRaised = false;
  #isClosed = false;
  #wake: () => void = () => {};

  raise(): void {
    this.#isRaised = true;
    this.#wake();
  }

  lower(): void {
    this.#isRaised = false;
  }

  /** Whoever waits goes on at once, and is told that it is over. */
  close(): void {
    this.#isClosed = true;
    this.#wake();
  }

  /** True when it was raised, false when it is closed. */
  async raised(): Promise<boolean> {
    if (!this.#isRaised && !this.#isClosed) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return !this.#isClosed;
  }
}

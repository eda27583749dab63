/** Lets one wait until it is called, or for a time. A call since it was lowered is not lost. */
export class Wake {
  #isCalled = false;
  #resume: () => void = () => {};

  get isCalled(): boolean {
    return this.#isCalled;
  }

  /** Forgets the calls until now. */
  lower(): void {
    this.#isCalled = false;
  }

  call(): void {
    this.#isCalled = true;
    this.#resume();
  }

  async wait(milliseconds: number): Promise<void> {
    if (!this.#isCalled) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        this.#resume = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.#resume = () => {};
  }
}

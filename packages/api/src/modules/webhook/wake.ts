/** Lets one wait until it is called, or for a time. A call that comes before the wait is not lost. */
export class Wake {
  #isCalled = false;
  #resume: () => void = () => {};

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
    this.#isCalled = false;
    this.#resume = () => {};
  }
}

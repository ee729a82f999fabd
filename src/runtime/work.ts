/** What is under way together, calls to a model or to tools, and is aborted together. */
export class Work {
  readonly #controller = new AbortController();
  #underWay = 0;
  /** The text of the model call that is under way, as far as it has come. */
  partial = "";

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get isUnderWay(): boolean {
    return this.#underWay > 0;
  }

  begin(): void {
    this.#underWay++;
  }

  end(): void {
    this.#underWay--;
  }

  abort(): void {
    if (this.isUnderWay) this.#controller.abort(stopped);
  }
}

/** Why work is aborted: a constant, since an error with a stack would be made for every session that closes. */
const stopped = "The run was stopped.";

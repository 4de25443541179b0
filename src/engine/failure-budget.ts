/**
 * How many hosts of a play may fail before it ends. Failed and unreachable hosts count alike, and over all batches of
 * the play.
 */
export class FailureBudget {
  readonly #hosts: number;
  readonly #maxFailPercentage: number | null;
  readonly #lost = new Set<string>();

  /** `hosts`: how many the play has; `maxFailPercentage` null means that any number may fail. */
  constructor(hosts: number, maxFailPercentage: number | null) {
    this.#hosts = hosts;
    this.#maxFailPercentage = maxFailPercentage;
  }

  /** Counts a host that failed or became unreachable; the same one counts once. */
  lose(host: string): void {
    this.#lost.add(host);
  }

  get lost(): ReadonlySet<string> {
    return this.#lost;
  }

  /** Whether more hosts were lost than are allowed, so that nothing new may begin. */
  get isExceeded(): boolean {
    return this.#maxFailPercentage !== null && this.#lost.size * 100 > this.#maxFailPercentage * this.#hosts;
  }

  /** Why the play ends. */
  get message(): string {
    return `${this.#lost.size} of ${this.#hosts} hosts failed, and max_fail_percentage allows ${this.#maxFailPercentage} %`;
  }
}

/** When requests are due. */
export class Pace {
  private next: number;

  /** @param rate requests a second; none: each is due at once */
  constructor(
    private readonly rate: number | undefined,
    start: number,
  ) {
    this.next = start;
  }

  /** When the next request is due, by the clock of `performance.now()`. Each call is for one more request. */
  due(now: number): number {
    if (this.rate === undefined) return now;
    const due = this.next;
    this.next += 1000 / this.rate;
    return due;
  }
}

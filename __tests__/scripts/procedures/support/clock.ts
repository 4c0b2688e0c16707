/** AWS's clock, by which each request takes a second. It is ahead of this machine's, as a real one can be. */
export class Clock {
  private time = Date.now() + 60_000;

  tick(): void {
    this.time += 1000;
  }

  now(): Date {
    return new Date(this.time);
  }
}

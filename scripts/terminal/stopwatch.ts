/** How long each step of a command takes. Steps may run side by side. */
export class Stopwatch {
  private readonly steps: string[] = [];
  private readonly started = performance.now();

  async time<T>(step: string, work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    try {
      return await work();
    } finally {
      this.steps.push(`${step} ${seconds(started)}`);
    }
  }

  toString(): string {
    return `${[...this.steps, `all ${seconds(this.started)}`].join(", ")}`;
  }
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(2)} s`;
}

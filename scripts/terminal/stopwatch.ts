/** The stream that gets the line about what is under way. */
type Line = Pick<NodeJS.WriteStream, "isTTY" | "write">;

/** How long each step of a command takes. Steps may run side by side; a terminal shows those that are under way. */
export class Stopwatch {
  private readonly steps: string[] = [];
  private readonly underWay: string[] = [];
  private readonly started = performance.now();

  constructor(private readonly line: Line = process.stderr) {}

  async time<T>(step: string, work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    this.underWay.push(step);
    this.show();
    try {
      return await work();
    } finally {
      this.underWay.splice(this.underWay.indexOf(step), 1);
      this.show();
      this.steps.push(`${step} ${seconds(started)}`);
    }
  }

  toString(): string {
    return `${[...this.steps, `all ${seconds(this.started)}`].join(", ")}`;
  }

  /** Writes over the line of before, and leaves none where nothing is under way. */
  private show(): void {
    if (!this.line.isTTY) return;
    const text = this.underWay.length > 0 ? `... ${this.underWay.join(", ")}` : "";
    this.line.write(`\r\u001b[K${text}`);
  }
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(2)} s`;
}

import { createInterface } from "node:readline";

/** The person at the terminal: what they type, line by line. */
export class Person {
  private readonly lines: string[] = [];
  private readonly waiting: ((line: string | undefined) => void)[] = [];
  private readonly terminal = createInterface({ input: process.stdin });
  private gone = false;

  constructor() {
    this.terminal.on("line", (line) => {
      const receive = this.waiting.shift();
      if (receive) receive(line);
      else this.lines.push(line);
    });
    this.terminal.on("close", () => {
      this.gone = true;
      for (const receive of this.waiting.splice(0)) receive(undefined);
    });
  }

  /**
   * The next line, without blanks around it. Undefined where nobody is there any more, and when it is not waited
   * for any longer.
   */
  async says(signal?: AbortSignal): Promise<string | undefined> {
    const line = this.lines.shift();
    if (line !== undefined) return line.trim();
    if (this.gone) return undefined;
    const said = await new Promise<string | undefined>((resolve) => {
      this.waiting.push(resolve);
      signal?.addEventListener("abort", () => {
        const place = this.waiting.indexOf(resolve);
        if (place >= 0) this.waiting.splice(place, 1);
        resolve(undefined);
      });
    });
    return said?.trim();
  }

  leave(): void {
    this.terminal.close();
    process.stdin.unref?.();
  }
}

import { constants } from "node:os";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** npm hands on what the terminal sent to both already, so that one Ctrl-C arrives twice. */
const ONE_PRESS_MS = 1000;

/** Lets a signal that would end this process stop what it does, in order. A second one ends it at once. */
export class Interruption {
  private readonly controller = new AbortController();
  private first?: { readonly signal: (typeof SIGNALS)[number]; readonly time: number };

  constructor() {
    for (const signal of SIGNALS) process.on(signal, this.onSignal);
  }

  /** Aborts with the first signal. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** As a shell counts it; `undefined` without a signal. */
  get exitCode(): number | undefined {
    return this.first && 128 + constants.signals[this.first.signal];
  }

  /** Gives the signals back to Node.js. */
  end(): void {
    for (const signal of SIGNALS) process.off(signal, this.onSignal);
  }

  private readonly onSignal = (signal: (typeof SIGNALS)[number]) => {
    if (this.first && Date.now() - this.first.time > ONE_PRESS_MS) process.exit(this.exitCode);
    this.first ??= { signal, time: Date.now() };
    this.controller.abort();
  };
}

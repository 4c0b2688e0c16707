import type { Statistics } from "./statistics";

/** For so long nearly every answer has to be a refusal. */
const SECONDS = 3;
const SHARE = 0.9;

/** Sees that a server, or the firewall in front of it, has stopped to serve this address. */
export class BlockWatch {
  private before = { answered: 0, forbidden: 0 };
  private seconds = 0;

  /** To be asked once a second. */
  isBlocked({ answered, statuses }: Statistics): boolean {
    const forbidden = statuses[403] ?? 0;
    const answers = answered - this.before.answered;
    const refusals = forbidden - this.before.forbidden;
    this.before = { answered, forbidden };
    if (answers > 0 && refusals >= answers * SHARE) this.seconds++;
    else if (answers > 0) this.seconds = 0;
    return this.seconds >= SECONDS;
  }
}

/** Something that happens at one request to AWS. */
export type FaultKind =
  /** The command is killed before AWS gets the request. */
  | "killed before"
  /** The command is killed after AWS did what was asked. */
  | "killed after"
  /** AWS refuses, and does nothing. */
  | "refused"
  /** AWS is asked too often, and does nothing. */
  | "throttled"
  /** AWS does what was asked, and its answer is lost. */
  | "answer lost"
  /** AWS does what was asked, and five minutes pass until its answer comes. */
  | "answer late";

export const FAULT_KINDS: readonly FaultKind[] = [
  "killed before",
  "killed after",
  "refused",
  "throttled",
  "answer lost",
  "answer late",
];

/** The end of the process; nothing in the product may catch it. */
export class Killed extends Error {
  override readonly name = "Killed";
}

/** An error as AWS's clients throw it. */
export class AwsFault extends Error {
  readonly $metadata = {};
  constructor(
    override readonly name: string,
    message: string,
    readonly $fault: "client" | "server" = "client",
  ) {
    super(message);
  }
}

export function lostConnection(): Error {
  return Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
}

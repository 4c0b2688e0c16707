/** The outcome of one look. It is right only where it was seen to be right. */
export type Verdict = "right" | "wrong" | "unknown";

export interface Answer {
  readonly verdict: Verdict;
  /** A few words on it. */
  readonly seen: string;
  /** The command or the change that mends it. */
  readonly mend?: string;
}

/** One thing that a deployment needs of the account. */
export interface Question {
  /** Heading under which it stands, such as "Quotas". */
  readonly area: string;
  readonly what: string;
  /** Looks, and changes nothing. An error that it throws is an unknown answer. */
  readonly ask: () => Promise<Answer>;
}

export interface Finding extends Answer {
  readonly area: string;
  readonly what: string;
}

export const right = (seen: string): Answer => ({ verdict: "right", seen });
export const wrong = (seen: string, mend: string): Answer => ({ verdict: "wrong", seen, mend });
export const unknown = (seen: string, mend?: string): Answer => ({ verdict: "unknown", seen, mend });

/** Asks everything, a few at a time: what cannot be answered is unknown, and does not stop the others. */
export async function askAll(questions: readonly Question[], atATime = 8): Promise<Finding[]> {
  const findings: Finding[] = [];
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < questions.length; i = next++) {
      const { area, what, ask } = questions[i]!;
      findings[i] = { area, what, ...(await ask().catch(explain)) };
    }
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  return findings;
}

function explain(error: unknown): Answer {
  const { name = "Error", message = String(error) } = error as Partial<Error>;
  if (/AccessDenied|UnauthorizedOperation|AuthorizationError/.test(`${name} ${message}`)) {
    const action = /perform: ([\w-]+:\w+)/.exec(message)?.[1];
    return unknown(
      `not allowed to look${action ? `: ${action}` : ""}`,
      "ask for the permission, or look by hand",
    );
  }
  return unknown(`${name}: ${message.split("\n")[0]!.slice(0, 120)}`);
}

import { createInterface } from "node:readline/promises";
import { UserError } from "../../src/user-error";

/** Asks whether to go on. Where nobody can answer, `yes` has to say it beforehand. */
export async function confirm(question: string, yes: boolean): Promise<void> {
  if (yes) return;
  if (!process.stdin.isTTY) {
    throw new UserError(
      "There is no terminal to ask for a confirmation. Nothing was changed. Add --yes to go on.",
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`${question} Only "yes" goes on: `);
  terminal.close();
  if (answer.trim() !== "yes") throw new UserError("Nothing was changed.");
}

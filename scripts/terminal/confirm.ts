import { createInterface } from "node:readline/promises";
import { UserError } from "../../src/user-error";
import { ask } from "./ask";

/**
 * Asks whether to go on. Where nobody can answer, `yes` has to say it beforehand.
 *
 * @param answer the only one that goes on, e.g. the environment's name where its data is at stake
 */
export async function confirm(question: string, yes: boolean, answer = "yes"): Promise<void> {
  if (yes) return;
  if (!process.stdin.isTTY) {
    throw new UserError(
      "There is no terminal to ask for a confirmation. Nothing was changed. Add --yes to go on.",
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const given = await ask(terminal, `${question} Only "${answer}" goes on: `);
  terminal.close();
  if (given?.trim() !== answer) throw new UserError("Nothing was changed.");
}

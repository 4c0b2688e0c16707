import type { Interface } from "node:readline/promises";

/**
 * Asks for a line.
 *
 * @returns undefined for Ctrl-C and Ctrl-D, at which Node.js leaves the question open and ends in silence, as after a success
 */
export function ask(terminal: Interface, question: string): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const end = () => resolve(undefined);
    terminal.once("close", end);
    terminal
      .question(question)
      .then(resolve, reject)
      .finally(() => terminal.off("close", end));
  });
}

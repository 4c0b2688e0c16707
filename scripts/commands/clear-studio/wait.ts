import { UserError } from "../../../src/user-error";
import type { Tools } from "./tools";

/** How often AWS is looked at before it is given up: a quarter of an hour. */
const ATTEMPTS = 90;

/**
 * Waits for something that takes AWS its time.
 *
 * @param end a sentence without its full stop, such as "Spark has stopped"
 * @param isReached looks, does what is left to do, and returns whether the end is reached
 * @param reason says at the end why it was not
 */
export async function until(
  end: string,
  { say, pause }: Pick<Tools, "say" | "pause">,
  isReached: () => Promise<boolean>,
  reason: () => string = () => "",
): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    if (await isReached()) {
      say(`${end}.`);
      return;
    }
    if (attempt === 1) say(`Waiting until ${end.charAt(0).toLowerCase()}${end.slice(1)} ...`);
    await pause();
  }
  throw new UserError(
    `It took too long until ${end}.${reason()} Look at it in the AWS console, and run the same command again.`,
  );
}

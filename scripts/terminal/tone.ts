import pc from "picocolors";
import type { Colors } from "picocolors/types";

/** A judgement that a person is to see at once. */
export type Tone = "good" | "bad" | "unsure";

/** For what is not read at a terminal. */
export const NO_COLORS: Colors = pc.createColors(false);

/** The text in the colour of a judgement. */
export function toned(colors: Colors, tone: Tone, text: string): string {
  return { good: colors.green, bad: colors.red, unsure: colors.yellow }[tone](text);
}

import pc from "picocolors";
import type { Page } from "./layout";

/** Columns that a page has at least and at most. */
export const WIDTH = { least: 80, most: 100 };

/** Colours only where a person looks at them and did not ask for none. */
export function terminalPage(): Page {
  const { columns, isTTY } = process.stdout;
  const { FORCE_COLOR: force } = process.env;
  const forced = Boolean(force) && force !== "0" && force !== "false";
  const colors = pc.createColors(pc.isColorSupported && (force ? forced : isTTY));
  return { width: Math.min(WIDTH.most, Math.max(WIDTH.least, columns ?? WIDTH.most)), colors };
}

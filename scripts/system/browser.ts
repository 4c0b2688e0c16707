import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** Debian's; another one at CHROMIUM. */
const PROGRAM = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** Starts a browser without a window. It is an error, and never a reason to skip, that there is none. */
export function launchBrowser(): Promise<Browser> {
  if (!existsSync(PROGRAM)) {
    throw new Error(
      `There is no ${PROGRAM}. Install it (apt-get install chromium), or set CHROMIUM to the path of one.`,
    );
  }
  // Its sandbox needs rights that a container, or root, does not have; it opens no page but those of the tests.
  return chromium.launch({ executablePath: PROGRAM, args: ["--no-sandbox", "--disable-gpu"] });
}

import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** Debian's. */
const PACKAGED = "/usr/bin/chromium";

/** The one at CHROMIUM, that of a package, or the one that Playwright has installed. */
const PROGRAM = process.env.CHROMIUM ?? (existsSync(PACKAGED) ? PACKAGED : chromium.executablePath());

/** Starts a browser without a window. It is an error, and never a reason to skip, that there is none. */
export function launchBrowser(): Promise<Browser> {
  if (!existsSync(PROGRAM)) {
    throw new Error(
      `There is no ${PROGRAM}. Install Chromium (npm run test:all -- --programs), or set CHROMIUM to the path of one.`,
    );
  }
  // Its sandbox needs rights that a container, or root, does not have; it opens no page but those of the tests.
  return chromium.launch({ executablePath: PROGRAM, args: ["--no-sandbox", "--disable-gpu"] });
}

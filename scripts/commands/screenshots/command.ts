import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { UserError } from "../../../src/user-error";
import { runProcess } from "../../system/run-process";
import { command } from "../../terminal/command";
import { terminalHtml } from "./terminal-html";

const USAGE = `Usage: npm run screenshots

Takes the pictures in docs/pictures/ anew: the preview in a terminal, and the page of a review on a large screen and on a
phone. It needs Chromium (CHROMIUM names another one than /usr/bin/chromium). No test compares the pictures: fonts differ.

  --help, -h  shows this text
`;

/** A change of several kinds, as somebody might propose it: the page then has something to mark. */
const PROPOSED = [
  "enable_ecs_exec=true",
  "log_database_statements=true",
  "application_log_retention_days=30",
  "openemr_service_fargate_maximum_capacity=20",
].flatMap((value) => ["--var", value]);

/** Lines of the preview that fit a picture. */
const LINES = 48;

const LARGE = { width: 1200, height: 1000 };
/** The width of a common phone. */
const PHONE = { width: 390, height: 844 };

command(module, {
  usage: USAGE,
  options: {},
  read: (given) => given,
  async run(_, { project }) {
    const { launchBrowser } = require("../../system/browser") as typeof import("../../system/browser");
    const pictures = path.join(project, "docs", "pictures");
    mkdirSync(pictures, { recursive: true });
    const work = mkdtempSync(path.join(tmpdir(), "screenshots-"));
    const browser = await launchBrowser();
    try {
      const preview = await run(project, "preview", ["development"]);
      const terminal = path.join(work, "preview.html");
      writeFileSync(terminal, terminalHtml(preview.split("\n").slice(0, LINES).join("\n")));
      await run(project, "review", ["production", "--against", "HEAD", ...PROPOSED, "--out", work]);
      const page = path.join(work, "review.html");
      const take = (file: string, size: typeof LARGE | undefined, name: string) =>
        takePicture(browser, file, size, path.join(pictures, name));
      await take(terminal, undefined, "preview.webp");
      await take(page, LARGE, "review.webp");
      await take(page, PHONE, "review-phone.webp");
    } finally {
      await browser.close();
      rmSync(work, { recursive: true });
    }
  },
});

async function run(project: string, name: string, args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runProcess(
    process.execPath,
    ["--require", "tsx/cjs", `scripts/commands/${name}/command.ts`, ...args],
    { cwd: project, env: { ...process.env, FORCE_COLOR: "1" } },
  );
  if (code !== 0) throw new UserError(`npm run ${name} ended with code ${code}: ${stderr || stdout}`);
  return stdout;
}

/** @param size of the screen; undefined takes the whole page */
async function takePicture(
  browser: Browser,
  file: string,
  size: { readonly width: number; readonly height: number } | undefined,
  picture: string,
): Promise<void> {
  const context = await browser.newContext({
    viewport: size ?? LARGE,
    deviceScaleFactor: size === PHONE ? 2 : 1,
  });
  const page = await context.newPage();
  await page.goto(pathToFileURL(file).href);
  const body = (await page.locator("body").boundingBox())!;
  const { width, height } = size ?? body;
  const session = await context.newCDPSession(page);
  const { data } = await session.send("Page.captureScreenshot", {
    format: "webp",
    quality: 80,
    captureBeyondViewport: true,
    clip: { x: 0, y: 0, width, height, scale: 1 },
  });
  writeFileSync(picture, Buffer.from(data, "base64"));
  await context.close();
}

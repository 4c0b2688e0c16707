import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import pc from "picocolors";
import { type Environment, findEnvironment } from "../../src/environments";
import { findTerraform } from "../lib/terraform-binary";
import { TerraformError } from "../lib/terraform-diagnostics";
import { UserError } from "../lib/user-error";
import { readArguments, USAGE } from "./arguments";
import type { Page } from "./layout";
import type { OfflinePlan } from "./offline-plan";
import { renderReview } from "./review";
import { Stopwatch } from "./stopwatch";
import { synthesize } from "./synthesis";

const RESULTS = { review: "review.txt", text: "plan.txt", json: "plan.json" };

const WIDTH = { least: 80, most: 100 };

/** `npm run preview`: shows what an environment's stack makes, without touching any account. */
export async function preview(project: string, args: readonly string[]): Promise<void> {
  const { environment, variables, out, timings, help } = readArguments(args);
  if (help) {
    process.stdout.write(USAGE);
    return;
  }
  const { name, file } = knownEnvironment(project, environment);
  // Whether there is a Terraform is known long before the app is through.
  await findTerraform();
  const folder = out ? path.resolve(out) : path.join(project, "cdktf.out", "preview", name);
  mkdirSync(folder, { recursive: true });
  // Those of an earlier run would be taken for this one's if it failed.
  for (const file of Object.values(RESULTS)) rmSync(path.join(folder, file), { force: true });
  const watch = new Stopwatch();
  const plan = await makePlan(project, folder, { name, file }, variables, watch);

  const review = (page: Page) =>
    renderReview(plan.json, { environment: name, warnings: plan.warnings, page });
  const write = (file: string, content: string) => writeFileSync(path.join(folder, file), content);
  write(RESULTS.review, review({ width: WIDTH.most, colors: pc.createColors(false) }));
  write(RESULTS.text, plan.text);
  write(RESULTS.json, `${JSON.stringify(plan.json, null, 2)}\n`);

  process.stdout.write(`${review(terminalPage())}\n`);
  const relative = path.relative(process.cwd(), folder);
  const place = (file: string) => path.join(relative.startsWith("..") ? folder : relative, file);
  console.log(`The full plan: ${place(RESULTS.text)}, ${place(RESULTS.json)}`);
  console.log(`This review:   ${place(RESULTS.review)}`);
  if (timings) console.log(`Time:          ${watch}`);
}

function knownEnvironment(project: string, given: string | undefined): Environment {
  try {
    return findEnvironment(path.relative(process.cwd(), path.join(project, "environments")), given);
  } catch (error) {
    if (given !== undefined || !(error instanceof UserError)) throw error;
    throw new UserError(`${USAGE}\n${error.message}`);
  }
}

/** Works in a folder that nobody else uses, so that previews can run side by side, and leaves nothing there. */
async function makePlan(
  project: string,
  folder: string,
  { name, file }: Environment,
  variables: readonly string[],
  watch: Stopwatch,
): Promise<OfflinePlan> {
  const work = mkdtempSync(path.join(folder, ".work-"));
  try {
    // The app runs in a process of its own. What takes long to load is loaded beside it.
    const [stack, { planOffline }] = await Promise.all([
      watch.time("synthesis", () => synthesize(project, work, name)),
      import("./offline-plan.js"),
    ]);
    return await planOffline(stack, variables, watch);
  } catch (error) {
    // Terraform read a copy; the person wrote the environment's file.
    if (error instanceof TerraformError) error.message = error.message.replaceAll("terraform.tfvars", file);
    throw error;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Colours only where a person looks at them and did not ask for none. */
function terminalPage(): Page {
  const { columns, isTTY } = process.stdout;
  const colors = pc.createColors(pc.isColorSupported && (isTTY || Boolean(process.env.FORCE_COLOR)));
  return { width: Math.min(WIDTH.most, Math.max(WIDTH.least, columns ?? WIDTH.most)), colors };
}

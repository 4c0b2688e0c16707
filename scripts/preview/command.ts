import path from "node:path";
import pc from "picocolors";
import { type Environment, findEnvironment } from "../../src/environments";
import { findTerraform } from "../lib/terraform-binary";
import { UserError } from "../lib/user-error";
import { readArguments, USAGE } from "./arguments";
import type { Page } from "./layout";
import type { OfflinePlan } from "./offline-plan";
import { ResultFolder } from "./result-folder";
import { renderReview } from "./review";
import { Stopwatch } from "./stopwatch";
import { synthesize } from "./synthesis";
import { inWorkFolder } from "./work-folder";

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
  const here = callersFolder();
  const folder = out ? path.resolve(here, out) : path.join(project, "cdktf.out", "preview", name);
  const results = new ResultFolder(folder);
  const watch = new Stopwatch();
  const plan = await makePlan(project, folder, { name, file }, variables, watch);

  const review = (page: Page) =>
    renderReview(plan.json, { environment: name, warnings: plan.warnings, page });
  results.write({
    review: review({ width: WIDTH.most, colors: pc.createColors(false) }),
    text: plan.text,
    json: `${JSON.stringify(plan.json, null, 2)}\n`,
  });

  process.stdout.write(`${review(terminalPage())}\n`);
  console.log(`The full plan: ${results.path("text", here)}, ${results.path("json", here)}`);
  console.log(`This review:   ${results.path("review", here)}`);
  if (timings) console.log(`Time:          ${watch}`);
}

/** npm runs a script in the project's folder, and says where the person is. */
function callersFolder(): string {
  return process.env.INIT_CWD ?? process.cwd();
}

function knownEnvironment(project: string, given: string | undefined): Environment {
  const directory = path.relative(process.cwd(), path.join(project, "environments"));
  try {
    return findEnvironment(directory, given);
  } catch (error) {
    if (given !== undefined || !(error instanceof UserError)) throw error;
    throw new UserError(`${USAGE}\n${error.message}`);
  }
}

function makePlan(
  project: string,
  folder: string,
  { name, file }: Environment,
  variables: readonly string[],
  watch: Stopwatch,
): Promise<OfflinePlan> {
  return inWorkFolder(folder, async (work) => {
    try {
      // The app runs in a process of its own. What takes long to load is loaded beside it.
      const [stack, { planOffline }] = await Promise.all([
        watch.time("synthesis", () => synthesize(project, work, name)),
        import("./offline-plan.js"),
      ]);
      return await planOffline(stack, variables, watch);
    } catch (error) {
      // Terraform read a copy; the person wrote the environment's file.
      if (error instanceof UserError) error.message = error.message.replaceAll("terraform.tfvars", file);
      throw error;
    }
  });
}

/** Colours only where a person looks at them and did not ask for none. */
function terminalPage(): Page {
  const { columns, isTTY } = process.stdout;
  const colors = pc.createColors(pc.isColorSupported && (isTTY || Boolean(process.env.FORCE_COLOR)));
  return { width: Math.min(WIDTH.most, Math.max(WIDTH.least, columns ?? WIDTH.most)), colors };
}

import { existsSync } from "node:fs";
import path from "node:path";
import { stackName } from "../../src/environments";
import { UserError } from "../../src/user-error";
import { runCommand } from "../terminal/run-command";
import { stackFolder } from "../terraform/stack-folder";
import { explainingState } from "../terraform/state/advice";
import { Terraform } from "../terraform/terraform";
import { PROJECT, readArguments } from "./lib/arguments";
import { unpackBundle } from "./lib/plan-bundle";
import { besidesNoProcedure } from "./lib/procedure-lock";
import { isRemote, PLAN_FILE, stateSettings } from "./lib/real-plan";
import { Runner } from "./lib/runner";

/**
 * Applies the plan that was reviewed, and no other. Output: the `url` of OpenEMR.
 *
 *     node --require tsx/cjs scripts/ci/apply.ts production --bundle bundle/plan.tar.gz --sha256 0123...
 */
runCommand(async (args) => {
  const { environment, options } = readArguments(args, ["bundle", "sha256"]);
  const folder = stackFolder(stackName(environment.name));
  const absolute = path.join(PROJECT, folder);
  if (existsSync(absolute)) {
    throw new UserError(`${folder} is there already, but must hold only the plan. Use a clean checkout.`);
  }
  requireDeployRole(environment.name);
  await unpackBundle(path.resolve(options.bundle), options.sha256, absolute);
  const terraform = await Terraform.in(absolute);
  // The providers are those that made the plan, or Terraform refuses them.
  const use = { command: "the job", project: PROJECT, folder };
  await explainingState(use, () => terraform.init(["-lockfile=readonly"]));
  const apply = () =>
    terraform.stream("apply", ["-input=false", PLAN_FILE]).catch(() => {
      throw new UserError(
        "The apply failed. Terraform says why above. A plan is applied once, and only while the state is the one that it " +
          'was made for: "Re-run all jobs" plans anew and goes on where this one stopped.',
      );
    });
  // A run of Terraform Cloud has its plan there, and this job no credentials of AWS.
  if (isRemote(path.join(absolute, PLAN_FILE))) await apply();
  else await besidesNoProcedure(await terraform.showPlan(PLAN_FILE), environment.name, apply);
  const { url } = await terraform.outputs();
  const runner = new Runner(process.env);
  runner.summary(`## ${environment.name}\n\nDeployed.`);
  if (typeof url?.value === "string") runner.output("url", url.value);
});

/** The step that takes the role is left out where there is none. */
function requireDeployRole(environment: string): void {
  if (stateSettings(PROJECT).kind !== "s3" || process.env.AWS_ACCESS_KEY_ID) return;
  throw new UserError(
    `The job has no credentials of AWS. Nothing was changed. Set the variable AWS_DEPLOY_ROLE_ARN of GitHub's environment "${environment}": docs/ci.md.`,
  );
}

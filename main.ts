import "./src/stack-traces"; // before all that it is to speed up

import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import { checkAssignments, findEnvironment, listEnvironments, stackName } from "./src/environments";
import { withoutTokenTraces } from "./src/stack-traces";
import { OpenEmrStack } from "./src/stacks/openemr-stack";
import { STATE_BACKEND_STACK, StateBackendStack } from "./src/stacks/state-backend-stack";
import { readStateSettings } from "./src/state/state-settings";
import { UserError } from "./src/user-error";

/**
 * One stack for each file in `environments/`, and the one that keeps the state of the others.
 *
 * OPENEMR_ENVIRONMENT names a single environment to synthesize: the others cost nothing then, and a mistake in
 * the file of one of them stops nothing.
 */
function synthesize(): void {
  const app = new App();
  const state = readStateSettings(app.node.tryGetContext("state"), process.env);
  const directory = join(__dirname, "environments");
  const only = process.env.OPENEMR_ENVIRONMENT;
  const environments = only ? [findEnvironment(directory, only)] : listEnvironments(directory);
  for (const environment of environments) {
    const stack = new OpenEmrStack(app, stackName(environment.name), {
      environment: environment.name,
      state,
    });
    checkAssignments(environment, stack.variableNames);
  }
  new StateBackendStack(app, STATE_BACKEND_STACK, state);
  app.synth();
  // `cdktf deploy` and plain `terraform` in the stack's folder both find the values under this name.
  for (const { name, file } of environments) {
    copyFileSync(file, join(app.outdir, "stacks", stackName(name), "terraform.tfvars"));
  }
}

try {
  withoutTokenTraces(synthesize);
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

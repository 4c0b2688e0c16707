import { existsSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
import {
  checkAssignments,
  checkFile,
  findEnvironment,
  listEnvironments,
  stackName,
} from "./src/environments";
import { checkInStep, GITHUB_ROLES_STACK } from "./src/github/installation-names";
import { OPERATOR_ROLES_STACK } from "./src/operators/operator-calls";
import { writeStackFiles } from "./src/stack-files";
import { GitHubRolesStack } from "./src/stacks/github-roles-stack";
import { OpenEmrStack } from "./src/stacks/openemr-stack";
import { OperatorRolesStack } from "./src/stacks/operator-roles-stack";
import { STATE_BACKEND_STACK, StateBackendStack } from "./src/stacks/state-backend-stack";
import { readStateSettings } from "./src/state/state-settings";
import { UserError } from "./src/user-error";

/** Stacks with the roles of jobs and of people. Each is made where there is a file with its values. */
const ROLE_STACKS = [
  { id: GITHUB_ROLES_STACK, Stack: GitHubRolesStack, listedIn: "docs/ci.md" },
  { id: OPERATOR_ROLES_STACK, Stack: OperatorRolesStack, listedIn: "docs/operators.md" },
] as const;

/**
 * One stack for each file in `environments/`, one for the bucket that keeps their states, and where there are such files
 * `github-roles.tfvars` the one that lets GitHub Actions plan and deploy, and `operator-roles.tfvars` the one that
 * lets people operate.
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
  const values = new Map(environments.map(({ name, file }) => [stackName(name), file]));
  for (const environment of environments) {
    const stack = new OpenEmrStack(app, stackName(environment.name), {
      environment: environment.name,
      state,
    });
    checkAssignments(environment, stack.variableNames);
  }
  for (const { id, Stack, listedIn } of ROLE_STACKS) {
    const file = join(__dirname, `${id}.tfvars`);
    if (!existsSync(file)) continue;
    // A single environment is looked at as well: its deploy would fail half-way.
    checkInStep(file, environments);
    if (only) continue;
    const stack = new Stack(app, id, { state, environments: environments.map(({ name }) => name) });
    checkFile(file, stack.variableNames, { whose: `The stack "${id}"`, listedIn });
    values.set(id, file);
  }
  // Terraform Cloud keeps states itself.
  if (state.kind !== "cloud") new StateBackendStack(app, STATE_BACKEND_STACK, state);
  app.synth();
  for (const [stack, file] of values) {
    writeStackFiles(join(app.outdir, "stacks", stack), file, state.kind);
  }
}

try {
  synthesize();
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

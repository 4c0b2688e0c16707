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
  const roles = join(__dirname, `${GITHUB_ROLES_STACK}.tfvars`);
  const operators = join(__dirname, `${OPERATOR_ROLES_STACK}.tfvars`);
  // A single environment is looked at as well: its deploy would fail half-way.
  for (const file of [roles, operators].filter(existsSync)) checkInStep(file, environments);
  if (!only && existsSync(roles)) {
    const names = environments.map(({ name }) => name);
    const stack = new GitHubRolesStack(app, GITHUB_ROLES_STACK, { state, environments: names });
    checkFile(roles, stack.variableNames, {
      whose: `The stack "${GITHUB_ROLES_STACK}"`,
      listedIn: "docs/ci.md",
    });
    values.set(GITHUB_ROLES_STACK, roles);
  }
  if (!only && existsSync(operators)) {
    const names = environments.map(({ name }) => name);
    const stack = new OperatorRolesStack(app, OPERATOR_ROLES_STACK, { state, environments: names });
    checkFile(operators, stack.variableNames, {
      whose: `The stack "${OPERATOR_ROLES_STACK}"`,
      listedIn: "docs/operators.md",
    });
    values.set(OPERATOR_ROLES_STACK, operators);
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

import path from "node:path";
import { type Environment, findEnvironment } from "../../src/environments";
import { withSourceOfValues } from "../../src/stack-files";
import { UserError } from "../../src/user-error";
import { inWorkFolder } from "../system/work-folder";
import { Stopwatch } from "../terminal/stopwatch";
import type { OfflinePlan, OfflinePlanOptions } from "./offline-plan";
import { synthesize } from "./synthesis";
import { findTerraform } from "./terraform-binary";

export interface EnvironmentPlanOptions extends OfflinePlanOptions {
  /** The work is done in a folder below this one, which must exist, and of which nothing stays. */
  readonly folder: string;
  /** Each `name=value`, over what the environment's file says. @default - none */
  readonly variables?: readonly string[];
}

/**
 * The environment that a command is asked for.
 *
 * @param usage of the command, shown where no environment is given
 */
export function requestedEnvironment(project: string, given: string | undefined, usage: string): Environment {
  const directory = path.relative(process.cwd(), path.join(project, "environments"));
  try {
    return findEnvironment(directory, given);
  } catch (error) {
    if (given !== undefined || !(error instanceof UserError)) throw error;
    throw new UserError(`${usage}\n${error.message}`);
  }
}

/** Synthesizes an environment's stack and plans it offline, as a new installation. */
export function planEnvironment(
  project: string,
  { name, file }: Environment,
  { folder, variables = [], watch = new Stopwatch(), asText }: EnvironmentPlanOptions,
): Promise<OfflinePlan> {
  return inWorkFolder(folder, async (work) => {
    try {
      // The app runs in a process of its own. Beside it, what takes long to load is loaded, and Terraform is looked for:
      // that there is none is told when it is to run.
      const synthesis = watch.time("synthesis", () => synthesize(project, work, name));
      const terraform = findTerraform();
      terraform.catch(() => {});
      const { planOffline } = require("./offline-plan") as typeof import("./offline-plan");
      const stack = await synthesis;
      await terraform;
      return await planOffline(stack, variables, { watch, asText });
    } catch (error) {
      // Terraform read a copy; the person wrote the environment's file.
      if (error instanceof UserError) error.message = withSourceOfValues(error.message, file);
      throw error;
    }
  });
}

import { existsSync } from "node:fs";
import path from "node:path";
import { stackName } from "../../src/environments";
import { Stopwatch } from "../terminal/stopwatch";
import { readProjectConfig } from "./project-config";
import { stackFolder } from "./stack-folder";
import { namedPlace } from "./state/place";
import { synthesize } from "./synthesis";

/**
 * The folder in which Terraform reads an environment's state, relative to the project. A fresh copy of the project has none
 * yet, and one of before `npm run bootstrap` knows no place of the state, so the stack is synthesized where it is needed.
 */
export async function synthesizedStack(project: string, environment: string): Promise<string> {
  const folder = stackFolder(stackName(environment));
  if (!existsSync(path.join(project, folder, "cdk.tf.json")) || hasNoPlace(path.join(project, folder))) {
    // It loads cdktf, which takes half a second, and is needed here once on a machine.
    const { readStateSettings, requireStateSettings } =
      require("../../src/state/state-settings") as typeof import("../../src/state/state-settings");
    requireStateSettings(readStateSettings(readProjectConfig(project).context?.state, process.env));
    const watch = new Stopwatch();
    await watch.time("synthesis", () => synthesize(project, path.join(project, "cdktf.out"), environment));
  }
  return folder;
}

/** The name of the backend says what is missing; see `UnsetBackend`. */
function hasNoPlace(folder: string): boolean {
  return namedPlace(folder)?.type.startsWith("none ") ?? false;
}

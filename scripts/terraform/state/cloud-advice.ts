import type { StateSettings } from "../../../src/state/state-settings";
import { UserError } from "../../../src/user-error";
import { checkWorkspace } from "../cloud/check";
import type { StateUse } from "./state-use";

/** Arguments of the block "cloud" that say where the state is. */
interface CloudPlace {
  readonly organization: string;
  readonly hostname: string;
  readonly workspaces: { readonly name: string; readonly project?: string };
}

/** Looks at the workspace of a state in Terraform Cloud. @returns what is wrong with it, or with the way to it */
export async function cloudAdvice(
  config: object,
  use: StateUse,
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  const { organization, hostname, workspaces } = config as CloudPlace;
  const { name, project } = workspaces;
  const settings: StateSettings = { kind: "cloud", organization, hostname, project };
  try {
    const { page, findings } = await checkWorkspace(settings, name.replace(/^openemr-/, ""), env);
    const problems = findings.filter(({ level }) => level === "problem").map(({ text }) => `  ${text}`);
    if (problems.length === 0) return undefined;
    return [
      `The workspace ${page} has what may be the reason:`,
      ...problems,
      `Then repeat: ${use.command}`,
    ].join("\n");
  } catch (error) {
    if (error instanceof UserError) return `${error.message} Then repeat: ${use.command}`;
    throw error;
  }
}

import type { StateSettings } from "../../../src/state/state-settings";
import { declaredVariables } from "../declared-variables";
import { type Finding, findingsOn } from "./findings";
import { CloudOrganization } from "./organization";
import { readWorkspace } from "./workspace";

/** The findings about a workspace, and the address of its page. */
export interface WorkspaceCheck {
  readonly page: string;
  readonly findings: readonly Finding[];
}

/** Looks at the workspace of an environment. It changes nothing. */
export async function checkWorkspace(
  settings: StateSettings,
  environment: string,
  env: NodeJS.ProcessEnv,
): Promise<WorkspaceCheck> {
  const organization = await CloudOrganization.open(settings, env);
  const page = organization.pageOf(environment);
  const found = await organization.findWorkspace(environment);
  if (!found) {
    const text = `There is no such workspace, or the token may not see it. Make it: npm run terraform-cloud -- setup ${environment}`;
    return { page, findings: [{ level: "problem", text }] };
  }
  const { projectName } = organization;
  const [workspace, project] = await Promise.all([
    readWorkspace(organization.api, found),
    organization.findProject(),
  ]);
  const expected = { environment, projectName, projectId: project?.id, variables: declaredVariables() };
  return { page, findings: findingsOn(workspace, expected) };
}

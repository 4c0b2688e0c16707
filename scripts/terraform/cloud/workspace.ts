import type { Resource, TerraformCloudApi } from "./api";

/** A variable that reaches the runs of a workspace: its own, or one of a variable set. */
export interface WorkspaceVariable {
  readonly id: string;
  readonly key: string;
  /** Null of a sensitive one, which is written once and never read. */
  readonly value: string | null;
  readonly category: "terraform" | "env";
}

/** The settings of a workspace, and what the token may do there. */
export interface CloudWorkspace {
  readonly id: string;
  readonly projectId: string | undefined;
  readonly executionMode: "remote" | "local" | "agent";
  /** A version, a constraint such as `~> 1.11`, or `latest`. */
  readonly terraformVersion: string;
  /** Empty where runs are in the folder that is uploaded. */
  readonly workingDirectory: string;
  readonly autoApply: boolean;
  /** Whether every workspace of the organization may read the state. */
  readonly sharesState: boolean;
  readonly locked: boolean;
  /** The repository whose commits start runs, if there is one. */
  readonly repository: string | undefined;
  readonly mayPlan: boolean;
  readonly mayApply: boolean;
  /** Undefined where the token may not read them. */
  readonly variables: readonly WorkspaceVariable[] | undefined;
}

/** Reads what there is of a workspace beside what its own resource says. */
export async function readWorkspace(api: TerraformCloudApi, found: Resource): Promise<CloudWorkspace> {
  const { id, attributes, relationships } = found;
  const permissions = (attributes.permissions ?? {}) as Record<string, boolean>;
  return {
    id,
    projectId: relationships?.project?.data?.id,
    executionMode: (attributes["execution-mode"] ?? "remote") as CloudWorkspace["executionMode"],
    terraformVersion: String(attributes["terraform-version"]),
    workingDirectory: String(attributes["working-directory"] ?? ""),
    autoApply: Boolean(attributes["auto-apply"]),
    sharesState: Boolean(attributes["global-remote-state"]),
    locked: Boolean(attributes.locked),
    repository: (attributes["vcs-repo"] as { identifier?: string } | null)?.identifier,
    mayPlan: Boolean(permissions["can-queue-run"]),
    mayApply: Boolean(permissions["can-queue-apply"] || permissions["can-update"]),
    variables: await readVariables(api, id),
  };
}

async function readVariables(api: TerraformCloudApi, id: string): Promise<WorkspaceVariable[] | undefined> {
  // Older versions of Terraform Enterprise tell the workspace's own only.
  const found = (await api.list(`workspaces/${id}/all-vars`)) ?? (await api.list(`workspaces/${id}/vars`));
  return found?.map((variable) => {
    const { key, value, category, sensitive } = variable.attributes;
    return {
      id: variable.id,
      key: String(key),
      value: sensitive ? null : String(value ?? ""),
      category: category as WorkspaceVariable["category"],
    };
  });
}

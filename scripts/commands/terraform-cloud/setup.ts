import { stackName } from "../../../src/environments";
import type { Draft, Resource } from "../../terraform/cloud/api";
import { AUTH_VARIABLE, ROLE_VARIABLES } from "../../terraform/cloud/aws-credentials";
import { isNewEnough } from "../../terraform/cloud/findings";
import type { CloudOrganization } from "../../terraform/cloud/organization";
import { type CloudWorkspace, readWorkspace, type WorkspaceVariable } from "../../terraform/cloud/workspace";

/** The settings that a workspace shall have. Others stay as they are, or become the defaults of a new workspace. */
export interface WorkspaceWishes {
  /** @default "remote" */
  readonly executionMode?: "remote" | "local";
  readonly terraformVersion?: string;
  /** Roles of AWS that its runs get. */
  readonly roles?: Readonly<Partial<Record<keyof typeof ROLE_VARIABLES, string>>>;
}

/** Something that has to be done. */
export interface Step {
  /** For the person who agrees to it. */
  readonly text: string;
  readonly carryOut: () => Promise<void>;
}

/** Finds what a workspace lacks, and makes it so, step by step. Nothing of it is taken away. */
export class WorkspaceSetup {
  private project: Resource | undefined;
  private workspace: CloudWorkspace | undefined;
  /** Variables of the workspace itself, without those of variable sets. */
  private own: readonly Resource[] = [];

  constructor(
    private readonly organization: CloudOrganization,
    private readonly environment: string,
    private readonly wishes: WorkspaceWishes,
    /** Version of Terraform on this machine; a new workspace gets the same, unless another is wished. */
    private readonly localVersion: string,
  ) {}

  async steps(): Promise<Step[]> {
    const { api } = this.organization;
    this.project = await this.organization.findProject();
    const found = await this.organization.findWorkspace(this.environment);
    this.workspace = found && (await readWorkspace(api, found));
    this.own = (found && (await api.list(`workspaces/${found.id}/vars`))) ?? [];
    return [
      ...(found ? [] : this.newPlaces()),
      ...(this.workspace ? this.changesOf(this.workspace) : []),
      ...this.variables(),
    ];
  }

  private newPlaces(): Step[] {
    const { api, name, projectName } = this.organization;
    const makeProject = async () => {
      const draft = { type: "projects", attributes: { name: projectName } };
      this.project = await api.create(`organizations/${name}/projects`, draft);
    };
    const { executionMode = "remote", terraformVersion = this.localVersion } = this.wishes;
    const attributes = {
      name: stackName(this.environment),
      "execution-mode": executionMode,
      "terraform-version": terraformVersion,
      "auto-apply": false,
      "global-remote-state": false,
    };
    const makeWorkspace = async () => {
      const project = { data: { type: "projects", id: this.project!.id } };
      const draft = { type: "workspaces", attributes, relationships: { project } };
      const made = await api.create(`organizations/${name}/workspaces`, draft);
      this.workspace = await readWorkspace(api, made);
    };
    return [
      ...(this.project ? [] : [{ text: `make the project "${projectName}"`, carryOut: makeProject }]),
      {
        text: `make the workspace "${attributes.name}" in it: execution ${executionMode}, Terraform ${terraformVersion}, state not shared`,
        carryOut: makeWorkspace,
      },
    ];
  }

  private changesOf(workspace: CloudWorkspace): Step[] {
    const { executionMode, terraformVersion } = this.wishes;
    const wishedVersion =
      terraformVersion ?? (isNewEnough(workspace.terraformVersion) ? undefined : this.localVersion);
    const wished: Array<[string, unknown, unknown]> = [
      ["execution-mode", workspace.executionMode, executionMode],
      ["terraform-version", workspace.terraformVersion, wishedVersion],
      // With a connected repository, the folder is one of the repository's.
      ["working-directory", workspace.workingDirectory, workspace.repository ? undefined : ""],
      ["global-remote-state", workspace.sharesState, false],
    ];
    const changes = wished.filter(([, present, wish]) => wish !== undefined && wish !== present);
    return changes.map(([name, present, wish]) => ({
      text: `change ${name} of the workspace from ${JSON.stringify(present)} to ${JSON.stringify(wish)}`,
      carryOut: () => this.write("PATCH", "", { type: "workspaces", attributes: { [name]: wish } }),
    }));
  }

  private variables(): Step[] {
    const roles = Object.entries(this.wishes.roles ?? {}) as Array<[keyof typeof ROLE_VARIABLES, string]>;
    if (roles.length === 0) return [];
    const wished = [
      [AUTH_VARIABLE, "true"] as const,
      ...roles.map(([phase, arn]) => [ROLE_VARIABLES[phase], arn] as const),
    ];
    return wished
      .filter(([key, value]) => this.effective(key)?.value !== value)
      .map(([key, value]) => this.setting(key, value));
  }

  private effective(key: string): WorkspaceVariable | undefined {
    return this.workspace?.variables?.find((variable) => variable.key === key && variable.category === "env");
  }

  private setting(key: string, value: string): Step {
    const own = this.own.find(({ attributes }) => attributes.key === key && attributes.category === "env");
    const present = own && this.effective(key)?.value;
    const attributes = { key, value, category: "env", sensitive: false };
    return {
      text: `set the environment variable ${key} to ${value}${present ? `, from ${present}` : ""}`,
      carryOut: () =>
        own
          ? this.write("PATCH", `/vars/${own.id}`, { type: "vars", attributes })
          : this.write("POST", "/vars", { type: "vars", attributes }),
    };
  }

  private async write(method: "PATCH" | "POST", path: string, draft: Draft): Promise<void> {
    const { api } = this.organization;
    const target = `workspaces/${this.workspace!.id}${path}`;
    await (method === "POST" ? api.create(target, draft) : api.update(target, draft));
  }
}

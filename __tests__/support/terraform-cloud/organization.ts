import type { Answer, Body, Call, Resource } from "./json-api";
import { ApiError, notFound } from "./json-api";
import { newId, type Project, Workspace } from "./workspace";

export type Route = readonly [
  method: string,
  path: string,
  handler: (call: Call, ...ids: string[]) => Answer,
];

/** An organization of Terraform Cloud with its projects, workspaces and states. */
export class Organization {
  readonly projects: Project[] = [{ id: newId("prj"), name: "Default Project" }];
  readonly workspaces: Workspace[] = [];
  /** Versions of Terraform that workspaces may be set to. */
  readonly terraformVersions = ["1.10.5", "1.11.4", "1.99.0"];
  /** URL of the server, for links. */
  url = "";

  constructor(readonly name: string) {}

  get routes(): readonly Route[] {
    const { name } = this;
    const workspace = "workspaces/:id";
    return [
      ["GET", `organizations/${name}/entitlement-set`, () => this.entitlements],
      ["GET", `organizations/${name}/projects`, ({ url }) => this.findProjects(url)],
      ["POST", `organizations/${name}/projects`, ({ json }) => this.createProject(json())],
      ["POST", `organizations/${name}/workspaces`, ({ json }) => this.createWorkspace(json())],
      ["GET", `organizations/${name}/workspaces/:id`, (_, named) => this.workspace(named).resource],
      ["GET", workspace, (_, id) => this.workspace(id).resource],
      ["PATCH", workspace, ({ json }, id) => this.updateWorkspace(id, json())],
      ["POST", `${workspace}/actions/lock`, (_, id) => this.workspace(id).lock()],
      ["POST", `${workspace}/actions/unlock`, (_, id) => this.workspace(id).unlock()],
      ["POST", `${workspace}/actions/force-unlock`, (_, id) => this.workspace(id).unlock()],
      ["GET", `${workspace}/all-vars`, (_, id) => this.variablesOf(id)],
      ["GET", `${workspace}/vars`, (_, id) => this.variablesOf(id)],
      ["POST", `${workspace}/vars`, ({ json }, id) => this.addVariable(id, json())],
      ["PATCH", `${workspace}/vars/:id`, ({ json }, id, variable) => this.setVariable(id, variable, json())],
      ["GET", `${workspace}/current-state-version`, (_, id) => this.currentState(id)],
      ["GET", `${workspace}/current-state-version-outputs`, (_, id) => this.outputs(id)],
      ["POST", `${workspace}/state-versions`, ({ json }, id) => this.addState(id, json())],
      ["GET", "state-versions/:id", (_, id) => this.stateVersion(id)],
      ["PUT", "objects/:id/state", ({ raw }, id) => this.ofState(id).upload(id, raw)],
      ["PUT", "objects/:id/json", () => undefined],
      ["GET", "objects/:id/state", (_, id) => this.ofState(id).stateVersions.find((v) => v.id === id)!.state],
    ];
  }

  /** By its name or its id. */
  workspace(key: string): Workspace {
    const found = this.workspaces.find(({ id, name }) => id === key || name === key);
    if (!found) throw notFound();
    return found;
  }

  private get entitlements(): Resource {
    return { id: "org-1", type: "entitlement-sets", attributes: { operations: true, "state-storage": true } };
  }

  private findProjects(url: URL): Resource[] {
    const wanted = url.searchParams.get("filter[names]");
    return this.projects.filter(({ name }) => wanted === null || name === wanted).map(projectResource);
  }

  private createProject({ data }: Body): Resource {
    const project = { id: newId("prj"), name: String(data.attributes!.name) };
    this.projects.push(project);
    return projectResource(project);
  }

  private createWorkspace({ data }: Body): Resource {
    const projectId = data.relationships?.project?.data.id ?? this.projects[0]!.id;
    const project = this.projects.find(({ id }) => id === projectId);
    if (!project) throw notFound();
    const workspace = new Workspace(this.accepted(data.attributes!), project, this.name);
    if (this.workspaces.some(({ name }) => name === workspace.name)) {
      throw new ApiError(422, "Name has already been taken");
    }
    this.workspaces.push(workspace);
    return workspace.resource;
  }

  private updateWorkspace(id: string, { data }: Body): Resource {
    const workspace = this.workspace(id);
    Object.assign(workspace.attributes, this.accepted(data.attributes!));
    return workspace.resource;
  }

  private accepted(attributes: Readonly<Record<string, unknown>>) {
    const version = attributes["terraform-version"];
    if (version !== undefined && !this.terraformVersions.includes(String(version))) {
      throw new ApiError(422, "Terraform version is not available");
    }
    return attributes;
  }

  private variablesOf(id: string): Resource[] {
    return this.workspace(id).variables.map((variable) => ({ type: "vars", ...variable }));
  }

  private addVariable(id: string, { data }: Body): Resource {
    const variable = { id: newId("var"), attributes: data.attributes! };
    this.workspace(id).variables.push(variable);
    return { type: "vars", ...variable };
  }

  private setVariable(id: string, variableId: string, { data }: Body): Resource {
    const { variables } = this.workspace(id);
    const index = variables.findIndex((variable) => variable.id === variableId);
    if (index < 0) throw notFound();
    const changed = { id: variableId, attributes: { ...variables[index]!.attributes, ...data.attributes } };
    variables[index] = changed;
    return { type: "vars", ...changed };
  }

  private currentState(id: string): Resource {
    const { current } = this.workspace(id);
    if (!current) throw notFound();
    return this.stateVersion(current.id);
  }

  private addState(id: string, { data }: Body): Resource {
    return this.stateVersion(this.workspace(id).addStateVersion(data.attributes!).id);
  }

  private stateVersion(id: string): Resource {
    const { serial } = this.ofState(id).stateVersions.find((version) => version.id === id)!;
    const link = (kind: string) => `${this.url}/api/v2/objects/${id}/${kind}`;
    return {
      id,
      type: "state-versions",
      attributes: {
        serial,
        status: "finalized",
        "hosted-state-download-url": link("state"),
        "hosted-state-upload-url": link("state"),
        "hosted-json-state-upload-url": link("json"),
      },
    };
  }

  private outputs(id: string): Resource[] {
    const outputs = Object.entries(this.workspace(id).current?.outputs ?? {});
    return outputs.map(([name, { sensitive, type, value }]) => ({
      id: `wsout-${name}`,
      type: "state-version-outputs",
      attributes: { name, sensitive, value, type: "string", "detailed-type": type },
    }));
  }

  private ofState(id: string): Workspace {
    const found = this.workspaces.find(({ stateVersions }) =>
      stateVersions.some((version) => version.id === id),
    );
    if (!found) throw notFound();
    return found;
  }
}

function projectResource({ id, name }: Project): Resource {
  return { id, type: "projects", attributes: { name } };
}

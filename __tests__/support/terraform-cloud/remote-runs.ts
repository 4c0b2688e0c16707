import { ApiError, type Body, notFound, type Resource } from "./json-api";
import type { Organization, Route } from "./organization";
import { RemoteRun } from "./remote-run";
import type { WorkerEnvironment } from "./worker";
import { newId, type Workspace } from "./workspace";

/** A tar.gz of configuration files, once it was uploaded. */
interface Upload {
  readonly id: string;
  readonly speculative: boolean;
  content?: Buffer;
}

/** The remote runs of an organization. */
export class RemoteRuns {
  private readonly uploads: Upload[] = [];
  private readonly runs: RemoteRun[] = [];

  constructor(
    private readonly organization: Organization,
    private readonly environment: WorkerEnvironment,
  ) {}

  get routes(): readonly Route[] {
    return [
      ["POST", "workspaces/:id/configuration-versions", ({ json }) => this.announce(json())],
      ["GET", "configuration-versions/:id", (_, id) => this.uploadResource(this.upload(id))],
      ["PUT", "objects/:id/configuration", ({ raw }, id) => this.receive(id, raw)],
      ["POST", "runs", ({ json }) => this.create(json())],
      ["GET", "runs/:id", (_, id) => this.run(id).withRelated(this.organization.url)],
      ["GET", "runs/:id/run-events", () => []],
      ["POST", "runs/:id/actions/apply", (_, id) => this.confirm(id)],
      ["GET", "workspaces/:id/runs", () => this.runs.map(({ resource }) => resource)],
      ["GET", `organizations/${this.organization.name}/runs/queue`, () => []],
      ["GET", "(?:plans|applies)/:id", (_, id) => this.run(id).phase(id, this.organization.url)],
      ["GET", "plans/:id/json-output", (_, id) => this.run(id).json],
      ["GET", "objects/:id/log", ({ url }, id) => this.run(id).logFrom(id, url)],
    ];
  }

  /** The run that was created last. */
  get last(): RemoteRun {
    return this.runs.at(-1)!;
  }

  /** Starts a run of files that no client uploaded, as a commit in a connected repository does. */
  start(workspace: Workspace, content: Buffer, options: Readonly<Record<string, unknown>>): RemoteRun {
    const run = new RemoteRun(workspace, content, options, this.environment);
    this.runs.push(run);
    return run;
  }

  remove(): void {
    for (const run of this.runs) run.remove();
  }

  private announce({ data }: Body): Resource {
    const upload: Upload = { id: newId("cv"), speculative: Boolean(data.attributes?.speculative) };
    this.uploads.push(upload);
    return this.uploadResource(upload);
  }

  private receive(id: string, content: Buffer): undefined {
    this.upload(id).content = content;
  }

  private create({ data }: Body): Resource {
    const { content, speculative } = this.upload(data.relationships!["configuration-version"]!.data.id);
    if (!content) throw new ApiError(422, "Configuration version is missing");
    const workspace = this.organization.workspace(data.relationships!.workspace!.data.id);
    const options = { ...data.attributes, "plan-only": speculative };
    const run = new RemoteRun(workspace, content, options, this.environment);
    this.runs.push(run);
    return run.resource;
  }

  private confirm(id: string): undefined {
    this.run(id).confirm();
  }

  private upload(id: string): Upload {
    const found = this.uploads.find((upload) => upload.id === id);
    if (!found) throw notFound();
    return found;
  }

  private uploadResource({ id, content, speculative }: Upload): Resource {
    const attributes = {
      status: content ? "uploaded" : "pending",
      speculative,
      "upload-url": `${this.organization.url}/api/v2/objects/${id}/configuration`,
    };
    return { id, type: "configuration-versions", attributes };
  }

  /** By its own id, or that of its plan or apply. */
  private run(id: string): RemoteRun {
    const found = this.runs.find((run) => [run.id, run.planId, run.applyId].includes(id));
    if (!found) throw notFound();
    return found;
  }
}

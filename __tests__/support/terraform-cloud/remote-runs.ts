import { createHash } from "node:crypto";
import { ApiError, type Body, notFound, type Resource } from "./json-api";
import type { Organization, Route } from "./organization";
import { type WorkerEnvironment, WorkerMachine, type WorkerTask } from "./worker";
import { newId, type Workspace } from "./workspace";

type Status = "pending" | "planned" | "planned_and_finished" | "planned_and_saved" | "applied" | "errored";

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

/** A run: a plan on one machine, and an apply on another. */
export class RemoteRun {
  readonly id = newId("run");
  readonly planId = newId("plan");
  readonly applyId = newId("apply");
  status: Status = "pending";
  json = "";
  /** Of plan and apply. */
  readonly logs: Record<string, string> = {};
  /** Settled when nothing goes on any more. */
  work: Promise<void>;
  private readonly machines: WorkerMachine[] = [];

  constructor(
    readonly workspace: Workspace,
    readonly configuration: Buffer,
    private readonly options: Readonly<Record<string, unknown>>,
    private readonly environment: WorkerEnvironment,
  ) {
    this.work = this.plan();
  }

  get resource(): Resource {
    const isConfirmable = this.status === "planned" || this.status === "planned_and_saved";
    return {
      id: this.id,
      type: "runs",
      attributes: {
        status: this.status,
        "has-changes": this.status !== "planned_and_finished" || Boolean(this.options["plan-only"]),
        "is-destroy": Boolean(this.options["is-destroy"]),
        actions: { "is-confirmable": isConfirmable, "is-cancelable": this.status === "pending" },
      },
      relationships: {
        plan: { data: { id: this.planId, type: "plans" } },
        apply: { data: { id: this.applyId, type: "applies" } },
        workspace: { data: { id: this.workspace.id, type: "workspaces" } },
      },
    };
  }

  withRelated(server: string) {
    return { data: this.resource, included: [this.phase(this.planId, server), this.workspace.resource] };
  }

  phase(id: string, server: string): Resource {
    const attributes = {
      status: id in this.logs ? (this.status === "errored" ? "errored" : "finished") : "running",
      "has-changes": true,
      "log-read-url": `${server}/api/v2/objects/${id}/log`,
    };
    return { id, type: id.startsWith("plan") ? "plans" : "applies", attributes };
  }

  /** Between the marks of a log's begin and end, once it is complete. */
  logFrom(id: string, { searchParams }: URL): Buffer {
    const offset = Number(searchParams.get("offset"));
    const text = Buffer.from(id in this.logs ? `\x02${this.logs[id]}\x03` : "");
    return text.subarray(offset, offset + Number(searchParams.get("limit")));
  }

  confirm(): void {
    if (this.status !== "planned" && this.status !== "planned_and_saved") {
      throw new ApiError(409, "transition not allowed");
    }
    this.status = "pending";
    this.work = this.apply();
  }

  remove(): void {
    for (const machine of this.machines) machine.remove();
  }

  private async plan(): Promise<void> {
    const machine = this.machine();
    const { log, changes } = await machine.plan(this.options["is-destroy"] ? ["-destroy"] : []);
    if (changes !== undefined) this.json = await machine.planJson();
    this.logs[this.planId] = log;
    const isLast = !changes || this.options["plan-only"];
    this.status =
      changes === undefined
        ? "errored"
        : isLast
          ? "planned_and_finished"
          : this.options["save-plan"]
            ? "planned_and_saved"
            : "planned";
    if (this.status === "planned" && this.options["auto-apply"]) await this.apply();
  }

  private async apply(): Promise<void> {
    const machine = this.machine();
    this.workspace.lock();
    const { log, done, state } = await machine.apply(this.machines[0]!);
    const outputs = Buffer.from(await machine.outputs()).toString("base64");
    const { serial } = JSON.parse(state.toString()) as { serial: number };
    const md5 = createHash("md5").update(state).digest("hex");
    this.workspace.addStateVersion({ serial, md5, "json-state-outputs": outputs }, state);
    this.workspace.unlock();
    this.logs[this.applyId] = log;
    this.status = done ? "applied" : "errored";
  }

  private machine(): WorkerMachine {
    const { attributes, variables, current } = this.workspace;
    const environment = variables.filter(({ attributes: { category } }) => category === "env");
    const given = (this.options.variables ?? []) as ReadonlyArray<{ key: string; value: string }>;
    const task: WorkerTask = {
      configuration: this.configuration,
      workingDirectory: String(attributes["working-directory"] ?? ""),
      state: current?.state,
      variables: Object.fromEntries(given.map(({ key, value }) => [key, value])),
      environment: Object.fromEntries(
        environment.map(({ attributes: { key, value } }) => [String(key), String(value)]),
      ),
    };
    const machine = new WorkerMachine(task, this.environment);
    this.machines.push(machine);
    return machine;
  }
}

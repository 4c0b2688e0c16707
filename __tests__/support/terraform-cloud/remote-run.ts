import { createHash } from "node:crypto";
import { ApiError, type Resource } from "./json-api";
import { type WorkerEnvironment, WorkerMachine, type WorkerTask } from "./worker";
import { newId, type Workspace } from "./workspace";

type Status = "pending" | "planned" | "planned_and_finished" | "planned_and_saved" | "applied" | "errored";

/** A run: a plan on one machine, and an apply on another. */
export class RemoteRun {
  readonly id = newId("run");
  readonly planId = newId("plan");
  readonly applyId = newId("apply");
  status: Status = "pending";
  json = "";
  /** The logs of plan and apply. */
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

import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OfflineProviders, OfflineProvidersOptions } from "#offline-providers";
import type { PlanJson, ResourceChange } from "../../scripts/plan/terraform-plan";
import { startOfflineAccount } from "../../scripts/terraform/offline/offline-account";
import { Terraform } from "../../scripts/terraform/terraform";
import { type PlannedChanges, plannedChanges } from "./planned-changes";
import { keepPart } from "./stack-part";
import { StateServer } from "./state-server";

/** Values of variables, over those of the environment's file. */
export type Values = Readonly<Record<string, unknown>>;

/**
 * An AWS account that exists only in this process, and stacks of this project in it. Each stack works in a
 * copy of its synthesized folder, and this process keeps its state.
 */
export class OfflineAccount {
  readonly providers: OfflineProviders;
  private readonly root = mkdtempSync(join(tmpdir(), "offline-account-"));
  private readonly states = StateServer.start();
  private stacks = 0;

  constructor(options: OfflineProvidersOptions = {}) {
    this.providers = startOfflineAccount(options);
  }

  /** Takes a synthesized stack into the account, or the part of it that {@link keepPart} finds by these addresses. */
  async add(stackFolder: string, part?: RegExp): Promise<OfflineStack> {
    const name = String(++this.stacks);
    const folder = join(this.root, name);
    cpSync(stackFolder, folder, { recursive: true });
    if (part) keepPart(folder, part);
    const states = await this.states;
    const environment = {
      ...(await this.providers.environment(folder)),
      ...(await states.keepStateOf(folder, name)),
    };
    const terraform = await Terraform.in(folder, { offline: true, environment });
    return new OfflineStack(folder, terraform, environment, states, name);
  }

  async close(): Promise<void> {
    await this.providers.close();
    await (await this.states).close();
    rmSync(this.root, { recursive: true });
  }
}

export class OfflineStack {
  constructor(
    readonly folder: string,
    readonly terraform: Terraform,
    /** Whoever runs Terraform in the folder needs it. */
    readonly environment: Readonly<Record<string, string>>,
    private readonly states: StateServer,
    private readonly name: string,
  ) {}

  /** The text of the state; empty before the first apply. */
  get state(): string {
    return this.states.get(this.name);
  }

  set state(text: string) {
    this.states.set(this.name, text);
  }

  async plan(values: Values = {}, { destroy = false } = {}): Promise<PlanJson> {
    this.set(values);
    await this.terraform.plan({ out: "plan", destroy });
    return this.terraform.showPlan("plan");
  }

  /** The changes of a plan if nothing has changed outside of Terraform. */
  async planned(values: Values = {}): Promise<PlannedChanges> {
    this.set(values);
    return plannedChanges(await this.terraform.capture("plan", ["-json", "-refresh=false"]));
  }

  async apply(values: Values = {}): Promise<void> {
    this.set(values);
    await this.terraform.apply();
  }

  async destroy(values: Values = {}): Promise<void> {
    this.set(values);
    await this.terraform.destroy();
  }

  /** Gives the variables their values. A file and not `-var`, which would take null for a text. */
  set(values: Values): void {
    writeFileSync(join(this.folder, "test.auto.tfvars.json"), JSON.stringify(values));
  }

  /** Resources that exist, by address. */
  resources(): Map<string, Record<string, unknown>> {
    return resourcesIn(this.state);
  }
}

/** The resources of a state, by address. @param state its text; empty before the first apply */
export function resourcesIn(state: string): Map<string, Record<string, unknown>> {
  const { resources = [] } = JSON.parse(state || "{}") as StateJson;
  const instances = resources
    .filter(({ mode }) => mode === "managed")
    .flatMap(({ type, name, instances }) =>
      instances.map(({ index_key: key, attributes }): [string, Record<string, unknown>] => [
        `${type}.${name}${key === undefined ? "" : `[${JSON.stringify(key)}]`}`,
        attributes,
      ]),
    );
  return new Map(instances.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The part of a state file (version 4) that is read here. */
interface StateJson {
  readonly resources?: ReadonlyArray<{
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly instances: ReadonlyArray<{
      readonly index_key?: number | string;
      readonly attributes: Record<string, unknown>;
    }>;
  }>;
}

/** The changes that a plan would make; none is a clean plan. */
export function changes(plan: PlanJson): ResourceChange[] {
  return (plan.resource_changes ?? []).filter(
    ({ mode, change }) => mode === "managed" && change.actions.join() !== "no-op",
  );
}

export function addresses(found: readonly ResourceChange[]): string[] {
  return found.map(({ address }) => address).sort();
}

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type OfflineProviders, type OfflineProvidersOptions, startOfflineProviders } from "../src";
import { Terraform } from "./terraform";

/** Terraform JSON, without what all fixtures have. */
export type Configuration = Record<string, object>;

export interface ResourceChange {
  readonly address: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly before: unknown;
    readonly after: unknown;
    readonly after_unknown: unknown;
  };
}

/** The part of Terraform's plan in JSON that the tests read. */
export interface PlanJson {
  readonly resource_changes?: readonly ResourceChange[];
}

const REQUIRED_PROVIDERS = Object.fromEntries(
  ["archive", "aws", "random"].map((name) => [name, { source: `hashicorp/${name}` }]),
);

/** A folder with Terraform JSON, providers for it, and Terraform itself. */
export class Fixture {
  private constructor(
    readonly folder: string,
    readonly providers: OfflineProviders,
    private readonly terraform: Terraform,
  ) {}

  static async create(configuration: Configuration, options?: OfflineProvidersOptions): Promise<Fixture> {
    const folder = mkdtempSync(join(tmpdir(), "offline-providers-"));
    writeConfiguration(folder, configuration);
    const providers = startOfflineProviders(options);
    const terraform = new Terraform(folder, await providers.environment(folder));
    await terraform.run("init");
    return new Fixture(folder, providers, terraform);
  }

  /** Replaces the configuration. */
  configure(configuration: Configuration): void {
    writeConfiguration(this.folder, configuration);
  }

  async plan(): Promise<PlanJson> {
    await this.terraform.run("plan", "-out=plan");
    return JSON.parse(await this.terraform.run("show", "-json", "plan"));
  }

  /** The changes that a plan would make, such as `create aws_vpc.main`. */
  async plannedActions(): Promise<string[]> {
    const { resource_changes: changes = [] } = await this.plan();
    return changes
      .filter(({ change }) => change.actions.join() !== "no-op")
      .map(({ address, change }) => `${change.actions.join("+")} ${address}`)
      .sort();
  }

  async apply(): Promise<void> {
    await this.terraform.run("apply", "-auto-approve");
  }

  async destroy(): Promise<void> {
    await this.terraform.run("destroy", "-auto-approve");
  }

  async import(address: string, id: string): Promise<void> {
    await this.terraform.run("import", address, id);
  }

  async outputs(): Promise<Record<string, unknown>> {
    const outputs = JSON.parse(await this.terraform.run("output", "-json")) as Record<
      string,
      { value: unknown }
    >;
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  }

  stateFile(): string {
    return readFileSync(join(this.folder, "terraform.tfstate"), "utf8");
  }

  async close(): Promise<void> {
    await this.providers.close();
    rmSync(this.folder, { recursive: true });
  }
}

function writeConfiguration(folder: string, configuration: Configuration): void {
  const complete = {
    terraform: { required_providers: REQUIRED_PROVIDERS },
    provider: { aws: [{ region: "eu-west-1" }] },
    ...configuration,
  };
  writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(complete));
}

export function changeOf(plan: PlanJson, address: string): ResourceChange["change"] {
  const found = plan.resource_changes?.find((change) => change.address === address);
  if (!found) throw new Error(`The plan has no ${address}.`);
  return found.change;
}

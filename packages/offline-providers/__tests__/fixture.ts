import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PlanJson, ResourceChange } from "../../../scripts/plan/terraform-plan";
import { Terraform } from "../../../scripts/terraform/terraform";
import { type OfflineProviders, startOfflineProviders } from "../src";

/** Terraform JSON, without what all fixtures have. */
export type Configuration = Record<string, object>;

const REQUIRED_PROVIDERS = Object.fromEntries(
  ["aws", "random"].map((name) => [name, { source: `hashicorp/${name}` }]),
);

/** A folder with Terraform JSON, providers for it, and Terraform itself. */
export class Fixture {
  private constructor(
    readonly folder: string,
    readonly providers: OfflineProviders,
    private readonly terraform: Terraform,
  ) {}

  static async create(configuration: Configuration): Promise<Fixture> {
    const folder = mkdtempSync(join(tmpdir(), "offline-providers-"));
    const providers = startOfflineProviders();
    const environment = await providers.environmentFor(folder);
    const terraform = await Terraform.in(folder, { offline: true, environment });
    const fixture = new Fixture(folder, providers, terraform);
    fixture.configure(configuration);
    await terraform.init();
    return fixture;
  }

  /** Replaces the configuration. */
  configure(configuration: Configuration): void {
    const complete = {
      terraform: { required_providers: REQUIRED_PROVIDERS },
      provider: { aws: [{ region: "eu-west-1" }] },
      ...configuration,
    };
    writeFileSync(join(this.folder, "cdk.tf.json"), JSON.stringify(complete));
  }

  async plan(): Promise<PlanJson> {
    await this.terraform.plan({ out: "plan" });
    return this.terraform.showPlan("plan");
  }

  /** What a plan would do, as `create aws_vpc.main`. */
  async plannedActions(): Promise<string[]> {
    return actionsOf(await this.plan());
  }

  async apply(): Promise<void> {
    await this.terraform.apply();
  }

  async destroy(): Promise<void> {
    await this.terraform.destroy();
  }

  async import(address: string, id: string): Promise<void> {
    await this.terraform.capture("import", [address, id]);
  }

  async outputs(): Promise<Record<string, unknown>> {
    const outputs = Object.entries(await this.terraform.outputs());
    return Object.fromEntries(outputs.map(([name, { value }]) => [name, value]));
  }

  stateFile(): string {
    return readFileSync(join(this.folder, "terraform.tfstate"), "utf8");
  }

  async close(): Promise<void> {
    await this.providers.close();
    rmSync(this.folder, { recursive: true });
  }
}

export function actionsOf(plan: PlanJson): string[] {
  const changes = (plan.resource_changes ?? []).filter(({ change }) => change.actions.join() !== "no-op");
  return changes.map(({ address, change }) => `${change.actions.join("+")} ${address}`).sort();
}

export function changeOf(plan: PlanJson, address: string): ResourceChange["change"] {
  const found = plan.resource_changes?.find((change) => change.address === address);
  if (!found) throw new Error(`The plan has no ${address}.`);
  return found.change;
}

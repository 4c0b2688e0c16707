import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Terraform } from "../../scripts/lib/terraform";
import type { PlanJson, ResourceChange } from "../../scripts/lib/terraform-plan";
import { type FailureInjector, startOfflineProviders } from "../../scripts/offline-providers";

/** Values of variables, over those of the environment's file. */
export type Values = Readonly<Record<string, unknown>>;

/**
 * An AWS account that exists only in this process, and stacks of this project in it. Each stack works in a
 * copy of its synthesized folder, with its state beside it.
 */
export class OfflineAccount {
  readonly providers = startOfflineProviders();
  private readonly root = mkdtempSync(join(tmpdir(), "offline-account-"));
  private stacks = 0;

  /** Takes a synthesized stack into the account. */
  async add(stackFolder: string, failures?: FailureInjector): Promise<OfflineStack> {
    this.providers.failures = failures;
    const folder = join(this.root, String(++this.stacks));
    cpSync(stackFolder, folder, { recursive: true });
    writeFileSync(join(folder, "backend_override.tf.json"), '{"terraform":{"backend":{"local":{}}}}');
    const environment = await this.providers.environmentFor(folder);
    const terraform = await Terraform.in(folder, { offline: true, environment });
    await terraform.init();
    return new OfflineStack(folder, terraform);
  }

  async close(): Promise<void> {
    await this.providers.close();
    rmSync(this.root, { recursive: true });
  }
}

export class OfflineStack {
  constructor(
    readonly folder: string,
    readonly terraform: Terraform,
  ) {}

  async plan(values: Values = {}, { destroy = false } = {}): Promise<PlanJson> {
    this.set(values);
    await this.terraform.plan({ out: "plan", destroy });
    return this.terraform.showPlan("plan");
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

  /** What exists, by address. */
  async resources(): Promise<Map<string, Record<string, unknown>>> {
    const state = JSON.parse(await this.terraform.capture("show", ["-json"])) as {
      values?: {
        root_module: {
          resources?: Array<{ address: string; mode: string; values: Record<string, unknown> }>;
        };
      };
    };
    const resources = state.values?.root_module.resources ?? [];
    return new Map(
      resources.filter(({ mode }) => mode === "managed").map(({ address, values }) => [address, values]),
    );
  }
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

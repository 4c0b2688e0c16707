import path from "node:path";
import type { StateSettings } from "../../../src/state/state-settings";
import { UserError } from "../../../src/user-error";
import type { PlanJson } from "../../plan/terraform-plan";
import { confirm } from "../../terminal/confirm";
import { Stopwatch } from "../../terminal/stopwatch";
import type { Terraform } from "../../terraform/terraform";
import { describeChanges } from "./describe-changes";
import type { BootstrapOptions } from "./options";
import { recordSettings } from "./record-settings";
import { forgetRecovery, planTakingOver } from "./recovery";
import type { StateFile } from "./state-file";
import { type InBucket, Workspace } from "./workspace";

const PLAN = "bootstrap.tfplan";

/**
 * Creates the bucket and the table, records them in cdktf.json, and moves the state of both into the bucket.
 * Each run looks at what is there and does what is left, so a run that failed anywhere is simply repeated.
 */
export class Bootstrap {
  private readonly workspace: Workspace;

  constructor(
    private readonly project: string,
    private readonly settings: StateSettings,
    private readonly options: BootstrapOptions,
  ) {
    this.workspace = new Workspace(project);
  }

  async run(): Promise<void> {
    try {
      await this.complete();
    } catch (error) {
      // Only the state is left for the next run.
      if (!this.workspace.holdsState) this.workspace.remove();
      throw error;
    }
  }

  private async complete(): Promise<void> {
    const { region, name } = this.options;
    const local = this.workspace.localState;
    // A bucket that was recorded is asked first: it most probably has the state.
    let bucket = this.settings.bucket;
    let found = bucket ? await this.workspace.inspect(bucket, region) : undefined;
    if (bucket && found?.state && !isNewer(local, found.state)) {
      return this.keepUp(bucket, found.state, local);
    }
    const terraform = await this.workspace.withLocalState({ region, name });
    forgetRecovery(terraform.folder);
    await this.planIn(terraform);
    const plan = await terraform.showPlan(PLAN);
    const planned = plannedNames(plan);
    if (bucket && bucket !== planned.bucket) {
      throw new UserError(
        `cdktf.json or the environment names the bucket "${bucket}", but this account and region would get "${planned.bucket}". ` +
          "Use the credentials of the account that holds the bucket; or, to begin anew, remove context.state from cdktf.json.",
      );
    }
    bucket = planned.bucket;
    found ??= await this.workspace.inspect(bucket, region);
    if (found.state && !isNewer(local, found.state)) return this.keepUp(bucket, found.state, local);
    await this.create(terraform, planned, found, local);
  }

  /** Nothing is in the bucket yet, or the state here is newer: it is the one that counts. */
  private async create(terraform: Terraform, names: PlannedNames, found: InBucket, local?: StateFile) {
    const known = local?.addresses ?? [];
    const incomplete = names.addresses.some((address) => !known.includes(address));
    if (incomplete && (local || found.bucket === "there")) {
      say("An earlier run left something behind. What exists is taken over.");
      await planTakingOver(terraform, PLAN, names, known);
    }
    await this.apply(terraform, `Terraform state will be kept in ${names.bucket} (${this.options.region}).`);
    forgetRecovery(terraform.folder);
    const settings = this.record(outputsOf(await terraform.outputs()));
    say("Moving the state of the bucket itself into it ...");
    const moved = await this.workspace.withStateInBucket(settings);
    // The copy asks nothing: it overwrites no other state, as was made sure above.
    await moved.capture("init", ["-input=false", "-migrate-state", "-force-copy"]);
    await this.verify(settings);
    this.finish(settings);
  }

  /** The state is in the bucket: what changed since is applied there. */
  private async keepUp(bucket: string, state: StateFile, local?: StateFile) {
    if (local && local.lineage !== state.lineage) {
      throw new UserError(
        `The bucket "${bucket}" holds the state of these resources, and the folder .bootstrap in this project another one, ` +
          "of a run that did not end. The one in the bucket counts: remove the folder .bootstrap, and run this again.",
      );
    }
    const settings = this.record(state.outputs);
    const terraform = await this.workspace.withStateInBucket(settings);
    await this.planIn(terraform, ["-reconfigure"]);
    await this.apply(terraform, `The state is in ${bucket} (${this.options.region}).`);
    this.finish(settings);
  }

  private async planIn(terraform: Terraform, options: readonly string[] = []): Promise<void> {
    const watch = new Stopwatch();
    await watch.time("init", () => terraform.init(options));
    await watch.time("plan", () => terraform.plan({ out: PLAN }));
  }

  private async apply(terraform: Terraform, what: string): Promise<void> {
    say(what);
    const changes = describeChanges(await terraform.showPlan(PLAN));
    if (changes.length === 0) {
      say("Bucket, lock table and key are as they should be.");
      return;
    }
    say(["", ...changes, ""].join("\n"));
    await confirm("Go on?", this.options.yes);
    await terraform.stream("apply", ["-input=false", ...(process.stdout.isTTY ? [] : ["-no-color"]), PLAN]);
  }

  private record(outputs: Readonly<Record<string, string>>): StateSettings {
    const recorded = {
      kind: "s3",
      bucket: outputs.state_bucket!,
      region: outputs.state_region!,
      lockTable: outputs.state_lock_table!,
      kmsKey: outputs.state_kms_key!,
      ...(this.options.name !== "openemr" && { name: this.options.name }),
    } as const;
    if (recordSettings(path.join(this.project, "cdktf.json"), recorded)) {
      say("Recorded in cdktf.json, context.state. Commit that file.");
    }
    return { ...recorded, useLockfile: this.settings.useLockfile };
  }

  private async verify({ bucket, region }: StateSettings): Promise<void> {
    const local = this.workspace.localState;
    const { state } = await this.workspace.inspect(bucket!, region!);
    const missing = local?.addresses.filter((address) => !state?.addresses.includes(address)) ?? [];
    if (!state || missing.length > 0) {
      throw new UserError(
        `The state did not arrive in "${bucket}" as a whole${missing.length > 0 ? ` (${missing.join(", ")})` : ""}. ` +
          "The copy in the folder .bootstrap is kept. Run this again.",
      );
    }
  }

  private finish({ bucket }: StateSettings): void {
    this.workspace.remove();
    say(`Done. The state is in ${bucket}, verified. Next: npm run deploy -- <environment>`);
  }
}

interface PlannedNames {
  readonly bucket: string;
  readonly lockTable: string;
  readonly keyAlias: string;
  /** Addresses of everything that the stack manages. */
  readonly addresses: readonly string[];
}

function plannedNames(plan: PlanJson): PlannedNames {
  const after = (address: string) =>
    plan.resource_changes?.find((change) => change.address === address)?.change.after as
      | Record<string, string>
      | undefined;
  return {
    bucket: after("aws_s3_bucket.bucket")!.bucket!,
    lockTable: after("aws_dynamodb_table.lock_table")!.name!,
    keyAlias: after("aws_kms_alias.key_alias")!.name!,
    addresses: (plan.resource_changes ?? [])
      .filter(({ mode }) => mode === "managed")
      .map(({ address }) => address),
  };
}

function outputsOf(outputs: Readonly<Record<string, { value: unknown }>>): Record<string, string> {
  return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, String(value)]));
}

/** True where the state here is a later version of the one in the bucket, and so has not been moved yet. */
function isNewer(local: StateFile | undefined, inBucket: StateFile): boolean {
  return local !== undefined && local.lineage === inBucket.lineage && local.serial > inBucket.serial;
}

function say(text: string): void {
  console.log(text);
}

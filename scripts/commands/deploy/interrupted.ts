import { existsSync } from "node:fs";
import path from "node:path";
import { UserError } from "../../../src/user-error";
import { confirm } from "../../terminal/confirm";
import { halfMade } from "../../terraform/interrupted/half-made";
import { lacksKept, missingDataKey } from "../../terraform/interrupted/kept";
import { explainLeftovers, type Leftovers } from "../../terraform/interrupted/leftovers";
import { findLost } from "../../terraform/interrupted/lost";
import type { Lost } from "../../terraform/interrupted/seen-resources";
import { instancesIn } from "../../terraform/interrupted/state-file";
import { Terraform } from "../../terraform/terraform";
import { TerraformError } from "../../terraform/terraform-diagnostics";

export interface InterruptedDeploymentProps {
  /** Folder of the stack. */
  readonly folder: string;
  /** As a person is told to use it in commands. */
  readonly shownFolder: string;
  /** Values of variables that the deployment was given, each `name=value`. */
  readonly variables: readonly string[];
}

/** Finds what an interrupted deployment left, and takes it in so that the next one goes on with it. */
export class InterruptedDeployment {
  constructor(private readonly props: InterruptedDeploymentProps) {}

  /**
   * Looks into the state. Where it lacks what a destroy keeps, looks in the account as well: before a first deployment
   * for what an earlier installation of the same name left, a vault with recovery points, for instance; later for what
   * a destroy had taken out of the state when it was stopped.
   *
   * @returns `undefined` where there is nothing, or the state cannot be read
   */
  async before(): Promise<Leftovers | undefined> {
    return this.looking(async (terraform) => {
      const state = await terraform.capture("state", ["pull"]);
      const looks = instancesIn(state).length === 0 || lacksKept(state);
      return { halfMade: halfMade(state), lost: looks ? await this.lost(terraform, state) : [] };
    });
  }

  /** Looks into the state and for planned resources that the account has already, which takes two plans. */
  async all(): Promise<Leftovers | undefined> {
    return this.looking(async (terraform) => {
      const state = await terraform.capture("state", ["pull"]);
      return { halfMade: halfMade(state), lost: await this.lost(terraform, state) };
    });
  }

  /** Says what happened, asks, and mends it. @param yes does not ask */
  async repair(leftovers: Leftovers, yes: boolean): Promise<void> {
    const explanation = `\n${explainLeftovers(leftovers, this.props.shownFolder)}\n`;
    if (!yes && !process.stdin.isTTY) {
      throw new UserError(
        `${explanation}\nAdd --auto-approve to have that done before the deployment goes on.`,
      );
    }
    console.error(explanation);
    await confirm("Keep these resources and go on with them?", yes);
    const terraform = await Terraform.in(this.props.folder);
    for (const { address } of leftovers.halfMade) {
      console.error(`Keeping ${address} ...`);
      await terraform.capture("untaint", [address]);
    }
    for (const { address, id } of leftovers.lost) {
      console.error(`Taking in ${address} ...`);
      const variables = this.props.variables.map((assignment) => `-var=${assignment}`);
      await terraform.capture("import", [...variables, address, id]);
    }
  }

  /** A stack that cannot be planned says so itself, and Terraform Cloud keeps no plan here. */
  private async lost(terraform: Terraform, state: string): Promise<readonly Lost[]> {
    console.error("Looking for resources that are in the account already (terraform plan) ...");
    const found = await findLost(terraform, this.props.variables).catch(orNone);
    const key = missingDataKey(state);
    return key ? [key, ...found.filter(({ address }) => address !== key.address)] : found;
  }

  private async looking(look: (terraform: Terraform) => Promise<Leftovers>): Promise<Leftovers | undefined> {
    const { folder } = this.props;
    if (!existsSync(path.join(folder, "cdk.tf.json"))) return undefined;
    try {
      const terraform = await Terraform.in(folder);
      if (!existsSync(path.join(folder, ".terraform"))) await terraform.init();
      const found = await look(terraform);
      return found.halfMade.length + found.lost.length > 0 ? found : undefined;
    } catch (error) {
      // The run itself says why the state cannot be reached.
      if (error instanceof TerraformError) return undefined;
      throw error;
    }
  }
}

function orNone(error: unknown): readonly Lost[] {
  if (error instanceof TerraformError) return [];
  throw error;
}

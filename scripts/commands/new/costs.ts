import { cpSync, writeFileSync } from "node:fs";
import path from "node:path";
import { estimate } from "../../cost/estimate";
import { Stopwatch } from "../../terminal/stopwatch";
import { planOffline } from "../../terraform/offline-plan";
import { synthesize } from "../../terraform/synthesis";

/** Estimates files of an environment: USD a month, before anybody uses the installation. */
export class Costs {
  private stack: Promise<string> | undefined;
  private plans = 0;
  private readonly watch = new Stopwatch();

  /**
   * @param existing any environment: stacks differ only in the place of their state and in their name
   * @param work folder of which nothing stays
   */
  constructor(
    private readonly project: string,
    private readonly existing: string,
    private readonly work: string,
  ) {}

  /** @throws UserError where a value breaks a rule of its variable */
  async of(tfvars: string): Promise<number> {
    this.stack ??= this.watch.time("synthesis", () =>
      synthesize(this.project, path.join(this.work, "stack"), this.existing),
    );
    const folder = path.join(this.work, `plan-${this.plans++}`);
    cpSync(await this.stack, folder, { recursive: true });
    writeFileSync(path.join(folder, "terraform.tfvars"), tfvars);
    const { json } = await planOffline(folder, [], { watch: this.watch });
    return estimate(json).total.toNumber();
  }
}

import type { PlanJson } from "../../scripts/plan/terraform-plan";
import type { Statement } from "../support/iam-policies";
import { OfflineAccount, type OfflineStack } from "../support/offline-account";
import { SynthesizedProject } from "../support/synthesized-project";
import { OFF, TOGGLES } from "../support/toggles";

export const ACCOUNT = "123456789012";
export const ON = { ...OFF, ...TOGGLES["received mail"] };

export const project = SynthesizedProject.shared();

/** The resources of mail and of the application, with mail received, applied before the tests of a file. */
export class AppliedMail {
  stack!: OfflineStack;
  resources!: Map<string, Record<string, unknown>>;
  private off?: Promise<PlanJson>;

  constructor() {
    const account = new OfflineAccount();
    beforeAll(async () => {
      this.stack = await account.add(project.stack("openemr-production"), /\.(mail_|application_)/);
      await this.stack.apply(ON);
      this.resources = this.stack.resources();
    }, 300_000);
    afterAll(() => account.close());
  }

  /** The plan that turns mail off, made once. */
  planOff(): Promise<PlanJson> {
    this.off ??= this.stack.plan(OFF);
    return this.off;
  }

  resource(address: string): Record<string, never> {
    const found = this.resources.get(address);
    if (!found) throw new Error(`There is no ${address}.`);
    return found as Record<string, never>;
  }

  statements(address: string, attribute = "policy"): Record<string, Statement> {
    const { Statement: all } = JSON.parse(this.resource(address)[attribute]!) as { Statement: Statement[] };
    return Object.fromEntries(all.map((statement) => [statement.Sid, statement]));
  }
}

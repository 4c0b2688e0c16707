import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { App } from "cdktf";
import { GITHUB_ROLES_STACK } from "../../../src/github/installation-names";
import { GitHubRolesStack } from "../../../src/stacks/github-roles-stack";
import { readStateSettings } from "../../../src/state/state-settings";
import { Permissions } from "../../support/iam-evaluation";
import { OfflineAccount, type OfflineStack } from "../../support/offline-account";

export const ENVIRONMENTS = ["development", "production"];
export const STATE = { bucket: "states", region: "us-east-1", lockTable: "locks", useLockfile: true };
export const VALUES = {
  repository: "clinic@12/openemr@34",
  region: "us-east-1",
  environments: { development: "us-east-1", production: "eu-west-1" },
  copy_regions: { production: "eu-central-1" },
  hosted_zones: { production: "Z0PRODUCTION" },
};

export const ACCOUNT = "123456789012";
export const arn = (service: string, resource: string, region = "eu-west-1") =>
  `arn:aws:${service}:${region}:${ACCOUNT}:${resource}`;
export const iam = (resource: string) => arn("iam", resource, "");
export const object = (bucket: string, key: string) => `arn:aws:s3:::${bucket}/${key}`;
export const IN_REGION = { "aws:RequestedRegion": "eu-west-1" };

/** The stack of the roles in an account of its own, applied before the tests of a file. */
export class AppliedRoles {
  readonly account = new OfflineAccount();
  stack!: OfflineStack;
  resources!: Map<string, Record<string, unknown>>;
  private readonly outdir = mkdtempSync(path.join(tmpdir(), "github-roles-"));

  constructor() {
    beforeAll(async () => {
      this.stack = await this.account.add(this.synthesize("s3", STATE));
      await this.stack.apply(VALUES);
      this.resources = this.stack.resources();
    });
    afterAll(async () => {
      await this.account.close();
      rmSync(this.outdir, { recursive: true });
    });
  }

  /** The folder of the synthesized stack. */
  synthesize(name: string, context: unknown, environments: readonly string[] = ENVIRONMENTS): string {
    const app = new App({ outdir: path.join(this.outdir, name) });
    new GitHubRolesStack(app, GITHUB_ROLES_STACK, {
      state: readStateSettings(context, {}),
      environments,
    });
    app.synth();
    return path.join(this.outdir, name, "stacks", GITHUB_ROLES_STACK);
  }

  text(address: string, attribute: string): string {
    return String(this.resources.get(address)?.[attribute]);
  }

  permissionsOf(role: string): Permissions {
    return new Permissions([...this.managed(role), ...this.inline(role)]);
  }

  /** The documents of a role that count against IAM's limit for one role. */
  inline(role: string): string[] {
    return this.policies(`aws_iam_role_policy.${role}_`);
  }

  /** The documents of the policies that a role is given. */
  managed(role: string): string[] {
    const shared = ["aws_iam_policy.refresh", "aws_iam_policy.refresh_more", "aws_iam_policy.denials"].map(
      (address) => this.text(address, "policy"),
    );
    return [...shared, ...this.policies(`aws_iam_policy.${role}_`)];
  }

  private policies(prefix: string): string[] {
    const own = [...this.resources.keys()].filter((address) => address.startsWith(prefix));
    return own.map((address) => this.text(address, "policy"));
  }
}

import type { RequestContext } from "../../../support/iam-evaluation";
import { type AppliedRoles, arn, object } from "../applied-roles";
import { deployRights, tagged } from "./rights";

/** The state of the environment, and its lock. */
export function testState(roles: AppliedRoles): void {
  const { deploy } = deployRights(roles);

  test("keeps and locks its own state, and no other", () => {
    const state = (environment: string) => object("states", `environments/${environment}/terraform.tfstate`);
    expect(deploy("s3:PutObject", state("production"))).toBe(true);
    expect(deploy("s3:PutObject", state("development"))).toBe(false);
    expect(deploy("s3:GetObject", state("development"))).toBe(false);
    expect(deploy("s3:DeleteObject", state("production"))).toBe(false);
    expect(deploy("s3:DeleteObject", `${state("production")}.tflock`)).toBe(true);
    const table = arn("dynamodb", "table/locks", "us-east-1");
    const entry = (environment: string) => ({
      "dynamodb:LeadingKeys": `states/environments/${environment}/terraform.tfstate`,
    });
    expect(deploy("dynamodb:PutItem", table, entry("production"))).toBe(true);
    expect(deploy("dynamodb:DeleteItem", table, entry("development"))).toBe(false);
  });

  test("can do all that the backend does to its state, whose places have the tags of the bootstrap", () => {
    const state = object("states", "environments/production/terraform.tfstate");
    const lock = { "dynamodb:LeadingKeys": "states/environments/production/terraform.tfstate" };
    const key = arn("kms", "key/1", "us-east-1");
    const ofObject = { "kms:EncryptionContext:aws:s3:arn": state };
    const ofTable = { "kms:EncryptionContext:aws:dynamodb:tableName": "locks" };
    const calls: Array<[resource: string, actions: string[], context: RequestContext]> = [
      ["arn:aws:s3:::states", ["s3:ListBucket"], {}],
      [state, ["s3:GetObject", "s3:PutObject"], {}],
      // Terraform reads a lock before it takes it away.
      [`${state}.tflock`, ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], {}],
      [
        arn("dynamodb", "table/locks", "us-east-1"),
        ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:DeleteItem"],
        lock,
      ],
      [key, ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:DescribeKey"], ofObject],
      [key, ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:DescribeKey"], ofTable],
    ];
    const refused = calls.flatMap(([resource, actions, context]) =>
      actions
        .filter((action) => !deploy(action, resource, { ...tagged("terraform"), ...context }))
        .map((action) => `${action} ${resource}`),
    );
    expect(refused).toEqual([]);
    const ofDevelopment = { ...tagged("development"), ...ofObject };
    expect(deploy("kms:Decrypt", arn("kms", "key/2"), ofDevelopment)).toBe(false);
  });
}

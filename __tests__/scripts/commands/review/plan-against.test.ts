import { existsSync, mkdirSync, readdirSync } from "node:fs";
import path from "node:path";
import { planAgainst } from "../../../../scripts/commands/review/against/plan-against";
import { reviewPlan } from "../../../../scripts/commands/review/review";
import { Stopwatch } from "../../../../scripts/terminal/stopwatch";
import { SmallRepository } from "./small-repository";

interface Differences {
  readonly database?: object;
  readonly rule?: object;
  readonly bucket?: boolean;
  readonly policy?: object;
}

/** A database, a way to it, and a bucket that can be left out. */
function stack({ database = {}, rule = {}, bucket = true, policy = {} }: Differences = {}): object {
  const group = "${aws_security_group.database_security_group.id}";
  const statement = { Sid: "Read", Effect: "Allow", Action: ["s3:GetObject"], Resource: "arn:aws:s3:::a/*" };
  return {
    terraform: { required_providers: { aws: { source: "aws", version: "6.25.0" } } },
    provider: { aws: [{ region: "us-east-1" }] },
    variable: { days: { type: "number", default: 35 } },
    resource: {
      aws_rds_cluster: {
        database_cluster: {
          cluster_identifier: "records",
          engine: "aurora-mysql",
          backup_retention_period: "${var.days}",
          master_username: "openemr",
          master_password: "hunter2-never-shown",
          storage_encrypted: true,
          ...database,
        },
      },
      aws_security_group: { database_security_group: { name: "database" } },
      aws_vpc_security_group_ingress_rule: {
        database_rule: {
          security_group_id: group,
          ip_protocol: "tcp",
          from_port: 3306,
          to_port: 3306,
          cidr_ipv4: "10.0.0.0/16",
          ...rule,
        },
      },
      aws_iam_role_policy: {
        application_policy: {
          role: "a",
          name: "a",
          policy: JSON.stringify({ Statement: [{ ...statement, ...policy }] }),
        },
      },
      ...(bucket ? { aws_s3_bucket: { audit_bucket: { bucket: "records" } } } : {}),
    },
  };
}

const repository = new SmallRepository(stack());
const environment = { name: "clinic", file: path.join(repository.folder, "environments", "clinic.tfvars") };
const folder = path.join(repository.folder, "cdktf.out");
mkdirSync(folder);
afterAll(() => repository.remove());

function against(ref: string, variables: string[] = [], baseVariables: string[] = []) {
  const watch = new Stopwatch();
  const options = { folder, here: repository.folder, variables, baseVariables, watch };
  return planAgainst(repository.folder, environment, ref, options);
}

test("plans what the working tree changes: updates, replacements and deletions, and nothing else", async () => {
  repository.stack(
    stack({
      database: { cluster_identifier: "other", master_password: "hunter2-another" },
      rule: { cidr_ipv4: "0.0.0.0/0" },
      bucket: false,
      policy: { Action: ["s3:*"] },
    }),
  );
  const before = repository.git("status", "--porcelain");
  const review = reviewPlan(await against("main", ["days=1"]));
  const told = review.changes.map(({ address, kind }) => [address.split(".")[0], kind]);
  expect(told).toEqual([
    ["aws_iam_role_policy", "update"],
    ["aws_rds_cluster", "replace"],
    ["aws_vpc_security_group_ingress_rule", "update"],
    ["aws_s3_bucket", "destroy"],
  ]);
  const cluster = review.changes.find(({ address }) => address.startsWith("aws_rds_cluster."))!;
  expect(cluster.attributes[0]).toMatchObject({
    path: "cluster_identifier",
    before: "records",
    after: "other",
    forcesReplacement: true,
  });
  expect(review.findings.map(({ title }) => title)).toEqual(
    expect.arrayContaining([
      "Database: Aurora cluster is REPLACED by an empty one",
      "Database: Aurora cluster can be restored for fewer days",
      "Audit trail: bucket is DELETED",
      "Database: ingress rule lets 0.0.0.0/0 reach database",
      "Application: IAM role policy allows more actions: s3:*",
    ]),
  );
  expect(JSON.stringify(review)).not.toContain("hunter2");
  expect(review.unknowns.join(" ")).toContain("made up");
  // Neither the repository nor the folder of the results keeps anything of it.
  expect(repository.git("status", "--porcelain")).toBe(before);
  expect(repository.git("worktree", "list").trim().split("\n")).toHaveLength(1);
  expect(readdirSync(folder)).toEqual([]);
});

test("finds no change where there is none, in a commit and in a folder with a checkout", async () => {
  repository.stack(stack());
  for (const ref of ["HEAD", "."]) {
    const { plan, origin } = await against(ref);
    expect(plan.resource_changes!.every(({ change }) => change.actions.join() === "no-op")).toBe(true);
    expect(origin).toMatchObject({ kind: "against", ref, isNewThere: false });
  }
});

test("an environment that the other commit does not have is a new installation", async () => {
  repository.write("environments/branch.tfvars", "");
  const branch = { name: "branch", file: "environments/branch.tfvars" };
  const options = {
    folder,
    here: repository.folder,
    variables: [],
    baseVariables: [],
    watch: new Stopwatch(),
  };
  const { plan, origin } = await planAgainst(repository.folder, branch, "main", options);
  expect(plan.resource_changes!.every(({ change }) => change.actions.join() === "create")).toBe(true);
  expect(origin).toMatchObject({ isNewThere: true });
});

describe("says what to do", () => {
  test.each([
    [
      "no-such-branch",
      [],
      /^--against is "no-such-branch", which is no commit of this repository, .*git fetch/,
    ],
    ["--upload-pack=x", [], /^--against is "--upload-pack=x", which is no commit/],
    ["./environments", [], /^--against is ".\/environments", a folder without main.ts\./],
    [
      "main",
      ["dyas=1"],
      /^--var dyas=1 sets "dyas", which is not a variable of the stack\. Did you mean "days"\?/,
    ],
  ])("for --against %s with %j", async (ref, variables, message) => {
    await expect(against(ref, variables)).rejects.toThrow(message);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("where the other commit has other dependencies, but not for other tools", async () => {
    repository.lock({ cdktf: "0.22.0" }, { jest: "1.0.0" });
    await expect(against("main")).rejects.toThrow(
      /^main has other dependencies .*\(cdktf is 0\.22\.0, there 0\.21\.0\)[\s\S]*npm ci --prefix \.\.\/base[\s\S]*--against \.\.\/base$/,
    );
    repository.lock({ cdktf: "0.21.0" }, { jest: "2.0.0" });
    await expect(against("main")).resolves.toBeDefined();
  });

  test("not where the other commit does without a package that lies in the project itself", async () => {
    const packages = {
      "packages/own": { version: "1.0.0" },
      "node_modules/own": { resolved: "packages/own", link: true },
      "node_modules/cdktf": { version: "0.21.0" },
    };
    repository.write("package-lock.json", JSON.stringify({ packages }));
    await expect(against("main")).resolves.toBeDefined();
  });

  test("where the other commit cannot be applied, and names it", async () => {
    await expect(against("main", [], ["days=many"])).rejects.toThrow(
      /^The stack of main, which --against names, cannot be applied\.\n\nterraform apply failed/,
    );
    await expect(against("main", [], ["nights=1"])).rejects.toThrow(/^The stack of main[\s\S]*"nights"/);
  });

  test("where the other commit has no stack", async () => {
    repository.git("checkout", "--quiet", "--orphan", "empty");
    repository.git("rm", "-rfq", "--cached", ".");
    repository.git(
      "-c",
      "user.name=a",
      "-c",
      "user.email=a@b",
      "commit",
      "-q",
      "--allow-empty",
      "-m",
      "Empty",
    );
    await expect(against("empty")).rejects.toThrow(
      /^--against is "empty", but there is no main\.ts at [0-9a-f]{10}/,
    );
    expect(existsSync(path.join(repository.folder, "main.ts"))).toBe(true);
  });
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { SCRIPTS } from "../../../src/application/task-scripts";
import type { Statement } from "../../support/iam-policies";
import { BOUNDARY, InstallationWithEverything } from "../../support/installation-with-everything";
import { SynthesizedProject } from "../../support/synthesized-project";
import { EVERYTHING } from "../../support/toggles";

const project = SynthesizedProject.shared();
/** The resources of an installation with everything on. */
let resources: Map<string, Record<string, unknown>>;

beforeAll(async () => {
  resources = (await InstallationWithEverything.shared()).resources();
}, 300_000);

function ofType(type: string): Array<[address: string, values: Record<string, unknown>]> {
  const found = [...resources].filter(([address]) => address.startsWith(`${type}.`));
  expect(found).not.toEqual([]);
  return found;
}

/** The statements of every policy, by the address of what carries it. */
function statements(types: Record<string, string>): Array<[address: string, statement: Statement]> {
  return Object.entries(types).flatMap(([type, attribute]) =>
    ofType(type).flatMap(([address, values]) =>
      (JSON.parse(String(values[attribute])).Statement as Statement[]).map(
        (statement): [string, Statement] => [address, statement],
      ),
    ),
  );
}

it("every role has the permissions boundary that was given", () => {
  for (const [address, { permissions_boundary: boundary }] of ofType("aws_iam_role")) {
    expect([address, boundary]).toEqual([address, BOUNDARY]);
  }
});

it("every log group has a retention and a key of the installation", () => {
  const groups = ofType("aws_cloudwatch_log_group");
  expect(groups.length).toBeGreaterThanOrEqual(8);
  for (const [address, { retention_in_days: days, kms_key_id: key }] of groups) {
    expect([address, days, key]).toEqual([
      address,
      expect.any(Number),
      expect.stringMatching(/^arn:aws:kms:/),
    ]);
  }
});

it("every container works on while CloudWatch Logs does not answer, whatever the account's default is", () => {
  for (const [address, { container_definitions: containers }] of ofType("aws_ecs_task_definition")) {
    const modes = JSON.parse(String(containers)).map(
      (container: { logConfiguration?: { options: Record<string, string> } }) =>
        container.logConfiguration?.options.mode,
    );
    expect([address, new Set(modes)]).toEqual([address, new Set(["non-blocking"])]);
  }
});

it("every key is rotated", () => {
  for (const [address, values] of ofType("aws_kms_key")) {
    expect([address, values.enable_key_rotation]).toEqual([address, true]);
  }
});

it("every bucket is private, versioned, encrypted, expires what it holds and refuses plain HTTP", () => {
  const parts = [
    "public_access_block",
    "versioning",
    "server_side_encryption_configuration",
    "lifecycle_configuration",
    "policy",
  ];
  for (const [address, { id }] of ofType("aws_s3_bucket")) {
    const missing = parts.filter(
      (part) => !ofType(`aws_s3_bucket_${part}`).some(([, { bucket }]) => bucket === id),
    );
    expect([address, missing]).toEqual([address, []]);
  }
  const refusals = statements({ aws_s3_bucket_policy: "policy" }).filter(
    ([, { Effect, Condition }]) => Effect === "Deny" && Condition?.Bool?.["aws:SecureTransport"] === "false",
  );
  expect(refusals).toHaveLength(ofType("aws_s3_bucket").length);
});

/** Statements on every resource, by what they are for: AWS knows no resource for their actions. */
const WITHOUT_RESOURCES = [
  "OpenSessions",
  "FindLog",
  // The function that rotates passwords needs it: Lambda makes its network interfaces.
  "FindNetwork",
  // This activates the receipt rule set.
  "Activate",
  // This reads the account's sending quota.
  "ReadQuota",
  // The function that judges restore tests uses it.
  "JudgeRestoreJobs",
  // The analytics environment uses these.
  "FindExports",
  "FindTasks",
  "FollowDatabaseExports",
  "ListFileExports",
  "FindSpark",
  "FindMlflow",
  "FindNetwork",
  "SignInToRegistry",
  "List",
  "UseLicence",
  "ShowAlarms",
];

/** Statements with wildcards in their actions: RDS refuses a role that does not have just these; names would be too long. */
const WITH_WILDCARDS = ["WriteExport", "UseMlflow"];

it("nobody may do everything of a service, nor anything on every resource", () => {
  for (const [address, { Sid, Effect, Action, Resource }] of statements({
    aws_iam_role_policy: "policy",
    aws_iam_user_policy: "policy",
  })) {
    if (Effect === "Deny") continue;
    const wildcards = Action.filter((action) => action.includes("*"));
    if (!WITH_WILDCARDS.includes(Sid)) expect([address, Sid, wildcards]).toEqual([address, Sid, []]);
    const everywhere = Resource!.filter((resource) => resource === "*");
    expect([address, Sid, everywhere]).toEqual([address, Sid, WITHOUT_RESOURCES.includes(Sid) ? ["*"] : []]);
  }
});

it("a service is trusted only on behalf of this account", () => {
  for (const [address, { Condition }] of statements({ aws_iam_role: "assume_role_policy" })) {
    // CloudTrail refuses a role whose trust names the account.
    if (address === "aws_iam_role.audit_role[0]") continue;
    // Nobody knows what Amazon Q sends: AWS documents no key of conditions.
    if (address === "aws_iam_role.monitoring_chat_role[0]") continue;
    const accounts = Object.values(Condition ?? {}).map((keys) => keys["aws:SourceAccount"]);
    expect([address, accounts]).toEqual([address, expect.arrayContaining(["123456789012"])]);
  }
});

it("nothing but the allowed range and the load balancer's clients comes in from outside", () => {
  const ranges = ofType("aws_vpc_security_group_ingress_rule").filter(
    ([, { cidr_ipv4: ipv4, cidr_ipv6: ipv6 }]) => ipv4 || ipv6,
  );
  expect(
    ranges.map(([, { cidr_ipv4: v4, cidr_ipv6: v6, from_port: port }]) => [v4 ?? v6, port]).sort(),
  ).toEqual(
    [
      // From the VPC itself, to the endpoints of the analytics environment.
      ["10.0.0.0/16", 443],
      ...["203.0.113.0/24", "0.0.0.0/0", "2001:db8::/32"].flatMap((allowed) => [
        [allowed, 443],
        [allowed, 80],
      ]),
    ].sort(),
  );
  expect(EVERYTHING).toMatchObject({
    security_group_ip_range_ipv4: ["203.0.113.0/24", "0.0.0.0/0"],
    security_group_ip_range_ipv6: ["2001:db8::/32"],
  });
  for (const [, { ingress, egress }] of ofType("aws_security_group")) {
    // Rules within the group would fight with those beside it; both are left to the latter.
    expect([...((ingress as unknown[]) ?? []), ...((egress as unknown[]) ?? [])]).toEqual([]);
  }
});

it("database and files are in the backup plan, and both come from the same rules", () => {
  const [[, selection]] = ofType("aws_backup_selection") as [[string, { resources: string[] }]];
  const [[, cluster]] = ofType("aws_rds_cluster") as [[string, { arn: string }]];
  const [[, fileSystem]] = ofType("aws_efs_file_system") as [[string, { arn: string }]];
  expect([...selection.resources].sort()).toEqual([cluster.arn, fileSystem.arn].sort());
});

it("tasks start when their roles may do what they need, and end before these are taken from them", () => {
  const { resource } = JSON.parse(project.text("openemr-production"));
  expect(resource.aws_ecs_service.application_service.depends_on).toEqual(
    expect.arrayContaining([
      "aws_iam_role_policy.application_task_execution_role_policy",
      "aws_iam_role_policy.application_task_role_policy",
    ]),
  );
});

describe("the task definition", () => {
  interface MountPoint {
    sourceVolume: string;
    containerPath: string;
    readOnly: boolean;
  }
  interface Container {
    name: string;
    command: string[];
    image: string;
    mountPoints: MountPoint[];
    environment?: Array<{ name: string; value: string }>;
    secrets?: Array<{ name: string; valueFrom: string }>;
    healthCheck?: { command: string[] };
  }
  const containers = (): Record<string, Container> => {
    const { container_definitions: json } = resources.get("aws_ecs_task_definition.application_task")!;
    return Object.fromEntries((JSON.parse(String(json)) as Container[]).map((each) => [each.name, each]));
  };
  const script = (name: string) =>
    readFileSync(join(__dirname, "..", "..", "..", "src", "application", "container", name), "utf8")
      .split("\n")
      .filter((line) => !/^[ \t]*(#([^!]|$)|\/\/|\/\*\*.*\*\/$)/.test(line))
      .join("\n");

  it("has the scripts without their lines of comment", () => {
    const { certificate, openemr } = containers();
    expect(certificate!.command).toEqual([script("certificate.sh"), "certificate.sh"]);
    const [unpack, itself, archive, ...others] = openemr!.command;
    expect([unpack, itself, others]).toEqual([script("unpack.sh"), "unpack.sh", []]);
    const packed = gunzipSync(Buffer.from(archive!, "base64")).toString();
    const lines = (name: string) => script(name).replace(/^[ \t]+/gm, "");
    expect(packed).toBe(`${SCRIPTS.map((name) => `@@ ${name}\n${lines(name)}`).join("")}@@ end\n`);
    expect(script("start.sh")).toMatch(/^#!\/bin\/sh\nset -eu\n/);
    expect(openemr!.healthCheck!.command).toEqual(["CMD", "/bin/sh", "/run/openemr-on-aws/health-check.sh"]);
  });

  it("prints the output of an installation or an upgrade in a container of its own", () => {
    const { openemr, "installation-log": log } = containers();
    const [{ sourceVolume, containerPath }] = log!.mountPoints as [MountPoint];
    expect(openemr!.mountPoints).toContainEqual({ sourceVolume, containerPath, readOnly: false });
    expect(log).toMatchObject({ essential: false, image: openemr!.image });
    expect(log!.command.join()).toContain(`${containerPath}/installation.log`);
    expect(script("common.sh")).toContain(
      `installation_log=\${INSTALLATION_LOG:-${containerPath}/installation.log}`,
    );
  });

  it("has passwords as secrets of a container that ends, and everything else as plain settings", () => {
    const { openemr, passwords, ...others } = containers();
    const secrets = passwords!.secrets!;
    for (const each of [openemr!, ...Object.values(others)]) expect(each.secrets ?? []).toEqual([]);
    expect(passwords!.command).toEqual([script("hand-over-passwords.sh"), "hand-over-passwords.sh"]);
    const [{ containerPath }] = passwords!.mountPoints as [MountPoint];
    for (const name of ["hand-over-passwords.sh", "passwords.sh"])
      expect(script(name)).toContain(`=\${PASSWORDS_DIRECTORY:-${containerPath}}`);
    expect(openemr!.mountPoints).toContainEqual({
      sourceVolume: "passwords",
      containerPath,
      readOnly: false,
    });
    expect(secrets.map(({ name }) => name).sort()).toEqual(["MYSQL_PASS", "MYSQL_ROOT_PASS", "OE_PASS"]);
    for (const { valueFrom } of secrets) {
      expect(valueFrom).toMatch(
        /^arn:aws:secretsmanager:us-east-1:123456789012:secret:\S+:(username|password)::$/,
      );
    }
    expect(openemr!.environment!.filter(({ name }) => /PASS/.test(name))).toEqual([]);
    expect(openemr!.environment).toContainEqual({ name: "MYSQL_PORT", value: "3306" });
    expect(openemr!.environment).toContainEqual({
      name: "SETTINGS_PARAMETER",
      value: "arn:aws:ssm:us-east-1:123456789012:parameter/openemr-production/settings",
    });
  });

  it("shows in a plan what changes in the scripts, which it carries packed", () => {
    for (const name of SCRIPTS) {
      const shown = resources.get(`terraform_data.application_task_scripts["${name}"]`);
      expect(shown).toMatchObject({ input: { value: script(name) } });
    }
  });

  it("leaves a quarter of the 64 KiB that ECS accepts", () => {
    const { container_definitions: json } = resources.get("aws_ecs_task_definition.application_task")!;
    expect(Buffer.byteLength(String(json))).toBeLessThan(48 * 1024);
  });
});

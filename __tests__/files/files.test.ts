import { Files } from "../../src/files/files";
import { Toggle } from "../../src/terraform/instance-scope";
import { SynthesizedCapability } from "../support/capability";

const ROLE = "arn:aws:iam::111122223333:role/task";
const READER = "arn:aws:iam::111122223333:role/export";

const synthesized = new SynthesizedCapability(({ stack, variables, installation, network, dataKey }) => {
  const files = new Files(stack, "files", { installation, network, encryptionKey: dataKey });
  files.grantMount(ROLE);
  const toggle = new Toggle(stack, "export", variables.enableEcsExec.value);
  files.grantRead(toggle, READER, files.addReadAccessPoint(toggle, "export"));
});

describe("the file system", () => {
  it("is encrypted with the installation's key and does not depend on what it stores for its speed", () => {
    expect(synthesized.resource("aws_efs_file_system.files")).toMatchObject({
      encrypted: true,
      kms_key_id: "${aws_kms_key.data_key.arn}",
      throughput_mode: "elastic",
    });
  });

  it("moves what nobody reads to cheaper storage, and back when somebody does", () => {
    expect(synthesized.resource("aws_efs_file_system.files").lifecycle_policy).toEqual([
      { transition_to_ia: "AFTER_30_DAYS" },
      { transition_to_primary_storage_class: "AFTER_1_ACCESS" },
    ]);
  });

  it("has a mount target in every zone", () => {
    expect(synthesized.resource("aws_efs_mount_target.files_mount_target")).toMatchObject({
      count: "${var.availability_zone_count}",
      subnet_id:
        "${(var.vpc_id == null ? aws_subnet.network_private[count.index].id : var.private_subnet_ids[count.index])}",
      security_groups: ["${aws_security_group.files_security_group.id}"],
    });
  });
});

describe("the access point", () => {
  const accessPoint = synthesized.resource("aws_efs_access_point.files_sites");

  it("makes a directory of its own for the sites, which Apache owns", () => {
    expect(accessPoint.root_directory).toEqual({
      path: "/sites",
      creation_info: { owner_uid: 1000, owner_gid: 0, permissions: "0755" },
    });
  });

  it("leaves the container root, which hands files to Apache", () => {
    expect(accessPoint).not.toHaveProperty("posix_user");
  });
});

describe("the policy", () => {
  const statements = synthesized.evaluatedStatements("aws_efs_file_system_policy.files_policy", {
    enable_ecs_exec: true,
  });

  it("gives nobody a right but the roles that were named", () => {
    const allowed = Object.values(statements).filter(({ Effect }) => Effect === "Allow");
    expect(allowed.map(({ Sid }) => Sid)).toEqual(["MountSites1", "ReadSites"]);
  });

  it("lets the role in through the access point and a mount target only", () => {
    expect(statements.MountSites1).toMatchObject({
      Principal: { AWS: ROLE },
      Action: ["ClientMount", "ClientWrite", "ClientRootAccess"].map(
        (action) => `elasticfilesystem:${action}`,
      ),
      Condition: {
        StringEquals: { "elasticfilesystem:AccessPointArn": "aws_efs_access_point.files_sites.arn" },
        Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" },
      },
    });
  });

  it("keeps everybody out who comes without TLS, but not AWS Backup", () => {
    const { DenyWithoutTls } = statements;
    expect(DenyWithoutTls).toMatchObject({
      Effect: "Deny",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    });
    expect(JSON.stringify(DenyWithoutTls)).not.toMatch(/Backup|elasticfilesystem:\*/);
  });
});

describe("a reader", () => {
  it("reads as Apache, whoever it is, through a way of its own that exists only while it is wanted", () => {
    const point = "aws_efs_access_point.export_access_point";
    const points = (enable_ecs_exec: boolean) =>
      synthesized.evaluated(point, ["count"], { enable_ecs_exec }).count;
    expect([points(false), points(true)]).toEqual([0, 1]);
    expect(synthesized.resource(point)).toMatchObject({
      root_directory: { path: "/sites" },
      posix_user: { uid: 1000, gid: 0 },
    });
  });

  it("may mount and nothing else, while it is wanted", () => {
    const statements = (enable_ecs_exec: boolean) =>
      synthesized.evaluatedStatements("aws_efs_file_system_policy.files_policy", { enable_ecs_exec });
    expect(statements(true).ReadSites).toMatchObject({
      Action: ["elasticfilesystem:ClientMount"],
      Principal: { AWS: READER },
      Condition: {
        StringEquals: {
          "elasticfilesystem:AccessPointArn": "aws_efs_access_point.export_access_point[0].arn",
        },
      },
    });
    expect(statements(false)).not.toHaveProperty("ReadSites");
  });
});

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
  const statements = synthesized.statements("aws_efs_file_system_policy.files_policy");

  it("gives nobody a right but the roles that were named", () => {
    const allowed = Object.entries(statements).filter(([, text]) => text.includes('"Allow"'));
    expect(allowed.map(([sid]) => sid)).toEqual(["MountSites1", "ReadSites"]);
  });

  it("lets the role in through the access point and a mount target only", () => {
    const { MountSites1 } = statements;
    expect(MountSites1).toContain(`"AWS" = "${ROLE}"`);
    expect(MountSites1).toContain(
      '"elasticfilesystem:AccessPointArn" = aws_efs_access_point.files_sites.arn',
    );
    expect(MountSites1).toContain('"elasticfilesystem:AccessedViaMountTarget" = "true"');
    for (const action of ["ClientMount", "ClientWrite", "ClientRootAccess"]) {
      expect(MountSites1).toContain(`"elasticfilesystem:${action}"`);
    }
  });

  it("keeps everybody out who comes without TLS, and leaves AWS Backup alone", () => {
    const { DenyWithoutTls } = statements;
    expect(DenyWithoutTls).toContain('"Effect" = "Deny"');
    expect(DenyWithoutTls).toContain('"aws:SecureTransport" = "false"');
    expect(DenyWithoutTls).not.toMatch(/Backup|elasticfilesystem:\*/);
  });
});

describe("a reader", () => {
  it("reads as Apache, whoever it is, through a way of its own that exists only while it is wanted", () => {
    expect(synthesized.resource("aws_efs_access_point.export_access_point")).toMatchObject({
      count: "${var.enable_ecs_exec ? 1 : 0}",
      root_directory: { path: "/sites" },
      posix_user: { uid: 1000, gid: 0 },
    });
  });

  it("may mount and nothing else, while it is wanted", () => {
    const statement = synthesized.statements("aws_efs_file_system_policy.files_policy").ReadSites!;
    expect(statement).toContain('"Action" = ["elasticfilesystem:ClientMount"]');
    expect(statement).toContain(READER);
    expect(statement).toContain("aws_efs_access_point.export_access_point[0].arn");
    expect(synthesized.text).toContain("(var.enable_ecs_exec ? {");
  });
});

import { EfsAccessPoint } from "@cdktf/provider-aws/lib/efs-access-point";
import { EfsFileSystem } from "@cdktf/provider-aws/lib/efs-file-system";
import { EfsFileSystemPolicy } from "@cdktf/provider-aws/lib/efs-file-system-policy";
import { EfsMountTarget } from "@cdktf/provider-aws/lib/efs-mount-target";
import { type ITerraformDependable, Lazy } from "cdktf";
import { Construct } from "constructs";
import type { EncryptionKey } from "../aws/encryption-key";
import type { Installation } from "../aws/installation";
import { denyPlainHttp, type PolicyStatement, policyDocument } from "../aws/policy-document";
import type { Network } from "../network/network";
import { SecurityGroup } from "../network/security-group";
import { Repeat, type Toggle } from "../terraform/instance-scope";
import { declareOutput } from "../terraform/output";

export interface FilesProps {
  readonly installation: Installation;
  readonly network: Network;
  /** Encrypts the files. */
  readonly encryptionKey: EncryptionKey;
}

const MOUNT = "elasticfilesystem:ClientMount";
const CLIENT_ACTIONS = [MOUNT, "elasticfilesystem:ClientWrite", "elasticfilesystem:ClientRootAccess"];

/** User id of Apache in OpenEMR's image; its files belong to the group of root. */
const APACHE = 1000;
const ROOT = 0;

const SITES = {
  path: "/sites",
  creationInfo: { ownerUid: APACHE, ownerGid: ROOT, permissions: "0755" },
};

/**
 * The file system of OpenEMR's `sites`: documents, keys, settings of each site. Every task mounts it.
 *
 * Backups are the backup plan's task, so EFS's own are left off.
 */
export class Files extends Construct {
  /** NFS. */
  readonly port = 2049;
  readonly fileSystem: EfsFileSystem;
  readonly accessPoint: EfsAccessPoint;
  readonly securityGroup: SecurityGroup;
  readonly policy: EfsFileSystemPolicy;
  /** A task that mounts the file system waits for these: the way to it and the right to it. */
  readonly mountTargets: readonly ITerraformDependable[];
  private readonly name: string;
  private readonly grants: PolicyStatement[] = [];

  constructor(scope: Construct, id: string, props: FilesProps) {
    super(scope, id);
    const { installation, network, encryptionKey } = props;
    const name = installation.names.of("files");
    this.name = name;
    this.securityGroup = new SecurityGroup(this, "security_group", {
      installation,
      network,
      name: "files",
      description: "EFS",
    });
    this.fileSystem = new EfsFileSystem(this, "Default", {
      // With a token, a repeated creation is an error instead of a second file system.
      creationToken: name,
      tags: { Name: name },
      encrypted: true,
      kmsKeyId: encryptionKey.arn,
      performanceMode: "generalPurpose",
      // Bursting throughput depends on the amount stored, and a new installation stores almost nothing.
      throughputMode: "elastic",
      // EFS takes one transition a block.
      lifecyclePolicy: [
        { transitionToIa: "AFTER_30_DAYS" },
        { transitionToPrimaryStorageClass: "AFTER_1_ACCESS" },
      ],
    });
    // A directory below the root: what a restore adds to the root does not look like a site to OpenEMR. No
    // user is enforced: the container starts as root, hands the files to Apache and takes locks as root.
    this.accessPoint = new EfsAccessPoint(this, "sites", {
      fileSystemId: this.fileSystem.id,
      tags: { Name: `${name}-sites` },
      rootDirectory: SITES,
    });
    this.policy = new EfsFileSystemPolicy(this, "policy", {
      fileSystemId: this.fileSystem.id,
      policy: Lazy.stringValue({ produce: () => this.policyText() }),
    });
    const zones = new Repeat(this, "mount_target", network.zoneCount);
    const mountTarget = new EfsMountTarget(zones, "Default", {
      fileSystemId: this.fileSystem.id,
      subnetId: network.privateSubnetId(zones.index),
      securityGroups: [this.securityGroup.id],
    });
    this.mountTargets = [mountTarget, this.policy];
    declareOutput(this, "file_system_id", "EFS file system with OpenEMR's sites.", this.fileSystem.id);
    declareOutput(
      this,
      "file_system_arn",
      "ARN of the EFS file system, by which AWS Backup names it.",
      this.fileSystem.arn,
    );
  }

  /** Lets a role mount `sites` through the access point, write, and act as root; it needs no policy of its own. */
  grantMount(roleArn: string): void {
    this.grants.push(
      this.grant(`MountSites${this.grants.length + 1}`, CLIENT_ACTIONS, roleArn, this.accessPoint),
    );
  }

  /** Lets a role mount the whole file system, restored folders included, write, and act as root. */
  allowMountOfAll(roleArn: string): void {
    this.grants.push(this.grant("MountAll", CLIENT_ACTIONS, roleArn));
  }

  /**
   * Another way to `sites`: whoever takes it reads as Apache does, whatever user it is.
   *
   * @param scope what it belongs to
   * @param name last part of its name
   */
  addReadAccessPoint(scope: Construct, name: string): EfsAccessPoint {
    return new EfsAccessPoint(scope, "access_point", {
      fileSystemId: this.fileSystem.id,
      tags: { Name: `${this.name}-${name}` },
      rootDirectory: SITES,
      posixUser: { uid: APACHE, gid: ROOT },
    });
  }

  /**
   * Another way to `sites`, for a function: whoever takes it is root, as a task is that starts.
   *
   * @param scope what it belongs to
   * @param name last part of its name
   */
  addWriteAccessPoint(scope: Construct, name: string): EfsAccessPoint {
    return new EfsAccessPoint(scope, "access_point", {
      fileSystemId: this.fileSystem.id,
      tags: { Name: `${this.name}-${name}` },
      rootDirectory: SITES,
      posixUser: { uid: ROOT, gid: ROOT },
    });
  }

  /** Lets a role mount `sites` by a point of {@link addWriteAccessPoint} and write, while the toggle is on. */
  grantWrite({ condition }: Toggle, roleArn: string, accessPoint: EfsAccessPoint): void {
    this.grants.push({ ...this.grant("WriteSites", CLIENT_ACTIONS, roleArn, accessPoint), when: condition });
  }

  /** Lets a role mount `sites` by a point of {@link addReadAccessPoint} and write nothing, while the toggle is on. */
  grantRead({ condition }: Toggle, roleArn: string, accessPoint: EfsAccessPoint): void {
    this.grants.push({ ...this.grant("ReadSites", [MOUNT], roleArn, accessPoint), when: condition });
  }

  /**
   * A file system without a policy is open to everyone who reaches it over the network. With one, a client
   * needs a right, and nobody but these roles gets one here.
   */
  private policyText(): string {
    const { arn } = this.fileSystem;
    return policyDocument([
      {
        ...denyPlainHttp(CLIENT_ACTIONS, [arn]),
        sid: "DenyWithoutTls",
        principals: { AWS: "*" },
      },
      ...this.grants,
    ]);
  }

  private grant(
    sid: string,
    actions: readonly string[],
    roleArn: string,
    accessPoint?: EfsAccessPoint,
  ): PolicyStatement {
    return {
      sid,
      principals: { AWS: roleArn },
      actions,
      resources: [this.fileSystem.arn],
      conditions: {
        ...(accessPoint && { StringEquals: { "elasticfilesystem:AccessPointArn": accessPoint.arn } }),
        Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" },
      },
    };
  }
}

import { ElasticacheServerlessCache } from "@cdktf/provider-aws/lib/elasticache-serverless-cache";
import { Construct } from "constructs";
import type { EncryptionKey } from "../aws/encryption-key";
import type { Installation } from "../aws/installation";
import type { Network } from "../network/network";
import { SecurityGroup } from "../network/security-group";
import { asNumber, tfString, type Value } from "../terraform/expression";

export interface CacheProps {
  readonly installation: Installation;
  readonly network: Network;
  /** Encrypts the data and its snapshots. */
  readonly encryptionKey: EncryptionKey;
  /** Upper limit of the data in GB. */
  readonly maximumStorageGb: Value<number>;
  /** Upper limit of ElastiCache processing units a second. */
  readonly maximumEcpuPerSecond: Value<number>;
  /** Days for which daily snapshots are kept; 0 takes none. */
  readonly snapshotRetentionDays: Value<number>;
  /** When the daily snapshot begins: a time of day in UTC, such as `04:00`. */
  readonly snapshotTime: Value<string>;
}

/**
 * ElastiCache Serverless for Valkey, which holds the sessions. It speaks TLS only.
 *
 * It has no users: this version of the provider would keep their passwords in the state, and OpenEMR cannot sign in with
 * IAM. docs/security.md says what is missing. Who may connect is decided by the security group.
 */
export class Cache extends Construct {
  /** Port of the plain client protocol. The port after it, for clients that read from replicas, stays closed. */
  readonly port = 6379;
  readonly cache: ElasticacheServerlessCache;
  readonly securityGroup: SecurityGroup;
  /** Name of the endpoint. */
  readonly address: string;
  /** Upper limit of the data in GB. */
  readonly maximumStorageGb: Value<number>;
  /** The cache's name in AWS. */
  readonly cacheName: string;

  constructor(scope: Construct, id: string, props: CacheProps) {
    super(scope, id);
    const { installation, network, encryptionKey, snapshotRetentionDays, snapshotTime } = props;
    this.maximumStorageGb = props.maximumStorageGb;
    this.securityGroup = new SecurityGroup(this, "security_group", {
      installation,
      network,
      name: "cache",
      description: "ElastiCache for Valkey",
    });
    this.cache = new ElasticacheServerlessCache(this, "Default", {
      name: installation.names.of("cache", "serverless-cache"),
      description: "Sessions of OpenEMR",
      engine: "valkey",
      majorEngineVersion: "8",
      kmsKeyId: encryptionKey.arn,
      subnetIds: network.privateSubnetIds,
      // Another subnet would replace the cache, and every session with it; two zones are enough.
      lifecycle: { ignoreChanges: ["subnet_ids"] },
      securityGroupIds: [this.securityGroup.id],
      cacheUsageLimits: [
        {
          dataStorage: [{ maximum: asNumber(props.maximumStorageGb), unit: "GB" }],
          ecpuPerSecond: [{ maximum: asNumber(props.maximumEcpuPerSecond) }],
        },
      ],
      snapshotRetentionLimit: asNumber(snapshotRetentionDays),
      // Without snapshots there is no time for them either.
      dailySnapshotTime: tfString`${snapshotRetentionDays} > 0 ? ${snapshotTime} : null`,
    });
    this.cacheName = this.cache.name;
    this.address = this.cache.endpoint.get(0).address;
  }
}

import { Cache } from "../../src/cache/cache";
import { SynthesizedCapability } from "../support/capability";

const synthesized = new SynthesizedCapability(({ stack, variables, installation, network, dataKey }) => {
  new Cache(stack, "cache", {
    installation,
    network,
    encryptionKey: dataKey,
    maximumStorageGb: variables.cacheMaximumStorageGb.numberValue,
    maximumEcpuPerSecond: variables.cacheMaximumEcpuPerSecond.numberValue,
    snapshotRetentionDays: variables.cacheSnapshotRetentionDays.numberValue,
    snapshotTime: variables.cacheSnapshotTime.value,
  });
});
const ADDRESS = "aws_elasticache_serverless_cache.cache";
const cache = synthesized.resource(ADDRESS);

describe("the cache", () => {
  it("is Valkey, encrypted with the installation's key, in the private subnets", () => {
    expect(cache).toMatchObject({
      engine: "valkey",
      major_engine_version: "8",
      kms_key_id: "${aws_kms_key.data_key.arn}",
      subnet_ids: "${(var.vpc_id == null ? aws_subnet.network_private[*].id : var.private_subnet_ids)}",
    });
  });

  it("has a ceiling for its cost", () => {
    expect(cache.cache_usage_limits).toEqual([
      {
        data_storage: [{ maximum: "${var.cache_maximum_storage_gb}", unit: "GB" }],
        ecpu_per_second: [{ maximum: "${var.cache_maximum_ecpu_per_second}" }],
      },
    ]);
  });

  it("takes snapshots at the operator's time, and has none where there are no snapshots", () => {
    const snapshots = (days: number) =>
      synthesized.evaluated(ADDRESS, ["snapshot_retention_limit", "daily_snapshot_time"], {
        cache_snapshot_retention_days: days,
        cache_snapshot_time: "21:00",
      });
    expect(snapshots(7)).toEqual({ snapshot_retention_limit: 7, daily_snapshot_time: "21:00" });
    expect(snapshots(0)).toEqual({ snapshot_retention_limit: 0, daily_snapshot_time: null });
  });
});

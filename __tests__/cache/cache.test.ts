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
const cache = synthesized.resource("aws_elasticache_serverless_cache.cache");

describe("the cache", () => {
  it("is Valkey, encrypted with the installation's key, in the private subnets", () => {
    expect(cache).toMatchObject({
      engine: "valkey",
      major_engine_version: "8",
      kms_key_id: "${aws_kms_key.data_key.arn}",
      subnet_ids: "${aws_subnet.network_private[*].id}",
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
    expect(cache).toMatchObject({
      snapshot_retention_limit: "${var.cache_snapshot_retention_days}",
      daily_snapshot_time: "${var.cache_snapshot_retention_days > 0 ? var.cache_snapshot_time : null}",
    });
  });
});

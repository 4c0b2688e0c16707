import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DbClusterSnapshot } from "@cdktf/provider-aws/lib/db-cluster-snapshot";
import { KeptSuffix } from "../../src/terraform/kept-suffix";
import { changes, OfflineAccount } from "../support/offline-account";
import { synthesize } from "./synthesize";

const NAME = "aws_db_cluster_snapshot.last";

test("a suffix is kept, and is another one in the next installation", async () => {
  const account = new OfflineAccount();
  const folder = mkdtempSync(path.join(tmpdir(), "kept-suffix-"));
  const document = synthesize((stack) => {
    const suffix = new KeptSuffix(stack, "suffix", { key: "first" });
    const dbClusterSnapshotIdentifier = `last-${suffix.value}`;
    new DbClusterSnapshot(stack, "last", { dbClusterIdentifier: "database", dbClusterSnapshotIdentifier });
  });
  writeFileSync(path.join(folder, "cdk.tf.json"), JSON.stringify(document));
  const stack = await account.add(folder);
  const name = () => String(stack.resources().get(NAME)!.db_cluster_snapshot_identifier);

  await stack.apply();
  const first = name();
  expect(first).toMatch(/^last-[0-9a-f]{8}$/);
  expect(changes(await stack.plan())).toEqual([]);

  await stack.destroy();
  await stack.apply();
  expect(name()).not.toBe(first);
  await account.close();
  rmSync(folder, { recursive: true });
});

test("a stack with several of them has the provider once", () => {
  const { provider } = synthesize((stack) => {
    for (const id of ["one", "other"]) new KeptSuffix(stack, id, {});
  });
  expect(provider!.random).toEqual([{}]);
});

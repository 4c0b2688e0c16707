import {
  CreateDBClusterCommand,
  CreateDBClusterSnapshotCommand,
  CreateDBInstanceCommand,
  DescribeDBClustersCommand,
  RDSClient,
} from "@aws-sdk/client-rds";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SSMClient } from "@aws-sdk/client-ssm";
import { carryOut } from "../../scripts/procedures/carry-out";
import type { Installation } from "../../scripts/procedures/installation";
import { storeRecord } from "../../scripts/procedures/record";
import { chosen } from "../../scripts/procedures/restore/chosen";
import { removeDatabase } from "../../scripts/procedures/restore/removal";
import { formerOf } from "../../scripts/procedures/restore/restore";
import { RestoreParts } from "../../scripts/procedures/restore/restore-parts";
import {
  addInstance,
  restoreDatabase,
  setMasterPassword,
} from "../../scripts/procedures/restore/restored-database";
import { RunLock } from "../../scripts/procedures/run-lock";
import type { Step } from "../../scripts/procedures/step";
import { type EmulatedAws, startMoto } from "./support/moto";

/**
 * The database's part of `npm run restore` and `recover` over AWS's own protocol. The emulator has no recovery points,
 * no restores of files, and leaves instances at the former name of a cluster that gets another (moto 5.2.1, tried on
 * 2026-11-30): the exchange is tried offline only.
 */
const NAME = "openemr-emulated-database";
const SNAPSHOT = `${NAME}-final-abc123`;
const PROCEDURE = {
  name: "restore",
  environment: "emulated",
  again: "npm run restore -- emulated",
  summary: "",
  outcome: async () => [],
};
const SILENT = {
  shown: () => {},
  progress: () => {},
  retried: () => {},
  waits: () => {},
  finished: () => {},
  stopped: () => {},
  during: <T>(_: string, work: () => Promise<T>) => work(),
};

let aws: EmulatedAws;
let rds: RDSClient;
let installation: Installation;
beforeAll(async () => {
  aws = await startMoto();
  const settings = {
    region: "eu-west-1",
    endpoint: aws.url,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  };
  rds = new RDSClient(settings);
  const secrets = new SecretsManagerClient(settings);
  const { ARN } = await secrets.send(
    new CreateSecretCommand({ Name: "master", SecretString: JSON.stringify({ password: "TodaysPass0123" }) }),
  );
  installation = {
    environment: "emulated",
    procedureParameter: "/openemr-emulated/procedure",
    databaseArn: `arn:aws:rds:eu-west-1:123456789012:cluster:${NAME}`,
    databaseSecretArn: ARN!,
    clients: {
      rds,
      secrets,
      ssm: new SSMClient(settings),
    },
  } as unknown as Installation;
  await rds.send(
    new CreateDBClusterCommand({
      DBClusterIdentifier: NAME,
      Engine: "aurora-mysql",
      MasterUsername: "dbadmin",
      MasterUserPassword: "FormerPass0123",
      StorageEncrypted: true,
      DeletionProtection: true,
      Tags: [{ Key: "Environment", Value: "emulated" }],
    }),
  );
  for (const role of ["writer", "reader"]) {
    await rds.send(
      new CreateDBInstanceCommand({
        DBInstanceIdentifier: `${NAME}-${role}`,
        DBClusterIdentifier: NAME,
        DBInstanceClass: "db.serverless",
        Engine: "aurora-mysql",
      }),
    );
  }
  await rds.send(
    new CreateDBClusterSnapshotCommand({ DBClusterIdentifier: NAME, DBClusterSnapshotIdentifier: SNAPSHOT }),
  );
});
afterAll(() => aws.stop());

test("a last snapshot is restored beside the database in use, with its settings, and leaves one itself", async () => {
  const parts = new RestoreParts(installation);
  const { records, clusters } = parts;
  const former = await formerOf(installation);
  const begun = async (snapshot: string) => ({
    ...former,
    ...(await chosen(installation, { snapshot, keepFiles: true })),
  });
  const carriedOut = (steps: readonly Step[]) =>
    carryOut(async () => ({ ...PROCEDURE, steps: [...steps] }), {
      audience: SILENT,
      confirm: async () => {},
      dryRun: false,
      lock: new RunLock(installation, "restore", { stale: 0 }),
      interval: 0,
    });
  const all = async () => (await rds.send(new DescribeDBClustersCommand({}))).DBClusters ?? [];
  records.plan(await begun(SNAPSHOT));
  await carriedOut([
    storeRecord(records, "Note which restore this is"),
    restoreDatabase(installation, clusters, records),
    addInstance(installation, clusters, "writer"),
    setMasterPassword(installation, clusters, records, "new", "password"),
  ]);
  const made = (await all()).find((each) => each.DBClusterIdentifier === clusters.names.restored);
  expect(made).toMatchObject({
    DeletionProtection: true,
    StorageEncrypted: true,
    TagList: [{ Key: "Environment", Value: "emulated" }],
  });
  expect(await clusters.instance(made!, "writer")).toMatchObject({ DBInstanceClass: "db.serverless" });
  const last = "openemr-emulated-restored-20261130";
  await carriedOut(removeDatabase(installation, clusters, "new", last));
  expect((await all()).map(({ DBClusterIdentifier }) => DBClusterIdentifier)).toEqual([NAME]);
  expect(await begun(last)).toMatchObject({ databasePoint: last });
  await expect(begun("openemr-none")).rejects.toThrow(`There are ${SNAPSHOT}, ${last}.`);
});

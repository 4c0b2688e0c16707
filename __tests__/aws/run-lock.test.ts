import { SSMClient } from "@aws-sdk/client-ssm";
import { Records } from "../../scripts/procedures/record";
import { RunLock, type RunLockOptions } from "../../scripts/procedures/run-lock";
import { type EmulatedAws, startMoto } from "./support/moto";

/** The lock and the records of procedures over AWS's own protocol, in the emulator's Parameter Store. */
const SILENT = () => {};
let aws: EmulatedAws;
let ssm: SSMClient;
beforeAll(async () => {
  aws = await startMoto();
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  ssm = new SSMClient({ region: "eu-west-1", endpoint: aws.url, credentials });
});
afterAll(() => aws.stop());

const installation = (environment: string) => ({
  environment,
  procedureParameter: `/openemr-${environment}/procedure`,
  clients: { ssm },
});
const lock = (environment: string, options: RunLockOptions = { stale: 200 }) =>
  new RunLock(installation(environment), "restore", options);

test("of ten runs at the same moment one gets the installation, and the others are told who", async () => {
  const locks = Array.from({ length: 10 }, () => lock("many", { stale: 3_000, renewal: 0 }));
  const taken = locks.map(async (one) => {
    await one.take(SILENT);
    // Whoever has it says so while the others look.
    for (let i = 0; i < 20; i++) {
      await new Promise((resolve) => setTimeout(resolve, 250));
      await one.renew();
    }
    return one;
  });
  const ends = await Promise.allSettled(taken);
  const [winner] = ends.flatMap((end) => (end.status === "fulfilled" ? [end.value] : []));
  const refused = ends.flatMap((end) => (end.status === "rejected" ? [String(end.reason)] : []));
  expect(refused).toHaveLength(9);
  for (const reason of refused) expect(reason).toContain('Another run changes "many" now: "restore", by');
  await winner!.release();
  await lock("many").take(SILENT);
});

test("one that was killed is taken over, and of two that want it one goes on", async () => {
  await lock("killed").take(SILENT);
  const two = [1, 2].map(() => lock("killed", { stale: 200, renewal: 0 }));
  const goesOn = async (one: RunLock) => {
    await one.take(SILENT);
    // Both may have found the killed one silent; who was taken over is told with the next request.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    await one.renew();
  };
  const ends = await Promise.allSettled(two.map(goesOn));
  expect(ends.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("a record is found by another machine, changed, and gone", async () => {
  const here = new Records(installation("record"), "upgrade");
  here.plan({ begunAt: "2026-11-30", done: {} });
  await here.store();
  await here.note("backup", "2026-11-30T05:00:00Z");
  const there = new Records(installation("record"), "upgrade");
  expect(await there.read()).toEqual({ begunAt: "2026-11-30", done: { backup: "2026-11-30T05:00:00Z" } });
  await there.remove();
  await there.remove();
  expect(await new Records(installation("record"), "upgrade").read()).toBeUndefined();
});

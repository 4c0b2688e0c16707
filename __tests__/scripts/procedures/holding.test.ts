import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { holding } from "../../../scripts/procedures/holding";
import { HOLDER_VARIABLE, RunLock, type RunLockOptions } from "../../../scripts/procedures/run-lock";
import { RunningScript } from "../../support/running-script";
import { NAMES } from "./support/carried-out";
import { ParametersPart } from "./support/parameters-part";
import { World } from "./support/world";

const SILENT = () => {};
const RUN = "/openemr-trial/procedure-run";
/** A run says four times that it is there in the time in which another looks. */
const QUICK: RunLockOptions = { stale: 200, renewal: 50 };

let parameters: ParametersPart;
let world: World;
beforeEach(() => {
  parameters = new ParametersPart();
  world = new World([parameters]);
});
afterEach(() => jest.restoreAllMocks());

const lockOf = (name: string, options = QUICK) => new RunLock(world.installation(NAMES), name, options);

test.each([
  ["deploy", "restore"],
  ["restore", "deploy"],
])("while a %s is carried out, a %s is refused and told who holds it", async (first, second) => {
  const lock = lockOf(first);
  await lock.take(SILENT);
  await holding(lock, async () => {
    await expect(lockOf(second).take(SILENT)).rejects.toThrow(
      new RegExp(`^Another run changes "trial" now: "${first}", by .+ on .+, since 20`),
    );
  });
  expect(parameters.values.size).toBe(0);
  await lockOf(second).take(SILENT);
});

test("a deploy that was killed is taken over", async () => {
  await lockOf("deploy").take(SILENT);
  const said: string[] = [];
  await lockOf("restore").take((line) => said.push(line));
  expect(said[0]).toContain('"deploy" holds the installation');
  expect(parameters.values.get(RUN)).toContain('"restore"');
});

test("a failure lets go of the installation, and a renewal that was under way does not take it again", async () => {
  const lock = lockOf("deploy", { ...QUICK, renewal: 0 });
  await lock.take(SILENT);
  await expect(
    holding(lock, async () => {
      await sleep(20);
      throw new Error("Terraform failed");
    }),
  ).rejects.toThrow("Terraform failed");
  await sleep(20);
  expect(parameters.values.size).toBe(0);
});

test("what AWS refuses once ends nothing, and a run that was taken over is asked to end", async () => {
  const kill = jest.spyOn(process, "kill").mockReturnValue(true);
  const said = jest.spyOn(console, "error").mockImplementation(() => {});
  const lock = lockOf("deploy", { stale: 200, renewal: 15 });
  await lock.take(SILENT);
  await holding(lock, async () => {
    world.disturb({ at: world.calls.length, kind: "refused" });
    await sleep(60);
    expect(kill).not.toHaveBeenCalled();
    parameters.values.set(RUN, JSON.stringify({ id: "another", by: "jane on laptop", since: "2026-11-30" }));
    await sleep(60);
  });
  expect(kill).toHaveBeenCalledWith(process.pid, "SIGTERM");
  expect(said).toHaveBeenCalledWith(expect.stringContaining("Another run took over: jane on laptop"));
  // It is the other's.
  expect(parameters.values.size).toBe(1);
});

test("a deploy within an upgrade takes nothing anew, says that it is there, and leaves it to the upgrade", async () => {
  const upgrade = lockOf("upgrade");
  await upgrade.take(SILENT);
  const within = upgrade.variables[HOLDER_VARIABLE];
  const deploy = lockOf("deploy", { within, stale: 0, renewal: 0 });
  await deploy.take(SILENT);
  expect(deploy.variables).toEqual(upgrade.variables);
  await holding(deploy, () => sleep(20));
  const holder = JSON.parse(parameters.values.get(RUN)!);
  expect([holder.procedure, holder.renewal > 0]).toEqual(["upgrade", true]);
  await upgrade.release();
  await expect(deploy.take(SILENT)).rejects.toThrow(
    /OPENEMR_RUN_HOLDER is ".+", but the run of that id does not hold "trial" any more/,
  );
});

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "%s releases it, and ends the process as ever",
  async (signal) => {
    const program = `
    const { holding } = require(${JSON.stringify(path.resolve(__dirname, "../../../scripts/procedures/holding"))});
    setInterval(() => {}, 1000);
    const lock = { renewal: 1000, renew: async () => {}, release: async () => console.log("released") };
    holding(lock, () => new Promise(() => console.log("held")));`;
    const script = new RunningScript(["--require", "tsx/cjs", "-e", program], {
      cwd: path.resolve(__dirname, "../../.."),
    });
    await script.says(/held/);
    script.kill(signal);
    const { status, stdout } = await script.end();
    expect([status, stdout]).toEqual([null, "held\nreleased\n"]);
  },
);

test("a question that nobody answers any more releases it, and is no success", async () => {
  const program = `
    const { holding } = require(${JSON.stringify(path.resolve(__dirname, "../../../scripts/procedures/holding"))});
    const lock = { renewal: 1000, renew: async () => {}, release: async () => console.log("released") };
    holding(lock, () => new Promise(() => {}));`;
  const script = new RunningScript(["--require", "tsx/cjs", "-e", program], {
    cwd: path.resolve(__dirname, "../../.."),
  });
  const { status, stdout } = await script.end();
  expect([status, stdout]).toEqual([1, "released\n"]);
});

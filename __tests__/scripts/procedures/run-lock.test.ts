import os from "node:os";
import { DeleteParameterCommand } from "@aws-sdk/client-ssm";
import { RunLock } from "../../../scripts/procedures/run-lock";
import { NAMES } from "./support/carried-out";
import { ParametersPart } from "./support/parameters-part";
import { World } from "./support/world";

// A look comes at once, and not after seconds.
jest.mock("node:timers/promises", () => ({
  setTimeout: (milliseconds: number) => new Promise((next) => setTimeout(next, Math.min(milliseconds, 20))),
}));

const SILENT = () => {};

function two(stale = 20) {
  const parameters = new ParametersPart();
  const world = new World([parameters]);
  const lock = () => new RunLock(world.installation(NAMES), "restore", { stale });
  return { parameters, world, one: lock(), other: lock() };
}

test("a second run is told who holds it, and may have it afterwards", async () => {
  const { one, other, parameters } = two();
  await one.take(SILENT);
  // The one that holds it renews it while the other looks.
  const holder = JSON.parse(parameters.values.get("/openemr-trial/procedure-run")!);
  setTimeout(
    () => parameters.values.set("/openemr-trial/procedure-run", JSON.stringify({ ...holder, renewal: 1 })),
    5,
  );
  await expect(other.take(SILENT)).rejects.toThrow(
    /Another run changes "trial" now: "restore", by .+ on .+, since 20/,
  );
  await one.release();
  await other.take(SILENT);
  expect(parameters.values.size).toBe(1);
});

test("a container's user without a name can change something, and is told by its number", async () => {
  const unknown = jest.spyOn(os, "userInfo").mockImplementation(() => {
    throw new Error("uv_os_get_passwd returned ENOENT");
  });
  const { one, parameters } = two();
  unknown.mockRestore();
  await one.take(SILENT);
  expect([...parameters.values.values()]).toEqual([expect.stringMatching(/"by":"user \d+ on /)]);
});

test("a second run learns at the first sign, or the end, of the other one, and not when it would be taken for killed", async () => {
  // It looks each 5 s, for four minutes.
  const { one, other, world, parameters } = two(240_000);
  await one.take(SILENT);
  const name = "/openemr-trial/procedure-run";
  let looks = 0;
  const meanwhile = async (what: () => void) => {
    looks = 0;
    world.check = (action) => {
      if (action === "GetParameter" && ++looks === 2) what();
    };
    const taken = other.take(SILENT);
    return taken.then(
      () => "has it",
      ({ message }: Error) => message,
    );
  };
  const holder = JSON.parse(parameters.values.get(name)!);
  const renewed = JSON.stringify({ ...holder, renewal: 1 });
  expect(await meanwhile(() => parameters.values.set(name, renewed))).toContain(
    'Another run changes "trial" now: "restore"',
  );
  expect(looks).toBe(3);
  expect(await meanwhile(() => parameters.values.delete(name))).toBe("has it");
});

test("one that was killed is taken over, and must not go on if it was only silent", async () => {
  const { one, other } = two();
  await one.take(SILENT);
  const said: string[] = [];
  await other.take((line) => said.push(line));
  expect(said[0]).toMatch(
    /"restore" holds the installation: .+ Looking for up to 0 s whether that run is alive/,
  );
  jest.spyOn(Date, "now").mockReturnValue(Date.now() + 60_000);
  try {
    await expect(one.renew()).rejects.toThrow(/Another run took over: .+ This one ends/);
    await other.renew();
  } finally {
    jest.restoreAllMocks();
  }
});

test("of two that find a killed one at the same moment, one ends before it asks for anything", async () => {
  const { one, other, world } = two();
  await one.take(SILENT);
  const installation = world.installation(NAMES);
  const { ssm } = installation.clients;
  const send = ssm.send.bind(ssm) as (command: object) => Promise<object>;
  // It means to delete the killed one's parameter, and the other one has made its own meanwhile.
  ssm.send = (async (command: object) => {
    if (command instanceof DeleteParameterCommand) await other.take(SILENT);
    return send(command);
  }) as typeof ssm.send;
  const late = new RunLock(installation, "restore", { stale: 20 });
  await late.take(SILENT);
  await expect(other.renew()).rejects.toThrow(/Another run took over/);
  await late.renew();
});

test("an answer that was lost does not keep a run away from itself", async () => {
  const { one, world, parameters } = two();
  world.disturb({ at: 0, kind: "answer lost" });
  await expect(one.take(SILENT)).rejects.toThrow("ECONNRESET");
  await one.take(SILENT);
  expect(parameters.values.size).toBe(1);
});

test("a clock that is set back keeps no run silent", async () => {
  const { one, parameters } = two();
  await one.take(SILENT);
  const renewal = () => JSON.parse(parameters.values.get("/openemr-trial/procedure-run")!).renewal;
  const before = Date.now() - 3_600_000;
  jest.spyOn(Date, "now").mockReturnValue(before);
  try {
    await one.renew();
    expect(renewal()).toBe(1);
  } finally {
    jest.restoreAllMocks();
  }
});

test("a run that was taken over a moment after its last sign finds that out where it asks", async () => {
  const { one, other } = two();
  await one.take(SILENT);
  await one.check();
  await other.take(SILENT);
  await one.renew();
  await expect(one.check()).rejects.toThrow(/Another run took over: .+ This one ends/);
});

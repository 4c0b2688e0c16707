import type { Installation } from "../../../scripts/procedures/installation";
import { start, stop } from "../../../scripts/procedures/service/stop-and-start";
import { MAINTENANCE_PAGE_PATHS } from "../../../src/edge/maintenance-page-paths";
import { carriedOut, disturbed, everyFault, type Make, NAMES } from "./support/carried-out";
import { ParametersPart } from "./support/parameters-part";
import { ServicePart } from "./support/service-part";
import { World } from "./support/world";

/** A start without its last step, which opens a page over the network. */
const startWithoutPage = async (installation: Installation) => {
  const procedure = await start(installation);
  return { ...procedure, steps: procedure.steps.slice(0, -1) };
};

function running() {
  const service = new ServicePart(NAMES.cluster, NAMES.service);
  return { service, world: new World([service, new ParametersPart()]) };
}

function stopped() {
  const { service, world } = running();
  Object.assign(service, { desired: 0, running: 0, pagePath: MAINTENANCE_PAGE_PATHS.shown });
  service.suspended = {
    DynamicScalingInSuspended: true,
    DynamicScalingOutSuspended: true,
    ScheduledScalingSuspended: true,
  };
  return { service, world };
}

async function callsOf(world: World, make: Make): Promise<readonly string[]> {
  await carriedOut(world, make);
  return world.calls;
}

test("stop leaves no task, and autoscaling starts none", async () => {
  const { service, world } = running();
  world.check = (action) => {
    if (action === "UpdateService") expect(service.suspended.DynamicScalingOutSuspended).toBe(true);
  };
  await carriedOut(world, stop);
  expect(service).toMatchObject({ desired: 0, running: 0 });
});

test("a stop that waits long says that ECS ends no protected task", async () => {
  const { service, world } = running();
  const { tick } = service;
  // A task that installs or upgrades stays.
  service.tick = () => {
    if (service.running > service.desired + 1) tick.call(service);
  };
  const now = Date.now();
  let looks = 0;
  const clock = jest.spyOn(Date, "now").mockImplementation(() => now + looks * 60_000);
  const notes: string[] = [];
  try {
    await carriedOut(world, stop, {
      progress: (_step, _index, { note = "" }) => {
        notes.push(note);
        if (note.endsWith("still to end")) looks += 6;
        if (note.includes("protected")) service.tick = tick;
      },
    });
  } finally {
    clock.mockRestore();
  }
  expect(notes).toContain(
    "1 task still to end; ECS ends none that is protected: one that installs or upgrades, or that somebody protected by hand (docs/incident.md)",
  );
});

test("start brings back the least number of tasks before autoscaling decides", async () => {
  const { service, world } = stopped();
  service.minimum = 3;
  await carriedOut(world, startWithoutPage);
  expect(service).toMatchObject({
    desired: 3,
    running: 3,
    suspended: { DynamicScalingInSuspended: false, DynamicScalingOutSuspended: false },
  });
});

test.each([
  ["stop", running, stop, 0],
  ["start", stopped, startWithoutPage, 2],
] as const)("%s ends well whatever goes wrong at any request", async (_, make, procedure, tasks) => {
  const calls = await callsOf(make().world, procedure);
  expect(calls.length).toBeGreaterThan(5);
  for (const fault of everyFault(calls)) {
    const { service, world } = make();
    await disturbed(world, procedure, fault);
    const { desired, running: present, pagePath } = service;
    expect({ ...fault, desired, running: present, pagePath }).toMatchObject({
      desired: tasks,
      running: tasks,
      pagePath: MAINTENANCE_PAGE_PATHS[tasks === 0 ? "shown" : "hidden"],
    });
  }
});

test("people see a page for as long as there is not a task for each of them, and no longer", async () => {
  const { service, world } = running();
  world.check = () => {
    if (service.running < service.desired || service.desired === 0)
      expect(service.pagePath).toBe(MAINTENANCE_PAGE_PATHS.shown);
  };
  await carriedOut(world, stop);
  expect(service.pagePath).toBe(MAINTENANCE_PAGE_PATHS.shown);
  await carriedOut(world, startWithoutPage);
  expect(service).toMatchObject({ running: 2, pagePath: MAINTENANCE_PAGE_PATHS.hidden });
});

test("a stop that is done says so and changes nothing", async () => {
  const { world } = stopped();
  await carriedOut(world, stop);
  expect(world.calls.filter((action) => /^(Update|Register|Modify)/.test(action))).toEqual([]);
});

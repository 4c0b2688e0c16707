import { type Activity, activityAfter, readLogLine } from "../../../../scripts/openemr/status/log-lines";
import { IMAGES, Sandbox, type Task } from "../../../application/container/sandbox";
import { says, serves } from "../../../application/container/start-support";

// This command reads the lines of the container's scripts: they run here beside a stand-in for OpenEMR's image.

const STATES = "waiting installing upgrading settings serving draining maintenance stopping".split(" ");

let box: Sandbox;
beforeEach(() => {
  box = new Sandbox();
});
afterEach(() => box.remove());

/** The activities that are known after each line of a task. */
function history({ output }: Task): Activity[] {
  const lines = output.split("\n").flatMap((text, i) => readLogLine(text, new Date(i * 1000)) ?? []);
  return lines.flatMap((_, i) => activityAfter(lines.slice(0, i + 1)) ?? []);
}

test("each state and each line of progress of an upgrade is understood, in every task", async () => {
  const often = { PROGRESS_SECONDS: "1" };
  box.prepareInstalled();
  box.prepareImage("next", IMAGES[9]);
  const old = box.start("old", often);
  await serves(old);
  const first = box.start("first", { ...often, QUIET_SECONDS: "3", WORK_SECONDS: "3" }, { image: "next" });
  await says(first, "start: state: upgrading");
  const second = box.start("second", often, { image: "next" });
  for (const task of [first, second]) await serves(task);
  await old.exited;

  for (const task of [old, first, second]) {
    for (const { state } of history(task)) expect(STATES).toContain(state);
  }
  const upgrading = history(first).filter(({ state }) => state === "upgrading");
  expect(new Set(upgrading.map(({ about }) => about))).toEqual(new Set(["7.0.3 to 8.0.0"]));
  const progress = upgrading.map((activity) => activity.progress?.text);
  expect(progress).toContain("waiting until no task of the former version serves");
  expect(progress).toContainEqual(expect.stringMatching(/^fsupgrade-\d\.sh, \d+ statements/));
  expect(history(first).at(-1)).toMatchObject({ state: "serving", about: "8.0.0" });
  expect(history(second)).toContainEqual(
    expect.objectContaining({
      state: "waiting",
      about: expect.stringMatching(/^for the task first-.* that is upgrading$/),
    }),
  );
  expect(history(old).map(({ state }) => state)).toEqual(expect.arrayContaining(["draining", "maintenance"]));
  expect(history(old).at(-1)).toMatchObject({ state: "stopping" });
});

test("the error with which a task ends is found", async () => {
  box.prepareInstalled(IMAGES[9]);
  const task = box.start("old");
  const { output } = await task.exited;
  const errors = output.split("\n").flatMap((text) => readLogLine(text, new Date()) ?? []);
  expect(errors.at(-1)).toMatchObject({
    kind: "error",
    text: expect.stringContaining("An older OpenEMR must not"),
  });
});

/** A task is killed at any of its own steps, as Fargate kills, or a command of it fails; the next one completes what it began. */
import { IMAGES, Sandbox, type Task, until } from "./sandbox";
import { ageLock, sitesOf } from "./start-support";

/** So many at once: they wait for most of their time. */
const AT_ONCE = 4;
/** All steps with EVERY_STEP=1; else some, others in each case. */
const STRIDE = process.env.EVERY_STEP ? 1 : 8;
const STRIDE_OF_FAILURES = process.env.EVERY_STEP ? 1 : 24;

/** Commands that read shared things. */
const READERS = ["ls", "cat", "sed", "awk", "cmp", "stat", "touch", "find"];

jest.setTimeout(600_000);

interface Case {
  readonly image: "image" | "next";
  prepare(box: Sandbox): void;
  /** Asserts at the end, beside that the second task serves and the shared folder is tidy. */
  check(box: Sandbox): void;
}

const CASES: Record<string, Case> = {
  "an installation": {
    image: "image",
    prepare: (box) => box.prepareOpenEmr(),
    check: (box) => {
      expect(box.lines("fake/installed").length).toBeGreaterThan(0);
      expect(box.read("fake/tables").trim()).toBe("280");
    },
  },
  "an upgrade": {
    image: "next",
    prepare: (box) => {
      box.prepareInstalled(IMAGES[7]);
      box.prepareImage("next", IMAGES[9]);
    },
    check: (box) => {
      expect(box.read("sites/default/docker-version")).toBe("9");
      expect(box.read("fake/schema")).toBe(IMAGES[9].schema.join("\t"));
      expect(box.has("fake/dropped")).toBe(false);
    },
  },
};

const serves = (task: Task) => task.output.includes("start: state: serving: ");

/** How many steps a task makes that nobody stops. */
async function countSteps({ image, prepare }: Case, readers: readonly string[] = []): Promise<number> {
  const box = new Sandbox();
  try {
    prepare(box);
    box.countCalls(...readers);
    const task = box.start("first", {}, { image });
    await until(
      () => serves(task),
      () => task.output,
      60_000,
    );
    return box.lines("fake/calls-first").length;
  } finally {
    box.remove();
  }
}

async function interruptAt(step: number, { image, prepare, check }: Case): Promise<void> {
  const box = new Sandbox();
  try {
    prepare(box);
    box.countCalls();
    const first = box.start("first", { STOP_AT_CALL: `${step}` }, { image });
    await until(
      () => box.has("fake/stopped") || serves(first),
      () => `step ${step}: ${first.output}`,
      60_000,
    );
    const at = box.lines("fake/calls-first").at(-1);
    first.kill();
    await first.exited;
    ageLock(box);
    const second = box.start("second", {}, { image });
    await until(
      () => serves(second),
      () => `killed at step ${step}, ${at}:\n${box.said}`,
      60_000,
    );
    expect({
      at,
      left: sitesOf(box).filter((name) => !/^\.openemr-new-first/.test(name)),
    }).toEqual({
      at,
      left: ["default"],
    });
    check(box);
  } finally {
    box.remove();
  }
}

async function failAt(step: number, { image, prepare, check }: Case): Promise<void> {
  const box = new Sandbox();
  try {
    prepare(box);
    box.countCalls(...READERS);
    const first = box.start("first", { FAIL_AT_CALL: `${step}` }, { image });
    let ended = false;
    void first.exited.then(() => {
      ended = true;
    });
    await until(
      () => serves(first) || ended,
      () => `step ${step}: ${first.output}`,
      60_000,
    );
    const at = box.lines("fake/calls-first")[step - 1];
    const errors = first.output.split("\n").filter((line) => line.startsWith("start: error: "));
    // Before it has its scripts, the failing command's own line is all that there is.
    if (ended && box.has("machine-first/state/started"))
      expect({ at, errors }).toEqual({ at, errors: [expect.any(String)] });
    first.kill();
    await first.exited;
    ageLock(box);
    const second = box.start("second", {}, { image });
    await until(
      () => serves(second),
      () => `failed at step ${step}, ${at}:\n${box.said}`,
      60_000,
    );
    check(box);
  } finally {
    box.remove();
  }
}

async function eachStep(
  name: string,
  total: number,
  stride: number,
  work: (step: number, each: Case) => Promise<void>,
): Promise<void> {
  expect(total).toBeGreaterThan(20);
  const first = 1 + (Object.keys(CASES).indexOf(name) % stride);
  const steps = Array.from({ length: total }, (_, i) => i + 1).filter(
    (step) => (step - first) % stride === 0,
  );
  const worker = async () => {
    for (let step = steps.shift(); step !== undefined; step = steps.shift())
      await work(step, CASES[name] as Case);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

test.each(Object.keys(CASES))("%s that is killed at any step is completed by the next task", async (name) => {
  await eachStep(name, await countSteps(CASES[name] as Case), STRIDE, interruptAt);
});

test.each(Object.keys(CASES))(
  "%s of which any command fails goes on, or ends with one error and is completed by the next task",
  async (name) => {
    await eachStep(name, await countSteps(CASES[name] as Case, READERS), STRIDE_OF_FAILURES, failAt);
  },
);

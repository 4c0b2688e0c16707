import { setTimeout as sleep } from "node:timers/promises";
import { type Audience, carryOut } from "../../../scripts/procedures/carry-out";
import type { Procedure } from "../../../scripts/procedures/step";
import { terminalAudience } from "../../../scripts/procedures/terminal-audience";

const SILENT: Audience = {
  ...{ shown() {}, progress() {}, retried() {}, waits() {}, finished() {} },
  during: (_, work) => work(),
};

/** A procedure of one step, whose request takes some time. */
function procedure(begin: () => Promise<void>): Procedure {
  let isDone = false;
  return {
    name: "rotate",
    environment: "production",
    summary: "",
    outcome: async () => [],
    steps: [
      {
        title: "Ask a function",
        takes: "1 min",
        look: async () => ({ is: isDone ? "done" : "to do" }),
        begin: async () => {
          await begin();
          isDone = true;
        },
      },
    ],
  };
}

function lock() {
  const signs: string[] = [];
  const held = {
    take: async () => {},
    renew: async () => {
      await sleep(2);
      signs.push("there");
    },
    release: async () => {
      signs.push("released");
    },
  };
  return { signs, held };
}

const carriedOut = (made: Procedure, held: ReturnType<typeof lock>["held"]) =>
  carryOut(() => made, { audience: SILENT, confirm: async () => {}, dryRun: false, lock: held, interval: 5 });

test("a run says that it is there while a request lasts, and no more once it has let go", async () => {
  const { signs, held } = lock();
  let during = 0;
  const request = async () => {
    const before = signs.length;
    while (signs.length < before + 3) await sleep(5);
    during = signs.length - before;
  };
  await carriedOut(procedure(request), held);
  expect(during).toBe(3);
  await sleep(30);
  expect(signs.at(-1)).toBe("released");
});

test("a request that fails tells its own reason, also where another run took over meanwhile", async () => {
  const { held } = lock();
  const failing = procedure(async () => {
    held.renew = () => Promise.reject(new Error("Another run took over"));
    await sleep(20);
    held.renew = async () => {};
    throw Object.assign(new Error("no such function"), { name: "ResourceNotFoundException" });
  });
  await expect(carriedOut(failing, held)).rejects.toThrow("no such function");
});

test("a terminal shows what the first looks and a request are about while they last, and nothing of it stays", async () => {
  const { held } = lock();
  const written: string[] = [];
  const { isTTY } = process.stderr;
  process.stderr.isTTY = true;
  const spy = jest
    .spyOn(process.stderr, "write")
    .mockImplementation((text) => written.push(String(text)) > 0);
  const audience = terminalAudience(() => {});
  await carryOut(() => procedure(async () => {}), {
    ...{ audience, confirm: async () => {}, dryRun: false, lock: held, interval: 5 },
  });
  spy.mockRestore();
  process.stderr.isTTY = isTTY;
  const shown = written.map((text) => text.replace("\r\u001b[K", ""));
  expect(shown.filter(Boolean)).toEqual([
    "... reading the installation",
    '... looking at "Ask a function"',
    "... reading the installation",
    '... asking for "Ask a function"',
  ]);
  expect(shown.at(-1)).toBe("");
});

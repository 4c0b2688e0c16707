import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Audience, carryOut } from "../../../scripts/procedures/carry-out";
import type { Procedure } from "../../../scripts/procedures/step";
import { terminalAudience } from "../../../scripts/procedures/terminal-audience";
import { UserError } from "../../../src/user-error";
import { RunningScript } from "../../support/running-script";

const SILENT: Audience = {
  ...{ shown() {}, progress() {}, retried() {}, waits() {}, finished() {}, stopped() {} },
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
    check: async () => {},
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
  // Lasts until three signs came meanwhile.
  const request = async () => {
    const before = signs.length;
    while (signs.length < before + 3) await sleep(5);
  };
  await carriedOut(procedure(request), held);
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

test("an answer to steps that were shown is none to others, which another run left meanwhile", async () => {
  const { signs, held } = lock();
  let begun = 0;
  const made = () =>
    procedure(async () => {
      begun++;
    });
  const makes = [made(), { ...made(), steps: [{ ...made().steps[0]!, final: "the former database goes" }] }];
  const run = carryOut(() => makes.shift()!, {
    audience: SILENT,
    confirm: async () => {},
    dryRun: false,
    lock: held,
    interval: 5,
  });
  await expect(run).rejects.toThrow(
    /^Another run has changed "production" since .* "Ask a function" .* Nothing was changed\. .*: npm run rotate -- production$/,
  );
  expect([begun, signs]).toEqual([0, ["released"]]);
});

test("nothing is asked for once another run took over, however short a time ago this one looked", async () => {
  const { held } = lock();
  let begun = 0;
  held.check = () => Promise.reject(new UserError("Another run took over"));
  const made = procedure(async () => {
    begun++;
  });
  await expect(carriedOut(made, held)).rejects.toThrow("Another run took over");
  expect(begun).toBe(0);
});

test.each(["ENETUNREACH", "EHOSTUNREACH", "ETIMEDOUT"])(
  "goes on after the network was away: %s",
  async (code) => {
    const { held } = lock();
    let tries = 0;
    const made = procedure(async () => {
      if (tries++ === 0) throw Object.assign(new Error("connect"), { code });
    });
    await carriedOut(made, held);
    expect(tries).toBe(2);
  },
);

test("a session that ended in the middle says how to sign in, and how to go on", async () => {
  const { held } = lock();
  const made = procedure(async () => {
    throw Object.assign(new Error("The security token included in the request is expired"), {
      name: "ExpiredTokenException",
      $fault: "client",
    });
  });
  await expect(carriedOut(made, held)).rejects.toThrow(
    /is expired\n.*Sign in \(aws sso login.*\nThe steps before it .* npm run rotate -- production/s,
  );
});

const FOLDER = path.resolve(__dirname, "../../../scripts/procedures");
const STOPPED = `
  const { carryOut } = require("${FOLDER}/carry-out");
  const { terminalAudience } = require("${FOLDER}/terminal-audience");
  setInterval(() => {}, 1000);
  const hangs = () => new Promise(() => console.log("asked"));
  const step = { title: "Stop", takes: "1 s", look: async () => ({ is: "to do" }), begin: hangs };
  const wayBack = () => "To go back: npm run restore -- trial --undo";
  const made = { name: "restore", environment: "trial", summary: "", steps: [step], wayBack };
  const nothing = async () => {};
  const lock = { take: nothing, renew: nothing, check: nothing, release: async () => console.log("released") };
  carryOut(() => made, { audience: terminalAudience(), confirm: nothing, dryRun: false, lock });`;

test.each(["SIGINT", "SIGTERM"] as const)(
  "%s lets the next run begin at once, and says how to go on and back",
  async (signal) => {
    const cwd = path.resolve(__dirname, "../../..");
    const script = new RunningScript(["--require", "tsx/cjs", "-e", STOPPED], { cwd });
    await script.says(/asked/);
    script.kill(signal);
    const { status, stdout } = await script.end();
    expect(status).toBeNull();
    expect(stdout).toMatch(
      /Stopped\. What AWS was asked for goes on\. To go on from here: npm run restore -- trial\nTo go back: npm run restore -- trial --undo\nreleased\n$/,
    );
  },
);

import { type Watched, watch } from "../../../../scripts/commands/status/watch";
import type { Status } from "../../../../scripts/openemr/status/read-status";
import { UserError } from "../../../../src/user-error";

const AT = new Date(Date.UTC(2026, 10, 29));

function status(outcome: Status["outcome"], deployment: string, summary: string = outcome): Status {
  return {
    outcome,
    summary,
    at: AT,
    tasks: [],
    service: { deployment: { state: deployment }, counts: { desired: 2, running: 1, pending: 1 } },
  } as unknown as Status;
}

const held = (renewal: number, note: string): Watched => ({
  ...status("serving", "completed"),
  run: { text: note, renewal },
});

const run = (...looks: Array<Watched | Error>) => follow(looks, 60_000);

async function follow(looks: Array<Watched | Error>, stale: number) {
  const told: string[] = [];
  const warnings: string[] = [];
  const look = async () => {
    const next = looks.shift()!;
    if (next instanceof Error) throw next;
    return next;
  };
  const options = {
    interval: 1,
    stale,
    tell: (each: Watched) => told.push(each.run?.text ?? each.summary),
    warn: (text: string) => warnings.push(text),
  };
  const end = await watch(look, options);
  return { end: end.summary, told, warnings, left: looks.length };
}

test("each change is told once, until nothing is under way", async () => {
  expect(
    await run(
      status("working", "in progress", "a"),
      status("working", "in progress", "a"),
      status("working", "in progress", "b"),
      status("serving", "in progress", "c"),
      status("serving", "completed", "d"),
      status("down", "failed"),
    ),
  ).toEqual({ end: "d", told: ["a", "b", "c"], warnings: [], left: 1 });
});

test("an upgrade is followed after its deployment has ended, and a deployment that failed is not", async () => {
  expect(await run(status("working", "completed", "a"), status("serving", "completed", "b"))).toMatchObject({
    end: "b",
  });
  expect(await run(status("working", "being rolled back", "a"), status("down", "failed", "b"))).toMatchObject(
    { end: "b" },
  );
});

test("tasks' logs that AWS does not give just now end nothing, and those that it refuses do", async () => {
  const unread = (logProblem: string): Watched => ({ ...status("unknown", "completed"), logProblem });
  const busy = unread("ThrottlingException: Rate exceeded");
  expect(
    await run(status("working", "completed", "a"), busy, busy, status("serving", "completed", "b")),
  ).toMatchObject({
    end: "b",
    told: ["a"],
    warnings: Array(2).fill("ThrottlingException: Rate exceeded. Trying again ..."),
  });
  expect(
    await run(
      status("working", "completed", "a"),
      unread("AccessDeniedException: no"),
      status("serving", "completed"),
    ),
  ).toMatchObject({ end: "unknown", left: 1 });
});

test("a procedure is followed to its end while OpenEMR serves", async () => {
  expect(
    await run(
      held(0, "restored"),
      held(0, "restored"),
      held(1, "exchanging"),
      status("serving", "completed", "done"),
      status("down", "failed"),
    ),
  ).toEqual({ end: "done", told: ["restored", "exchanging"], warnings: [], left: 1 });
});

test("a run that was killed gives no sign of life, and is not followed for ever", async () => {
  const looks = Array.from({ length: 2000 }, () => held(7, "exchanging"));
  const { end, told, left } = await follow(looks, 200);
  expect({ end, told }).toEqual({ end: "serving", told: ["exchanging"] });
  expect(left).toBeGreaterThan(0);
});

test("an answer that is missing is waited for, and not for ever", async () => {
  const lost = Object.assign(new Error("socket hang up\n at"), { name: "TimeoutError" });
  const busy = status("working", "in progress", "a");
  expect(await run(busy, lost, lost, lost, lost, busy, lost, status("serving", "completed", "b"))).toEqual({
    end: "b",
    told: ["a"],
    warnings: Array(5).fill("TimeoutError: socket hang up. Trying again ..."),
    left: 0,
  });
  await expect(run(busy, lost, lost, lost, lost, lost, busy)).rejects.toBe(lost);
});

test("an error before anything was seen, or that is an answer, ends it at once", async () => {
  const denied = new Error("denied");
  await expect(run(denied, status("serving", "completed"))).rejects.toBe(denied);
  const gone = new UserError("the service is gone");
  await expect(run(status("working", "in progress"), gone)).rejects.toBe(gone);
});

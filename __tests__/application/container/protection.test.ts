import { setTimeout as sleep } from "node:timers/promises";
import { EcsAgent, REFUSALS } from "./ecs-agent-stand-in";
import { IMAGES, Sandbox, until } from "./sandbox";
import { refusal, says, serves, stoppedAt } from "./start-support";

let box: Sandbox;
let agent: EcsAgent;

beforeEach(async () => {
  box = new Sandbox().prepareInstalled(IMAGES[7]);
  box.prepareImage("next", IMAGES[9]);
  agent = new EcsAgent();
  await agent.listen();
});

afterEach(async () => {
  box.remove();
  await agent.close();
  expect(agent.problems).toEqual([]);
});

const upgrade = (extra: Record<string, string> = {}) =>
  box.start("one", { ECS_AGENT_URI: agent.uri, PROTECTION_SECONDS: "1", ...extra }, { image: "next" });

const PROTECTED = { ProtectionEnabled: true, ExpiresInMinutes: 30 };
const FREE = { ProtectionEnabled: false };
const WARNING = /start: warning: .*protect/g;

describe("the task that upgrades", () => {
  it("is protected from being ended before it changes anything", async () => {
    await stoppedAt(box, "before-sql-8", {
      image: "next",
      extra: { ECS_AGENT_URI: agent.uri },
    });
    expect(agent.granted).toEqual([PROTECTED]);
  });

  it("has its protection renewed while it goes on, and taken away when it is done", async () => {
    const task = upgrade({ QUIET_SECONDS: "4" });
    await serves(task);
    expect(agent.granted.length).toBeGreaterThan(3);
    expect(agent.granted.slice(0, -1)).toEqual(agent.granted.slice(1).map(() => PROTECTED));
    expect(agent.granted.at(-1)).toEqual(FREE);
    expect(task.output.match(/ECS does not end this task while it works/g)).toHaveLength(1);
    expect(task.output).not.toMatch(WARNING);
  });

  it("asks every five minutes", async () => {
    await serves(upgrade({ QUIET_SECONDS: "3", PROTECTION_SECONDS: "" }));
    expect(agent.granted).toEqual([PROTECTED, FREE]);
  });

  it("is not protected any longer when nothing goes on", async () => {
    const task = upgrade({ STOP_AT: "in-sql-8", STALL_SECONDS: "4" });
    expect(await refusal(task)).toContain("there was no sign of progress for 4 s");
    expect(agent.granted.length).toBeLessThan(4);
  });

  it.each(Object.entries(REFUSALS))("completes its work after %s, with one warning", async (_, answer) => {
    agent.refusal = answer;
    const task = upgrade({ QUIET_SECONDS: "3" });
    await serves(task);
    expect(agent.asked).toBeGreaterThan(2);
    expect(task.output.match(WARNING)).toHaveLength(1);
    const { error, failure } = answer.body as { error?: { Code: string }; failure?: { Reason: string } };
    expect(task.output).toMatch(
      new RegExp(`warning: ECS does not protect this task .*${error?.Code ?? failure?.Reason}`),
    );
  });

  it("is protected as soon as ECS does so after a refusal", async () => {
    agent.refusal = REFUSALS["an API that does not answer"];
    const task = upgrade({ QUIET_SECONDS: "4" });
    await says(task, "warning: ECS does not protect this task");
    delete agent.refusal;
    await serves(task);
    expect(agent.granted[0]).toEqual(PROTECTED);
    expect(agent.granted.at(-1)).toEqual(FREE);
  });

  it("completes its work where nobody listens", async () => {
    const task = upgrade({ ECS_AGENT_URI: "http://127.0.0.1:1/api/x" });
    await serves(task);
    expect(task.output).toMatch(/does not protect this task \(curl: /);
  });

  it("says that the protection ends by itself when it cannot be taken away", async () => {
    const task = upgrade({ QUIET_SECONDS: "2", PROTECTION_SECONDS: "" });
    await until(() => agent.granted.length === 1, "it is protected");
    agent.refusal = REFUSALS["an API that does not answer"];
    await serves(task);
    expect(task.output).toContain("RequestCanceled");
    expect(task.output).toContain("It ends by itself within 30 min");
  });

  it("asks nobody outside of ECS", async () => {
    const task = upgrade({ ECS_AGENT_URI: "" });
    await serves(task);
    expect(task.output).not.toContain("protect");
  });
});

it("a task that installs is protected as well", async () => {
  box.remove();
  box = new Sandbox().prepareOpenEmr();
  await serves(box.start("one", { ECS_AGENT_URI: agent.uri }));
  expect(agent.granted).toEqual([PROTECTED, FREE]);
});

it("a task with nothing to do but serve is not protected", async () => {
  await serves(box.start("one", { ECS_AGENT_URI: agent.uri }));
  await sleep(500);
  expect(agent.asked).toBe(0);
});

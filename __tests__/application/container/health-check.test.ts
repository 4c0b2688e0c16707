import { rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { listen } from "../../support/local-server";
import { type Exit, Sandbox, script } from "./sandbox";

let box: Sandbox;
let server: Server;
let url: string;
let asked: string[] = [];
let answer: { status: number; headers?: Record<string, string>; body?: string } | "hang";

const LOGIN = { status: 302, headers: { location: "interface/login/login.php?site=default" } };

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(String(request.url));
    if (answer !== "hang") response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  url = `http://127.0.0.1:${await listen(server)}`;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

beforeEach(() => {
  box = new Sandbox();
  box.write("state/started", "");
  answer = LOGIN;
  asked = [];
});

afterEach(() => {
  box.remove();
});

function check(extra: Record<string, string> = {}): Promise<Exit> {
  return box.run(script("health-check.sh"), {
    HEALTH_CHECK_URL: url,
    STATE_DIRECTORY: box.path("state"),
    ...extra,
  }).exited;
}

describe("a task that serves", () => {
  beforeEach(() => {
    box.write("state/mode", "serving\n");
  });

  test.each([
    [200, { status: 200, body: "<html>login</html>" }],
    [302, LOGIN],
  ])("is healthy by an answer %d", async (_, given) => {
    answer = given;
    expect(await check()).toMatchObject({ code: 0 });
    expect(asked).toEqual(["/task-health", "/"]);
  });

  test.each([500, 502, 503, 404, 403])("is unhealthy by an error %d, at any age", async (status) => {
    answer = { status };
    const { code, output } = await check();
    expect(code).toBe(1);
    expect(output).toMatch(/^unhealthy: .*\/task-health does not answer/);
  });

  test.each([
    ["a redirect", { status: 302, headers: { location: "setup.php?site=default" } }],
    ["a page", { status: 200, body: "<body onload=\"top.location.href='setup.php?site=default'\">" }],
  ])("is unhealthy if it leads to its setup by %s", async (_, given) => {
    answer = given;
    const { code, output } = await check();
    expect(code).toBe(1);
    expect(output).toContain("not installed");
  });

  test("is healthy while it has no time for the question, as it answers people", async () => {
    answer = "hang";
    box.write("web/activity", "");
    expect(await check({ WEB_FOLDER: box.path("web") })).toMatchObject({ code: 0 });
    box.makeOld("web/activity", 61);
    expect(await check({ WEB_FOLDER: box.path("web") })).toMatchObject({ code: 1 });
    // A clock that was put back.
    box.makeOld("web/activity", -3600);
    expect(await check({ WEB_FOLDER: box.path("web") })).toMatchObject({ code: 1 });
    box.write("web/activity", "");
    answer = { status: 500 };
    expect(await check({ WEB_FOLDER: box.path("web") })).toMatchObject({ code: 1 });
  });

  test("and hangs costs less than the ten seconds that ECS gives", async () => {
    answer = "hang";
    const before = Date.now();
    expect(await check()).toMatchObject({ code: 1 });
    expect(Date.now() - before).toBeLessThan(9000);
  });
});

/** ECS counts failures from 300 s after the start on, and gives up at the tenth, 30 s apart. */
const BEFORE_ECS_GIVES_UP = 300 + 9 * 30;

describe.each(["installing", "upgrading", "waiting", "settings"])("a task that is %s", (mode) => {
  beforeEach(() => {
    box.write("state/mode", `${mode}\n`);
    box.write("state/progress", "");
  });

  test("is not healthy in its first minutes, so that a deployment does not pass for done", async () => {
    const { code, output } = await check();
    expect(code).toBe(1);
    expect(output).toContain(`${mode}, and does not serve yet`);
  });

  test("is healthy before ECS gives up, for as long as it shows signs of life", async () => {
    box.makeOld("state/started", BEFORE_ECS_GIVES_UP - 30);
    expect(await check()).toMatchObject({ code: 0, output: expect.stringContaining(mode) });
    box.makeOld("state/started", 40_000);
    expect(await check()).toMatchObject({ code: 0 });
  });

  test.each(["no", "an old"])("is unhealthy with %s sign of life", async (sign) => {
    box.makeOld("state/started", 40_000);
    if (sign === "no") rmSync(box.path("state/progress"));
    else box.makeOld("state/progress", 601);
    const { code, output } = await check();
    expect(code).toBe(1);
    expect(output).toContain("without a sign of life");
  });
});

test("a task that served, and stopped for the upgrade of a newer one, stays healthy at once", async () => {
  box.write("state/mode", "maintenance\n");
  box.write("state/progress", "");
  box.write("state/served", "");
  expect(await check()).toMatchObject({ code: 0 });
});

test("a task whose start script never ran is unhealthy", async () => {
  const { code, output } = await check({ STATE_DIRECTORY: box.path("elsewhere") });
  expect(code).toBe(1);
  expect(output).toContain("start script has not run");
});

import { rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Exit, Sandbox, script } from "./sandbox";

jest.setTimeout(15_000);

let box: Sandbox;
let server: Server;
let url: string;
let answer: { status: number; headers?: Record<string, string>; body?: string } | "hang";

const LOGIN = { status: 302, headers: { location: "interface/login/login.php?site=default" } };

beforeAll(async () => {
  server = createServer((_, response) => {
    if (answer !== "hang") response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

beforeEach(() => {
  box = new Sandbox();
  box.write("state/started", "");
  answer = LOGIN;
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

const nobody = { HEALTH_CHECK_URL: "http://127.0.0.1:9/" };

test("a container that leads to the login is healthy, and remembered as such", async () => {
  expect(await check()).toMatchObject({ code: 0, output: "" });
  expect(box.has("state/served")).toBe(true);
});

test.each([
  [200, { status: 200, body: "<html>login</html>" }],
  [302, LOGIN],
])("an answer %d is fine", async (_, given) => {
  answer = given;
  expect(await check()).toMatchObject({ code: 0 });
});

test("a container that installs or waits is left alone", async () => {
  const { code, output } = await check(nobody);
  expect(code).toBe(0);
  expect(output).toMatch(/^starting: .* s after the start \(limit 1800 s\)/);
  expect(box.has("state/served")).toBe(false);
});

test("but not for ever", async () => {
  box.makeOld("state/started", 1801);
  const { code, output } = await check(nobody);
  expect(code).toBe(1);
  expect(output).toContain("(limit 1800 s)");
});

test("with a limit that can be set", async () => {
  box.makeOld("state/started", 1801);
  expect(await check({ ...nobody, STARTUP_LIMIT_SECONDS: "3600" })).toMatchObject({ code: 0 });
});

test("a container that served and no longer does is unhealthy at any age", async () => {
  await check();
  const { code, output } = await check(nobody);
  expect(code).toBe(1);
  expect(output).toContain("and did before");
});

test.each([500, 502, 503, 404, 403])("an error %d is no answer", async (status) => {
  answer = { status };
  box.makeOld("state/started", 1801);
  expect(await check()).toMatchObject({ code: 1 });
});

test.each([
  ["a redirect", { status: 302, headers: { location: "setup.php?site=default" } }],
  ["a page", { status: 200, body: "<body onload=\"top.location.href='setup.php?site=default'\">" }],
])("an OpenEMR that leads to its setup by %s is not installed", async (_, given) => {
  answer = given;
  box.makeOld("state/started", 1801);
  const { code, output } = await check();
  expect(code).toBe(1);
  expect(output).toContain("not installed");
});

test("a container that asks to be replaced is unhealthy although it answers", async () => {
  box.write("state/failed", "another task took the lead and did not upgrade\n");
  const { code, output } = await check();
  expect(code).toBe(1);
  expect(output).toContain("did not upgrade");
});

test("a container that serves before its settings are applied is unhealthy, and healthy when they are", async () => {
  box.write("state/unapplied", "");
  expect(await check(nobody)).toMatchObject({ code: 0 });
  const { code, output } = await check();
  expect(code).toBe(1);
  expect(output).toContain("the settings are not applied yet");
  rmSync(box.path("state/unapplied"));
  expect(await check()).toMatchObject({ code: 0 });
});

test("a container whose start script never ran is unhealthy", async () => {
  const { code, output } = await check({ ...nobody, STATE_DIRECTORY: box.path("elsewhere") });
  expect(code).toBe(1);
  expect(output).toContain("start script has not run");
});

test("an application that hangs costs less than the five seconds ECS gives", async () => {
  answer = "hang";
  box.write("state/served", "");
  const before = Date.now();
  expect(await check()).toMatchObject({ code: 1 });
  expect(Date.now() - before).toBeLessThan(5000);
});

/** OpenEMR's Apache with this project's configuration, asked by a load balancer, by clients behind it and by strangers. */
import type { Task } from "./sandbox";
import { until } from "./sandbox";
import { accessLog, LOAD_BALANCER, STRANGER, WebServerBox } from "./web-server-box";

let box: WebServerBox;
let task: Task;

beforeAll(async () => {
  box = await new WebServerBox().prepare();
  task = await box.serve();
});

afterAll(() => {
  box.remove();
});

const LOGIN = "/interface/login/login.php";
const from = (client: string) => ["--header", `X-Forwarded-For: ${client}`];
const traced = (id: string) => ["--header", `X-Amzn-Trace-Id: Root=${id}`];

/** The line of the access log of the request with a trace id. */
async function logged(id: string): Promise<Record<string, unknown>> {
  const find = () => accessLog(task.output).find(({ request }) => request === `Root=${id}`);
  await until(
    () => find() !== undefined,
    () => task.output,
  );
  return find() ?? {};
}

describe("log", () => {
  test("a request is a line of JSON with client, status, time, bytes and id, and without query strings", async () => {
    const page = `${LOGIN}?site=default&patient=Jane`;
    await box.get(
      page,
      ...from("192.0.2.7"),
      ...traced("1-a"),
      "--referer",
      "https://emr.example/x.php?patient=Jane#Jane",
    );
    const line = await logged("1-a");
    expect(line).toMatchObject({
      log: "access",
      client: "192.0.2.7",
      method: "GET",
      path: LOGIN,
      status: 200,
      ms: expect.any(Number),
      bytes: expect.any(Number),
      memory: expect.stringMatching(/^\d+$/),
      referer: "https://emr.example/x.php",
      agent: expect.stringContaining("curl"),
    });
    expect(new Date(String(line.time)).getTime()).toBeGreaterThan(Date.now() - 60_000);
    expect(task.output).not.toContain("Jane");
  });

  test("no client can break the JSON or write a line of its own", async () => {
    const odd = '"},\\é';
    await box.get('/a"},b?x=1', "--user-agent", `A${odd}`, "--referer", `/r${odd}`, ...traced("1-b"));
    await box.get("/%22%0a%ff", ...traced("1-c"));
    await box.get(LOGIN, "--header", `X-Amzn-Trace-Id: Root=1-d${odd}`);
    expect(await logged("1-b")).toMatchObject({ path: "/a", agent: "A", referer: "/r" });
    expect(await logged("1-c")).toMatchObject({ path: "/%22%0a%ff" });
    expect(await logged("1-d")).toMatchObject({ path: LOGIN });
  });

  test("an error has the id of its request, and ends as a line that a metric filter finds", async () => {
    expect(
      await box.get("/interface/fatal.php?patient=Jane", ...from("192.0.2.8"), ...traced("1-e")),
    ).toMatchObject({ status: 500 });
    expect(await logged("1-e")).toMatchObject({ status: 500 });
    const lines = task.output.split("\n").filter((line) => line.includes("[request Root=1-e]"));
    expect(lines).toEqual([
      expect.stringMatching(/^\[php:notice\] .*\[client 192\.0\.2\.8(:\d+)?\] said before$/),
      expect.stringMatching(/^\[php:error\] .*PHP Fatal error: {2}Uncaught Error: .*not_defined\(\)/),
    ]);
  });

  test("health checks are not in it: the load balancer's, nor those that the task makes itself", async () => {
    expect(await box.get("/task-health", "--interface", LOAD_BALANCER)).toMatchObject({
      status: 200,
      body: "serving\n",
    });
    expect(await box.get("/", "--interface", "127.0.0.1")).toMatchObject({ status: 302 });
    await box.get("/", ...from("192.0.2.9"), ...traced("1-f"));
    await logged("1-f");
    const paths = accessLog(task.output).filter(({ path }) => path === "/" || path === "/task-health");
    expect(paths).toMatchObject([{ path: "/", client: "192.0.2.9" }]);
  });

  test("the image's own logs are not written beside it", () => {
    expect(box.list("logs")).toEqual([]);
  });
});

describe("address of the client", () => {
  const seen = async (...options: string[]) => {
    const { address, forwarded } = JSON.parse((await box.get(LOGIN, ...options)).body);
    return { address, forwarded };
  };

  test("is what the load balancer saw, whatever the client says", async () => {
    const real = { address: "198.51.100.4", forwarded: {} };
    expect(await seen(...from("198.51.100.4"))).toEqual(real);
    expect(await seen(...from("203.0.113.9, 198.51.100.4"))).toEqual(real);
    expect(await seen(...from("127.0.0.1, 10.9.9.9, 198.51.100.4"))).toEqual(real);
    expect(await seen(...from("nonsense, 198.51.100.4"))).toEqual(real);
    const others = ["X-Real-IP", "Client-IP", "Forwarded", "X-Forwarded-Host", "X-Forwarded-Server"];
    expect(
      await seen(...from("198.51.100.4"), ...others.flatMap((name) => ["-H", `${name}: 203.0.113.9`])),
    ).toEqual(real);
    expect(await seen(...from("2001:db8::7"))).toEqual({ address: "2001:db8::7", forwarded: {} });
  });

  test("of who stands in the load balancer's own network is its own as well", async () => {
    const real = { address: "10.0.0.7", forwarded: {} };
    expect(await seen(...from("10.0.0.7"))).toEqual(real);
    expect(await seen(...from("203.0.113.9, 10.0.0.7"))).toEqual(real);
    expect(await seen(...from("203.0.113.9"), ...from("10.0.0.7"))).toEqual(real);
  });

  test("of who is not the load balancer is its own", async () => {
    expect(await seen("--interface", STRANGER, ...from("198.51.100.4"))).toEqual({
      address: STRANGER,
      forwarded: {},
    });
  });
});

describe("below sites", () => {
  const planted = ["", "images/", "documents/"].map((folder) => `/sites/default/${folder}planted.php`);

  test.each([
    ...planted,
    "/sites/default/planted.php/x.png",
    "/sites/default/sqlconf.php",
    "/sites/default/images/planted.phtml",
    "/sites/default/images/.htaccess",
    "/sites/default/images/",
    "/sites/default/documents/1/scan.png",
    "/sites/",
  ])("%s is refused", async (path) => {
    expect(await box.get(path)).toMatchObject({
      status: 403,
      body: expect.not.stringMatching(/secret|patient|address/),
    });
  });

  test("images of a site are served, and never run", async () => {
    expect(await box.get("/sites/default/images/logo_1.png")).toMatchObject({ status: 200, body: "picture" });
    expect(await box.get("/sites/default/images/logos/core/login/primary/logo.svg")).toMatchObject({
      status: 200,
    });
    const answer = await box.get("/sites/default/images/planted.php.png");
    expect(answer.body).toContain("<?php");
    expect(answer.headers).toMatch(/Content-Type: image\/png/);
  });
});

test.each([
  "/setup.php",
  "/sql_upgrade.php",
  "/sql_upgrade.php/x",
  "/./setup.php",
  "//setup.php",
  "/%73etup.php",
  "/openemr.sh",
  "/bin/console.php",
  "/.git/config",
  "/server-status",
  "/server-info",
])("%s is refused", async (path) => {
  expect(await box.get(path)).toMatchObject({ status: 403 });
});

test("what OpenEMR's own .htaccess files say still holds", async () => {
  expect(await box.get("/apis/default/fhir/metadata")).toMatchObject({ status: 200 });
  expect(await box.get("/apis/default/fhir/.well-known/smart-configuration")).toMatchObject({ status: 200 });
});

describe("limits", () => {
  test("a file of the largest size passes, a larger request is refused", async () => {
    // PHP's own limits are 2 MB a file and 8 MB a form.
    const largest = 9 * 1024 * 1024;
    box.write("file", "x".repeat(largest));
    const upload = ["--form", `file=@${box.path("file")}`, "--form", `note=${"n".repeat(10_000)}`];
    expect(JSON.parse((await box.get(LOGIN, ...upload)).body).files).toEqual({ file: [largest, 0] });
    box.write("large", "x".repeat(18 * 1024 * 1024));
    expect(await box.get(LOGIN, "--form", `file=@${box.path("large")}`)).toMatchObject({ status: 413 });
  });

  test("no script takes more memory than it is given", async () => {
    expect(JSON.parse((await box.get(LOGIN)).body).memory).toEqual([false, "128M"]);
  });

  test("as many requests run at once as there are workers, and a connection holds none after its answer", async () => {
    const began = Date.now();
    const answers = await Promise.all(Array.from({ length: 4 }, () => box.get(`${LOGIN}?sleep=1`)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(Date.now() - began).toBeGreaterThan(1900);
    expect(answers.map(({ headers }) => headers)).toEqual(
      Array(4).fill(expect.stringMatching(/\r\nConnection: close/)),
    );
  });
});

test("the header HSTS has the value that was given, and not the image's", async () => {
  for (const path of [LOGIN, "/not-there"]) {
    const { headers } = await box.get(path);
    expect(headers.match(/Strict-Transport-Security: .*/g)).toEqual([
      "Strict-Transport-Security: max-age=86400",
    ]);
  }
});

test("PHP's requests are noted for a database that may pause, and no others", async () => {
  const size = () => box.read("run/activity").length;
  const before = size();
  await box.get("/task-health");
  await box.get("/", "--interface", "127.0.0.1");
  await box.get("/sites/default/images/logo_1.png");
  await box.get("/interface/fatal.php");
  expect(size()).toBe(before);
  await box.get(LOGIN);
  await until(() => size() > before, "activity is noted");
});

/** The small web server that answers while OpenEMR does not, and the change from it to OpenEMR's and back. */
import { type Task, until } from "./sandbox";
import { accessLog, WebServerBox } from "./web-server-box";

let box: WebServerBox;

beforeEach(async () => {
  box = await new WebServerBox().prepare();
});

afterEach(() => {
  box.remove();
});

/** Runs commands and goes on when the task says that it reached the end of them. */
async function after(commands: string, extra: Record<string, string> = {}): Promise<Task> {
  const task = box.script(`prepare_web_server\n${commands}\necho reached\nsleep 60 & wait $!`, extra);
  await until(
    () => /^reached$/m.test(task.output),
    () => task.output,
  );
  return task;
}

test("a page says in plain words what goes on, and that nothing is lost", async () => {
  const task = await after("start_maintenance upgrading");
  const { status, headers, body } = await box.get("/interface/login/login.php?patient=Jane");
  expect(status).toBe(503);
  expect(headers).toMatch(/\r\nRetry-After: 60\r\n/);
  expect(headers).toMatch(/\r\nCache-Control: no-store\r\n/);
  expect(headers).toMatch(/\r\nStrict-Transport-Security: max-age=86400\r\n/);
  expect(headers).toMatch(/\r\nContent-Type: text\/html; charset=utf-8/);
  expect(body).toMatch(/<h1>OpenEMR is being updated<\/h1>/);
  expect(body).toMatch(/Everything that was saved is safe/);
  expect(body).toMatch(/<meta name="viewport" content="width=device-width/);
  expect(body).not.toMatch(/@[A-Z]+@|(src|href)=|url\(|https?:/);
  await until(() => accessLog(task.output).length > 0, "a line in the log");
  expect(accessLog(task.output)).toMatchObject([{ path: "/interface/login/login.php", status: 503 }]);
});

test("whatever is asked for, the answer is that page, and the load balancer's health check passes", async () => {
  await after("start_maintenance installing");
  for (const path of ["/", "/maintenance-page.html", "/health-serving", "/apache-settings.conf"])
    expect(await box.get(path)).toMatchObject({
      status: 503,
      body: expect.stringMatching(/is being installed/),
    });
  expect(await box.get("/apis/default/fhir/Patient", "--data", "x=1")).toMatchObject({ status: 503 });
  expect(await box.get("/task-health")).toMatchObject({ status: 200, body: "maintenance\n" });
});

test("there is no page for a task that only starts, as others may be serving", async () => {
  const task = box.script("prepare_web_server\nstart_maintenance waiting");
  expect(await task.exited).toMatchObject({
    code: 1,
    output: expect.stringContaining("start_maintenance waiting: installing or upgrading is allowed"),
  });
});

test("the reason changes while the server stays", async () => {
  await after(
    "start_maintenance installing\nbefore=$maintenance_server\nstart_maintenance upgrading\n[ $before = $maintenance_server ]",
  );
  expect((await box.get("/")).body).toMatch(/is being updated/);
  expect((await box.get("/task-health")).status).toBe(200);
});

test("between it and OpenEMR, in both directions, somebody always listens", async () => {
  const bodies: string[] = [];
  let asking = true;
  await after("start_maintenance upgrading");
  const asker = (async () => {
    // A server that ends resets who waits in its queue at that moment: one request at most.
    while (asking) bodies.push(await box.get("/task-health").then(({ body }) => body.trim(), String));
  })();
  const to = box.script(`
setsid "$apache" -f "$APACHE_CONFIGURATION" -D FOREGROUND &
openemr=$!
maintenance_server=$(cat "$WEB_FOLDER/maintenance.pid")
until web_server_says serving; do sleep 0.1; done
stop() { kill -WINCH "$1"; while [ -e "/proc/$1" ]; do sleep 0.1; done; }
stop "$maintenance_server"
maintenance_server=
until web_server_says serving; do sleep 0.1; done
echo serves
start_maintenance upgrading
kill -WINCH "$openemr"
wait "$openemr" || :
until web_server_says maintenance; do sleep 0.1; done
while [ ! -e "$WEB_FOLDER/asked" ]; do sleep 0.1; done
stop_maintenance
`);
  await until(
    () => /^serves$/m.test(to.output),
    () => to.output,
  );
  await until(() => bodies.at(-1) === "maintenance", "back in maintenance");
  asking = false;
  await asker;
  box.write("run/asked", "");
  expect(await to.exited).toMatchObject({ code: 0 });
  const answered = (body = "") => ["maintenance", "serving"].includes(body);
  expect(bodies.filter((body, i) => !answered(body) && !answered(bodies[i + 1]))).toEqual([]);
  expect(new Set(bodies.filter(answered))).toEqual(new Set(["maintenance", "serving"]));
});

test("after it stopped the port is free", async () => {
  const task = await after(
    "start_maintenance upgrading\nstop_maintenance\nstop_maintenance\nweb_server_says maintenance && exit 9",
  );
  await expect(box.get("/task-health")).rejects.toThrow(/connect/i);
  expect(task.output).not.toMatch(/Killed/);
});

test("without a value of HSTS there is no such header", async () => {
  await after("start_maintenance upgrading", { HSTS: "" });
  expect((await box.get("/")).headers).not.toMatch(/Strict-Transport/);
});

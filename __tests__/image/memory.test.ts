/** The memory of a task of the default size while people ask for more pages at once than it answers at a time. */
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { BASE_MIB, WORKER_MIB } from "../../src/application/worker-count";
import type { Container } from "./support/container";
import { images } from "./support/files";
import { Installation } from "./support/installation";

const installation = new Installation();
beforeAll(() => installation.open());
afterAll(() => installation.close());

const newest = images().at(-1)!;
/** As many as a task of 1024 units and 4096 MiB has. */
const WORKERS = 16;
const PEOPLE = 40;
const ANSWERS = 400;
const LOGIN = "/interface/login/login.php?site=default";

/** MiB of all processes of a task; what several share counts once. */
function memory(task: Container): number {
  const kib = task.processes.map((pid) => {
    try {
      return Number(/^Pss: +(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1]);
    } catch {
      // It has ended.
      return 0;
    }
  });
  return Math.round(kib.reduce((sum, each) => sum + each, 0) / 1024);
}

test("a task has the memory that its number of workers is computed with", async () => {
  await installation.beInstalled(newest);
  const task = await installation.start(newest, { environment: { WEB_SERVER_WORKERS: `${WORKERS}` } });
  await task.says("state: serving");
  const before = memory(task);
  const people = Array.from({ length: PEOPLE }, () => task.browse(LOGIN));
  const answers = () => people.reduce((sum, each) => sum + each.count(), 0);
  let [most, healthy] = [before, 0];
  for (let deadline = Date.now() + 600_000; answers() < ANSWERS && Date.now() < deadline; await sleep(500)) {
    most = Math.max(most, memory(task));
    healthy += task.health().code === 0 ? 1 : -Infinity;
  }
  const statuses = (await Promise.all(people.map((each) => each.end()))).flat();
  await sleep(5_000);
  console.log(`${newest.version}: ${before} MiB, ${most} under load, ${memory(task)} afterwards`);
  expect(statuses.length).toBeGreaterThanOrEqual(ANSWERS);
  expect(new Set(statuses)).toEqual(new Set(["200"]));
  expect(healthy).toBeGreaterThan(0);
  expect(most).toBeLessThan(BASE_MIB + WORKERS * WORKER_MIB);
});

import { Stopwatch } from "../../../scripts/terminal/stopwatch";

/** A stream that keeps what is written. */
function stream(isTTY: boolean) {
  const written: string[] = [];
  const write = (text: string | Uint8Array) => written.push(String(text)) > 0;
  return { isTTY, write, written };
}

const ERASED = "\r\u001b[K";

test("a terminal shows the steps that are under way, and nothing of them stays", async () => {
  const terminal = stream(true);
  const watch = new Stopwatch(terminal);
  let end = () => {};
  const plan = watch.time("plan", () => new Promise<void>((resolve) => (end = resolve)));
  await watch.time("synthesis", () => Promise.resolve());
  end();
  await plan;
  expect(terminal.written).toEqual(
    ["... plan", "... plan, synthesis", "... plan", ""].map((text) => `${ERASED}${text}`),
  );
  expect(`${watch}`).toMatch(/^synthesis \d\.\d\d s, plan \d\.\d\d s, all \d\.\d\d s$/);
});

test("nothing stays either where a step fails, and a file gets nothing", async () => {
  for (const place of [stream(true), stream(false)]) {
    const failing = new Stopwatch(place).time("plan", () => Promise.reject(new Error("no")));
    await expect(failing).rejects.toThrow("no");
    expect(place.written).toEqual(place.isTTY ? [`${ERASED}... plan`, ERASED] : []);
  }
});

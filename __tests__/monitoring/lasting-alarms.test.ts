import { stateAfter } from "./alarm-evaluation";
import { definitions, LIMIT } from "./all-alarms";

// Alarms whose state depends on how long something lasts, or on what comes after the last value.

test.each(["certificate-ends", "certificate-shown-ends"])(
  "%s rings on once the certificate has ended, of which nothing is measured, and ends with a new one",
  (name) => {
    const alarm = definitions.find((definition) => definition.name === name)!;
    const ended = [2, 1, 0, ...Array.from({ length: 9 }, () => undefined)];
    expect(stateAfter(alarm, ended, LIMIT)).toBe("ALARM");
    expect(stateAfter(alarm, [...ended, 89, undefined, undefined], LIMIT)).toBe("OK");
  },
);

test("a database that is full for seconds now and then is no alarm, and one that stays full is", () => {
  const alarm = definitions.find(({ name }) => name === "database-capacity")!;
  const quarter = (isFull: (minute: number) => boolean) =>
    Array.from({ length: 15 }, (_, minute) => (isFull(minute) ? 100 : 40));
  expect(stateAfter(alarm, [...quarter(() => false), ...quarter((minute) => minute % 5 === 0)], LIMIT)).toBe(
    "OK",
  );
  // It is a moment below now and then.
  expect(stateAfter(alarm, [...quarter(() => false), ...quarter((minute) => minute % 7 !== 0)], LIMIT)).toBe(
    "ALARM",
  );
});

test("running tasks are counted by the minute, which is when each is one sample", () => {
  for (const { name, metric, period } of definitions.filter(
    (each) => each.metric.statistic === "SampleCount",
  )) {
    expect({ name, namespace: metric.namespace, period }).toEqual({ name, namespace: "AWS/ECS", period: 60 });
  }
});

test("a task that ends again and again is missing, though it runs in between", () => {
  const alarm = definitions.find(({ name }) => name === "tasks-missing")!;
  const minutes = Array.from({ length: 45 }, (_, minute) => (minute % 4 === 0 ? 2 : 1));
  expect(stateAfter(alarm, minutes, 2)).toBe("ALARM");
});

test("the least installation with two tasks rings for one that is missing, and no other does", () => {
  const alarm = definitions.find(({ name }) => name === "tasks-missing")!;
  const quarter = (tasks: number) => Array.from({ length: 15 }, () => tasks);
  expect(stateAfter(alarm, quarter(1), 2)).toBe("ALARM");
  expect(stateAfter(alarm, quarter(2), 2)).toBe("OK");
});

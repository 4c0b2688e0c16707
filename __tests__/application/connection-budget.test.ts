import {
  acceptedConnections,
  ConnectionBudget,
  neededConnections,
} from "../../src/application/connection-budget";
import { tf } from "../../src/terraform/expression";
import { sectionOf } from "../support/documents";
import { evaluateExpressions, evaluateLocal } from "../support/evaluate";
import { rendered, synthesize } from "../terraform/synthesize";

const budget = (cpu: number, memory: number, maximumTasks: number, databaseMaximumCapacity: number) => ({
  size: { cpu, memory },
  phpMemoryLimitMb: 512,
  maximumTasks,
  databaseMaximumCapacity,
});

/** Connections that are needed, and that the database accepts. */
function connections(...given: ReturnType<typeof budget>[]): Array<[needed: number, accepted: number]> {
  const all = given.map((props) => [
    rendered(() => neededConnections(props)),
    rendered(() => acceptedConnections(props.databaseMaximumCapacity)),
  ]);
  return evaluateLocal({ all }, "all") as Array<[number, number]>;
}

it("counts two connections for each worker of all tasks", () => {
  expect(connections(budget(1024, 4096, 10, 64))).toEqual([[10 * 16 * 2, 4000]]);
});

it("takes the lower of two rows for a capacity in between, and knows the smallest and the largest", () => {
  const accepted = connections(...[1, 3.5, 100, 256].map((capacity) => budget(1024, 4096, 1, capacity)));
  expect(accepted.map(([, number]) => number)).toEqual([90, 90, 4000, 6000]);
});

describe("every size that the documents recommend, and the default, has enough of them", () => {
  const rows = [
    ...sectionOf("docs/load-testing.md", "## Scale").matchAll(
      /^\| (\w.*?) \| \d+ to (\d+) \| (\d+), (\d+) \| [\d.]+ to (\d+) ACU \|$/gm,
    ),
  ];
  const sizes = rows.map(([, name, tasks, cpu, memory, capacity]) => ({
    name,
    props: budget(Number(cpu), Number(memory), Number(tasks), Number(capacity)),
  }));

  it("are four rows", () => expect(sizes).toHaveLength(4));

  it.each([...sizes, { name: "The default", props: budget(1024, 4096, 100, 64) }])("$name", ({ props }) => {
    const [[needed, accepted]] = connections(props) as [[number, number]];
    expect(needed).toBeLessThanOrEqual(accepted);
  });
});

it("warns with both numbers and the way out", () => {
  const { check } = synthesize((stack) => {
    new ConnectionBudget(stack, "connections", {
      ...budget(4096, 8192, 40, 16),
      databaseMaximumCapacity: tf`var.capacity`,
    });
  }) as never as Record<string, Record<string, { assert: [{ condition: string; error_message: string }] }>>;
  const [{ condition, error_message: message }] = check!.connections!.assert;
  const isEnough = (capacity: number) =>
    evaluateExpressions({ variable: { capacity: { type: "number" } } }, { capacity }, [condition])[0];
  expect([isEnough(128), isEnough(192)]).toEqual([false, true]);
  expect(message).toMatch(
    /can take \$\{.*\} connections, and the database accepts about \$\{.*\} with aurora_maximum_capacity = \$\{var\.capacity\}\. Raise that/,
  );
});

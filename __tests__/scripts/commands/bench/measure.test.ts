import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { measure } from "../../../../scripts/commands/bench/measure";
import { outputSize } from "../../../../scripts/commands/bench/output-size";
import { copyProject } from "../../../../scripts/commands/bench/project-copy";
import { temporaryFolder } from "../../../support/stand-in";

const PROJECT = path.join(__dirname, "../../../..");
const folder = temporaryFolder();

function program(name: string, source: string) {
  const file = path.join(folder, name);
  writeFileSync(file, source);
  return { file, cwd: PROJECT };
}

test("measures what a program uses, not of the process that starts it", async () => {
  const here = Buffer.alloc(400e6, 1);
  const small = await measure(program("small.ts", "console.log('done');"), folder);
  const large = await measure(program("large.ts", "console.log(Buffer.alloc(200e6, 1).length);"), folder);
  expect(here).toHaveLength(400e6);
  expect(small.stdout).toBe("done\n");
  expect(small.seconds).toBeGreaterThan(0.01);
  expect(small.processorSeconds).toBeGreaterThan(0.01);
  expect(large.megabytes - small.megabytes).toBeGreaterThan(150);
  // Only Linux tells apart what a process used and what its parent did.
  if (process.platform === "linux") expect(small.megabytes).toBeLessThan(250);
});

test("a program that fails is not measured", async () => {
  const failing = program("failing.ts", "console.error('no such thing'); process.exitCode = 1;");
  await expect(measure(failing, folder)).rejects.toThrow(
    /^"failing.ts" failed, so there is nothing to measure\.\n\nno such thing/,
  );
});

test("a copy of the project has as many environments as asked for", () => {
  const copy = path.join(folder, "copy");
  copyProject(PROJECT, copy, 3);
  expect(readdirSync(path.join(copy, "environments")).sort()).toEqual([
    "clinic-1.tfvars",
    "clinic-2.tfvars",
    "clinic-3.tfvars",
  ]);
  expect(readdirSync(copy)).toEqual(
    expect.arrayContaining(["main.ts", "src", "scripts", "packages", "node_modules"]),
  );
});

test("the size is that of all stacks", () => {
  const write = (stack: string, document: object) => {
    mkdirSync(path.join(folder, "out", "stacks", stack), { recursive: true });
    writeFileSync(path.join(folder, "out", "stacks", stack, "cdk.tf.json"), JSON.stringify(document));
  };
  const one = {
    resource: { aws_vpc: { a: {}, b: {} } },
    data: { aws_region: { c: {} } },
    variable: { d: {} },
  };
  write("one", one);
  write("two", { resource: { aws_vpc: { a: {} } } });
  const bytes = JSON.stringify(one).length + JSON.stringify({ resource: { aws_vpc: { a: {} } } }).length;
  expect(outputSize(path.join(folder, "out"))).toEqual({ bytes, resources: 4 });
});

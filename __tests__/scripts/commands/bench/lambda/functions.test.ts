import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { functionFigures, LARGE_MAIL_MEGABYTES } from "../../../../../scripts/commands/bench/lambda/figures";
import {
  type BenchedFunction,
  bundleFunctions,
} from "../../../../../scripts/commands/bench/lambda/functions";
import { startMailEndpoint } from "../../../../../scripts/commands/bench/lambda/mail-endpoint";
import { functionNames, functionSubjects } from "../../../../../scripts/commands/bench/lambda/subjects";
import { measure } from "../../../../../scripts/commands/bench/measure";
import { temporaryFolder } from "../../../../support/stand-in";

const PROJECT = path.join(__dirname, "../../../../..");
const folder = temporaryFolder();

test("every function of a project is bundled, and has a limit", () => {
  for (const name of ["two", "one"]) {
    mkdirSync(path.join(folder, "lambda", name), { recursive: true });
    writeFileSync(path.join(folder, "lambda", name, "handler.ts"), "export const handler = () => 1;");
  }
  const functions = bundleFunctions(folder, path.join(folder, "scratch"));
  expect(functions.map(({ name, atMostKilobytes }) => [name, atMostKilobytes])).toEqual([
    ["one", 60],
    ["two", 60],
  ]);
  for (const { kilobytes } of functions) expect(kilobytes).toBeLessThan(2);
});

describe("the functions of this project", () => {
  const functions = bundleFunctions(PROJECT, path.join(folder, "own"));

  test.each(functions)("$name is within its limit", ({ kilobytes, atMostKilobytes }) => {
    expect(kilobytes).toBeLessThanOrEqual(atMostKilobytes);
  });

  test("start, and the mail forwarder forwards what the endpoint has", async () => {
    const endpoint = await startMailEndpoint(1);
    try {
      const subjects = functionSubjects(functions, PROJECT, endpoint.url);
      expect(subjects).toHaveLength(functions.length + 1);
      const results = new Map<string, string>();
      for (const { name, program } of subjects) results.set(name, (await measure(program, folder)).stdout);
      expect(results.get(functionNames.coldStartOf("forward-mail"))).toBe("");
      expect(JSON.parse(results.get(functionNames.largeMail)!)).toMatchObject({
        kind: "forwarded",
        form: "message",
        bytes: expect.closeTo(1e6, -4),
      });
    } finally {
      endpoint.close();
    }
  });
});

test("each function has its figures, and the mail forwarder those of a large message", () => {
  const runs = (...megabytes: number[]) =>
    megabytes.map((value) => ({ seconds: 0.25, megabytes: value, processorSeconds: 1, stdout: "" }));
  const bundle = (name: string, atMostKilobytes: number): BenchedFunction => ({
    name,
    bundle: "",
    kilobytes: 50,
    atMostKilobytes,
  });
  const figures = functionFigures([bundle("forward-mail", 400), bundle("other", 60)], {
    sizes: new Map(),
    measurements: new Map([
      [functionNames.coldStartOf("forward-mail"), runs(60, 70)],
      [functionNames.coldStartOf("other"), runs(50, 50)],
      [functionNames.largeMail, runs(60 + 2 * LARGE_MAIL_MEGABYTES, 70 + 3 * LARGE_MAIL_MEGABYTES)],
    ]),
  });
  expect(figures.map(({ unit, samples, atMost }) => ({ unit, samples, atMost }))).toEqual([
    { unit: "kB", samples: [50], atMost: 400 },
    { unit: "ms", samples: [250, 250] },
    { unit: "MB", samples: [60, 70] },
    { unit: "times", samples: [2, 3], atMost: 4 },
    { unit: "MB", samples: [120, 160] },
    { unit: "s", samples: [0.25, 0.25] },
    { unit: "kB", samples: [50], atMost: 60 },
    { unit: "ms", samples: [250, 250] },
    { unit: "MB", samples: [50, 50] },
  ]);
});

import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { blocksOf, DOCUMENTS, proseOf } from "./support/documents";
import { actionsNamed, isConditionKey } from "./support/service-reference";
import { ANYTHING, commandsOf, filledIn, type Word } from "./support/shell-words";

const shells = DOCUMENTS.flatMap((document) =>
  blocksOf(document)
    .filter(({ language }) => /^sh\b/.test(language))
    .map(({ text }) => ({ document, text, title: text.slice(0, text.indexOf("\n")) })),
);

describe("a block of commands is good syntax of a shell", () => {
  it.each(shells)("$document: $title", ({ text }) => {
    const { status, stderr } = spawnSync("sh", ["-n"], { input: filledIn(text), encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });
});

/** Options that take a structure of AWS's, which a command makes or reads. */
const STRUCTURES = new Set(["--cli-input-json", "--network-configuration", "--overrides"]);

/** The arguments as a shell could hand them over. */
function argumentsOf(words: readonly Word[]): string[] {
  return words.flatMap(({ text, variable }, index) => {
    if (variable && STRUCTURES.has(words[index - 1]!.text)) return ["{}"];
    return [text.replace(/^fileb?:\/\/.*/, "{}")];
  });
}

const whole = shells.flatMap(({ document, text }) =>
  commandsOf("aws", text).map((words) => ({ document, named: argumentsOf(words), part: false })),
);
/** Named in a sentence, which may leave arguments out. */
const spans = DOCUMENTS.flatMap((document) =>
  [...proseOf(document).matchAll(/`(aws [a-z0-9-]+ [^`]+)`/g)].flatMap(([, span]) =>
    commandsOf("aws", span!.replace(/ \.\.\.$/, "")).map((words) => ({
      document,
      named: argumentsOf(words),
      part: true,
    })),
  ),
);
const commands = new Map(
  [...spans, ...whole].map((each) => {
    const command = each.named.join(" ").replaceAll(ANYTHING, "…");
    return [`${each.document} ${command}`, { ...each, command }];
  }),
);

describe("the AWS CLI knows operation, options and the form of their values", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "openemr-aws-cli-"));
  const version = spawnSync("aws", ["--version"], { encoding: "utf8" });
  const isFirst = /^aws-cli\/1\./.test(version.stdout + version.stderr);
  beforeAll(() => {
    // The CLI looks for it before it calls AWS.
    writeFileSync(path.join(folder, "session-manager-plugin"), "#!/bin/sh\n", { mode: 0o755 });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("has commands to look at", () => {
    expect(whole.length).toBeGreaterThan(40);
    expect(spans.length).toBeGreaterThan(2);
  });

  it.concurrent.each([...commands.values()])("$document: aws $command", async ({ named, part }) => {
    // The documents ask for version 2 of the CLI; Debian 12 and older have version 1, which has no such thing.
    if (isFirst && named[0] === "logs" && named[1] === "tail") return;
    const given = isFirst
      ? named.filter((_, i) => named[i] !== "--cli-binary-format" && named[i - 1] !== "--cli-binary-format")
      : named;
    const said = await aws(folder, given);
    // Nobody listens there: what got as far as that was understood.
    const understood = /Could not connect to the endpoint URL/;
    const readsTheRest = given.includes("--cli-input-json") && /Missing required parameter in input/;
    const leavesOut = part && /the following arguments are required|expected one argument/;
    expect(said).toMatch(
      new RegExp(
        [understood, readsTheRest, leavesOut].flatMap((each) => (each ? [each.source] : [])).join("|"),
      ),
    );
  });
});

async function aws(folder: string, given: readonly string[]): Promise<string> {
  const child = spawn("aws", [...given, "--endpoint-url", "http://127.0.0.1:9"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      PATH: `${folder}:${process.env.PATH}`,
      AWS_ACCESS_KEY_ID: "none",
      AWS_SECRET_ACCESS_KEY: "none",
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_CONFIG_FILE: "/dev/null",
      AWS_MAX_ATTEMPTS: "1",
      AWS_PAGER: "",
    },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      said += text;
    });
  }
  await new Promise((resolve) => child.once("close", resolve));
  return said;
}

interface Statement {
  readonly Action?: string | string[];
  readonly Condition?: Record<string, Record<string, unknown>>;
}

const policies = DOCUMENTS.flatMap((document) => [
  ...blocksOf(document)
    .filter(({ language, text }) => language === "json" && text.includes('"Effect"'))
    .map(({ text }) => ({ document, text })),
  ...shells
    .filter((shell) => shell.document === document)
    .flatMap(({ text }) => commandsOf("aws", text).flat())
    .filter(({ text }) => /^\{.*"Effect"/s.test(text))
    .map(({ text }) => ({ document, text })),
]);

it("has policies to look at", () => {
  expect(policies.length).toBeGreaterThan(1);
});

describe("a policy names actions and condition keys that AWS knows", () => {
  it.each(policies)("$document: policy $#", async ({ text }) => {
    const policy = JSON.parse(filledIn(text)) as Statement & { Statement?: Statement[] };
    for (const { Action, Condition = {} } of policy.Statement ?? [policy]) {
      const names = [Action ?? []].flat();
      const known = await Promise.all(names.map(async (name) => (await actionsNamed(name)).length > 0));
      expect(names.filter((_, index) => !known[index])).toEqual([]);
      const services = names.map((name) => name.split(":")[0]!);
      const keys = Object.values(Condition).flatMap((operator) => Object.keys(operator));
      const knownKeys = await Promise.all(keys.map((key) => isConditionKey(key, services)));
      expect(keys.filter((_, index) => !knownKeys[index])).toEqual([]);
    }
  });
});

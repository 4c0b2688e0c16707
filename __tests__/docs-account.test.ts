import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { askAwsCli, awsCliVersion } from "./support/aws-cli";
import { blocksOf, DOCUMENTS, proseOf, read } from "./support/documents";
import type { Statement } from "./support/iam-policies";
import { actionsNamed, isConditionKey } from "./support/service-reference";
import { ANYTHING, commandsOf, filledIn, type Word } from "./support/shell-words";
import { SynthesizedProject } from "./support/synthesized-project";

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

/** An address at which nobody listens. */
const NOBODY = "http://127.0.0.1:9";

/** Options that take a structure of AWS's, which a command makes or reads. */
const STRUCTURES = new Set(["--cli-input-json", "--network-configuration", "--overrides"]);

/** The arguments as a shell could hand them over. */
function argumentsOf(words: readonly Word[]): string[] {
  return words.flatMap(({ text, variable }, index) => {
    if (variable && STRUCTURES.has(words[index - 1]!.text)) return ["{}"];
    return [text];
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
    return [`${each.document}: aws ${command}`, each] as const;
  }),
);

describe("the AWS CLI knows operation, options and the form of their values", () => {
  const isFirst = awsCliVersion().startsWith("1.");
  const said = new Map<string, string>();
  beforeAll(() => {
    const cwd = mkdtempSync(path.join(tmpdir(), "openemr-aws-cli-"));
    // The CLI looks for it before it calls AWS.
    writeFileSync(path.join(cwd, "session-manager-plugin"), "#!/bin/sh\n", { mode: 0o755 });
    const env = {
      ...process.env,
      PATH: `${cwd}:${process.env.PATH}`,
      AWS_ACCESS_KEY_ID: "none",
      AWS_SECRET_ACCESS_KEY: "none",
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_CONFIG_FILE: "/dev/null",
      AWS_MAX_ATTEMPTS: "1",
      AWS_PAGER: "",
    };
    // The CLI reads the files itself: some of its options read one twice, which no pipe allows (aws-cli 5982).
    for (const text of [...commands.values()].flatMap(({ named: words }) => words)) {
      const [, file] = /^fileb?:\/\/(.*)/.exec(text) ?? [];
      if (file && !path.isAbsolute(file)) writeFileSync(path.join(cwd, file), "{}");
    }
    const known = [...commands].filter(([, { named }]) => isKnown(named));
    const asked = known.map(([, { named }]) => [...understood(named), "--endpoint-url", NOBODY]);
    for (const [i, text] of askAwsCli(asked, { cwd, env }).entries()) said.set(known[i]![0], text);
    rmSync(cwd, { recursive: true });
  }, 300_000);

  /** The documents ask for version 2 of the CLI; Debian 12 and older have version 1, which lacks some things. */
  function isKnown(named: readonly string[]): boolean {
    return !(isFirst && named[0] === "logs" && named[1] === "tail");
  }

  function understood(named: readonly string[]): readonly string[] {
    const isNew = (text: string | undefined) => text === "--cli-binary-format";
    return isFirst ? named.filter((text, i) => !isNew(text) && !isNew(named[i - 1])) : named;
  }

  it("has commands to look at", () => {
    expect(whole.length).toBeGreaterThan(40);
    expect(spans.length).toBeGreaterThan(2);
  });

  it.each([...commands].filter(([, { named }]) => isKnown(named)))("%s", (key, { named, part }) => {
    // A command that got as far as that was understood; a token for the database is signed without a call.
    const accepted = /Could not connect to the endpoint URL|Action=connect&DBUser=/;
    const readsTheRest = named.includes("--cli-input-json") && /Missing required parameter in input/;
    const leavesOut = part && /the following arguments are required|expected one argument/;
    expect(said.get(key)).toMatch(
      new RegExp(
        [accepted, readsTheRest, leavesOut].flatMap((each) => (each ? [each.source] : [])).join("|"),
      ),
    );
  });
});

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

/** To refuse all sessions, all actions are refused; nobody is allowed all. */
const isAllDenied = (action: string, effect: string | undefined) => action === "*" && effect === "Deny";

describe("a policy names actions and condition keys that AWS knows", () => {
  it.each(policies)("$document: policy $#", async ({ text }) => {
    const policy = JSON.parse(filledIn(text)) as Partial<Statement> & { Statement?: Partial<Statement>[] };
    for (const { Action, Condition = {}, Effect } of policy.Statement ?? [policy]) {
      const names = [Action ?? []].flat();
      const known = await Promise.all(
        names.map(async (name) => isAllDenied(name, Effect) || (await actionsNamed(name)).length > 0),
      );
      expect(names.filter((_, index) => !known[index])).toEqual([]);
      const services = names.map((name) => name.split(":")[0]!);
      const keys = Object.values(Condition).flatMap((operator) => Object.keys(operator));
      const knownKeys = await Promise.all(keys.map((key) => isConditionKey(key, services)));
      expect(keys.filter((_, index) => !knownKeys[index])).toEqual([]);
    }
  });
});

/** Their stacks are made only where the files of their values are. */
const OTHER_ROLES = ["src/github/deploy-role.ts", "src/stacks/operator-roles-stack.ts"];

test("roles that a document names by region have the names that the stacks give them", () => {
  const { aws_iam_role: roles } = SynthesizedProject.shared().document("openemr-production").resource;
  const inStack = Object.values(roles!).map(({ name }) =>
    String(name)
      .replace(/^\$\{[^}]*\}/, "openemr-production")
      .replace(/\$\{var\.region\}$/, "us-east-1"),
  );
  const others = OTHER_ROLES.flatMap((file) =>
    [...read(file).matchAll(/"([a-z-]+)", "role"\)/g)].map(
      ([, part]) => `openemr-production-${part}-us-east-1`,
    ),
  );
  expect(others).toHaveLength(OTHER_ROLES.length);
  const named = DOCUMENTS.flatMap((document) =>
    [
      ...read(document).matchAll(
        /(?:--role-name |:role\/(?:[a-z]+\/)?|roles? `)(openemr-production[A-Za-z0-9-]*)/g,
      ),
    ].map(([, name]) => name!),
  ).filter((name) => name.includes("us-east-1"));
  expect(named.length).toBeGreaterThan(3);
  expect(named.filter((name) => ![...inStack, ...others].includes(name))).toEqual([]);
});

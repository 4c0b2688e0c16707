import { readFileSync } from "node:fs";
import path from "node:path";
import { startOfflineProviders } from "../src";
import { parseArguments } from "../src/command-line/arguments";

const read = (file: string) => readFileSync(path.join(__dirname, "..", file), "utf8");
const README = read("README.md");

const commands = [...README.matchAll(/^npx offline-providers (.*)$/gm)].map((match) => match[1]!);

test.each(commands)("the command line takes: %s", (command) => {
  // Placeholders stand for what a person writes.
  const args = command
    .replace(/\[([^\]]*)\]/g, "$1")
    .replace(/<([^>]*)>/g, "words")
    .split(" ");
  expect(parseArguments(args)).toMatchObject({ name: args[0] });
});

test("the options and the methods that it lists are there, and it lists them all", () => {
  const listed = [...README.matchAll(/^\| `(\w[\w.]*)` \|/gm)].map((match) => match[1]!);
  const declared = (file: string, name: string) => {
    const [, body] = new RegExp(`interface ${name} \\{(.*?)\\n\\}`, "s").exec(read(file))!;
    return [...body!.matchAll(/^ {2}readonly (\w+)\?:/gm)].map((match) => match[1]!);
  };
  const answers = declared("src/simulations/aws/aws-answers.ts", "AwsAnswers").map((name) => `aws.${name}`);
  const options = declared("src/offline-providers.ts", "OfflineProvidersOptions");
  expect(listed.sort()).toEqual([...options.filter((name) => name !== "aws"), ...answers].sort());

  const methods = [...README.matchAll(/^\| `\.(\w+)/gm)].map((match) => match[1]!);
  const providers = startOfflineProviders();
  for (const method of methods) expect([method, method in providers]).toEqual([method, true]);
});

import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import path from "node:path";
import { text } from "node:stream/consumers";
import type { Command } from "../../../scripts/terminal/command";
import { type Options, readCommandLine } from "../../../scripts/terminal/command-line";
import { findEnvironment as mockFind } from "../../../src/environments";
import { UserError } from "../../../src/user-error";
import { answersIdentity } from "../../support/caller-identity";
import { LocalServer } from "../../support/local-server";
import { standIn, temporaryFolder } from "../../support/stand-in";

type Definition = Command<Options, unknown>;

const mockDefinitions = new Map<string, Definition>();

// Each command is made by `command()`, which is told what it takes.
jest.mock("../../../scripts/terminal/command", () => ({
  command: (file: NodeJS.Module, definition: Definition) => {
    mockDefinitions.set(
      require("node:path").basename(require("node:path").dirname(file.filename)),
      definition,
    );
    return async () => {};
  },
}));

// An installation that is there, as its outputs tell of it.
jest.mock("../../../scripts/terraform/stack-outputs", () => ({
  stackOutputs: async (project: string, given: string | undefined) => {
    const { name: environment } = mockFind(`${project}/environments`, given);
    const arn = "arn:aws:rds:eu-west-1:111122223333:cluster:openemr-trial";
    const values: Readonly<Record<string, unknown>> = {
      analytics_environment: new Proxy({}, { get: () => "eu-west-1" }),
      database_cluster_arn: arn,
      log_group_names: { application: "/openemr-trial/application" },
      procedure_parameter: "/openemr-trial/procedure",
    };
    const output = (name: string) => values[name] ?? arn;
    return { environment, values, value: output, text: output };
  },
}));

const PROJECT = path.join(__dirname, "../../..");
const FOLDER = path.join(PROJECT, "scripts/commands");
const NAMES = readdirSync(FOLDER);

/** Options of `terraform plan`, `apply` and `destroy`, by the help of Terraform 1.11. */
const TERRAFORMS = [
  ..."allow-deferral auto-approve backup compact-warnings destroy detailed-exitcode generate-config-out input json".split(
    " ",
  ),
  ..."lock lock-timeout no-color out parallelism refresh refresh-only replace state state-out target var var-file".split(
    " ",
  ),
];

/** The command line says so before anything is done, by the name that was given. */
function refusal(definition: Definition, args: readonly string[]): string {
  try {
    readCommandLine(args, definition);
  } catch (error) {
    if (error instanceof UserError) return error.message.split("\n\n")[0]!;
    throw error;
  }
  return "";
}

beforeAll(() => {
  for (const name of NAMES) require(path.join(FOLDER, name, "command.ts"));
});

test("every script of a command is read by the one definition of a command line", () => {
  const { scripts } = JSON.parse(readFileSync(path.join(PROJECT, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
  };
  const started = Object.values(scripts).flatMap(
    (script) => /scripts\/commands\/([^/ ]+)\/command\.ts/.exec(script)?.[1] ?? [],
  );
  expect([...new Set(started)].sort()).toEqual([...NAMES].sort());
  expect([...mockDefinitions.keys()].sort()).toEqual([...NAMES].sort());
});

test.each(NAMES)("%s refuses every option that it does not know, by its name", (name) => {
  const definition = mockDefinitions.get(name)!;
  const unknown = ["colour", "refreshonly", "vra", ...TERRAFORMS].filter(
    (option) => !(option in definition.options),
  );
  const passed = unknown.flatMap((option) =>
    [[`--${option}`], [`--${option}=1`], [`-${option}`], [`-${option}=1`], [`--${option}`, "1"]].filter(
      (args) => !refusal(definition, args).includes(`-${option}`),
    ),
  );
  expect(passed).toEqual([]);
});

test.each(NAMES)(
  "%s refuses an empty value of each option, which a shell makes of a variable that is not set",
  (name) => {
    const definition = mockDefinitions.get(name)!;
    const withValue = Object.keys(definition.options).filter(
      (each) => definition.options[each]!.type === "string",
    );
    const passed = withValue.filter(
      (option) => !refusal(definition, [`--${option}`, ""]).startsWith(`--${option} is `),
    );
    expect(passed).toEqual([]);
  },
);

/** Arguments before and after an environment's name, where there must be some. */
const AROUND: Readonly<Record<string, readonly [before: readonly string[], after: readonly string[]]>> = {
  "data-api": [[], ["SELECT 1"]],
  deploy: [["diff"], []],
  import: [[], ["--undo"]],
  restore: [[], ["--to", "latest"]],
  recover: [[], ["--from", "copies"]],
  rotate: [[], ["database"]],
  run: [[], [__filename]],
  "terraform-cloud": [["check"], []],
  upgrade: [[], ["--to", "8.4.1"]],
};

/** Each command for an environment with what it says of that one on a machine without programs and credentials. */
async function saidOf(
  environment: string,
  names: readonly string[],
  more: Readonly<Record<string, readonly string[]>> = {},
  env: NodeJS.ProcessEnv = {},
): Promise<Array<[string, string]>> {
  const before = { ...process.env };
  const bare = { PATH: machine, HOME: machine, AWS_EC2_METADATA_DISABLED: "true" };
  process.env = { ...process.env, ...bare };
  for (const key of ["AWS_PROFILE", "AWS_ACCESS_KEY_ID"]) delete process.env[key];
  Object.assign(process.env, env);
  const said = names.map(async (name): Promise<[string, string]> => {
    const definition = mockDefinitions.get(name)!;
    const [first, last] = AROUND[name] ?? [[], []];
    const given = readCommandLine([...first, environment, ...last, ...(more[name] ?? [])], definition);
    const ran = Promise.resolve(definition.run(given, { project: PROJECT, env: process.env }));
    return [
      name,
      await ran.then(
        () => "",
        (error: Error) => `${error instanceof UserError ? "" : "no UserError: "}${error.message}`,
      ),
    ];
  });
  const all = await Promise.all(said);
  process.env = before;
  return all;
}

const machine = temporaryFolder();
const forEnvironments = () =>
  NAMES.filter((name) => mockDefinitions.get(name)!.usage.split("\n\n")[0]!.includes("<environment"));

test("every command for an environment says which there are, for one that is not, whatever the machine lacks", async () => {
  const told =
    'There is no environment "nowhere". The environments are development, production, trial. To add one: npm run new -- <name>.';
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const taken = String((server.address() as AddressInfo).port);
  const said = await saidOf("nowhere", forEnvironments(), { "port-forward": ["--local-port", taken] });
  server.close();
  expect(said.length).toBeGreaterThan(20);
  expect(said.filter(([, message]) => message !== told)).toEqual([]);
});

/** Commands that ask AWS for nothing, or not at first. */
const WITHOUT_AWS: Readonly<Record<string, string>> = {
  ...{ "api-endpoint-test": "OpenEMR", "load-test": "OpenEMR", "sample-patients": "OpenEMR" },
  ...{ compliance: "a plan", cost: "a plan", preview: "a plan", review: "a plan" },
  ...{ deploy: "Terraform", outputs: "the state", remove: "the state", "terraform-cloud": "Terraform Cloud" },
  "data-api": "AWS, and data-api-errors.test.ts has the answer",
};

test("every command that asks AWS says how to sign in where there are no credentials", async () => {
  const names = forEnvironments().filter((name) => !(name in WITHOUT_AWS));
  expect(names.length).toBeGreaterThan(10);
  standIn(machine, "session-manager-plugin", "echo 1.2.707.0");
  const said = await saidOf("trial", names);
  const told = /^CredentialsProviderError: [^\n]*\n`aws sts get-caller-identity` must answer. Sign in/;
  expect(said.filter(([, message]) => !told.test(message))).toEqual([]);
});

/** They ask AWS before there is an installation. */
const BEFORE_INSTALLATIONS = ["check"];

/** An account with nothing in it, as one without any right sees it. */
class OtherAccount extends LocalServer {
  protected override async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (answersIdentity(await text(request), "999988887777", response)) return;
    response.writeHead(400, { "content-type": "application/x-amz-json-1.1" });
    response.end('{"__type": "AccessDeniedException", "message": "not authorized"}');
  }
}

test("every command that asks AWS about an installation refuses the credentials of another account", async () => {
  const without = [...Object.keys(WITHOUT_AWS), ...BEFORE_INSTALLATIONS];
  const names = forEnvironments().filter((name) => !without.includes(name));
  standIn(machine, "session-manager-plugin", "echo 1.2.707.0");
  const other = new OtherAccount();
  await other.start();
  const keys = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test", AWS_ENDPOINT_URL: other.url };
  const said = await saidOf("trial", names, {}, keys);
  other.stop();
  const told = '"trial" is in the AWS account 111122223333, but these credentials are of 999988887777. ';
  expect(said.filter(([, message]) => !message.startsWith(told))).toEqual([]);
});

/** They are known in order to be refused with the way out: cdktf would pass over them. */
const REFUSED: Readonly<Record<string, readonly string[]>> = { deploy: ["target", "replace"] };

test.each(NAMES)(
  "%s tells of each option that it takes in its help, and takes each that it tells of",
  (name) => {
    const { options, usage } = mockDefinitions.get(name)!;
    const refused = REFUSED[name] ?? [];
    const told = [...usage.matchAll(/^ +--([a-z][a-z-]*)/gm)].map(([, option]) => option!);
    const taken = [...Object.keys(options).filter((option) => !refused.includes(option)), "help"];
    expect([...new Set(told)].sort()).toEqual(taken.sort());
  },
);

/** Commands without `--json`, and what a program reads in its place. */
const WITHOUT_JSON: Readonly<Record<string, string>> = {
  "analytics-job": "the reports are CSV files in the bucket",
  bench: "cdktf.out/bench.json",
  bootstrap: "cdktf.json has what it made",
  "clear-studio": "it only deletes; its exit code says whether it could",
  deploy: "npm run outputs -- <environment> --json; of diff the JSON of terraform show",
  docs: "it writes documents",
  new: "it writes a file of Terraform",
  "port-forward": "it is a connection",
  "sample-patients": "it only makes; its exit code says whether it could",
  screenshots: "it takes pictures",
  shell: "it is a connection",
  synth: "what it writes is JSON",
  "test-all": "what its tools report",
  "test-image": "what its tool reports",
};

test("programs get JSON by --json from every command, unless it has nothing to tell them", () => {
  const without = NAMES.filter((name) => !("json" in mockDefinitions.get(name)!.options));
  expect(without).toEqual(Object.keys(WITHOUT_JSON));
  for (const name of NAMES.filter((each) => !without.includes(each))) {
    const { options, usage } = mockDefinitions.get(name)!;
    expect(options.json).toMatchObject({ type: "boolean" });
    // There is no second way to the same.
    expect([name, /^ +--format.*json/im.exec(usage)?.[0]]).toEqual([name, undefined]);
  }
});

test.each(["deploy", "diff", "destroy"])(
  "%s refuses what Terraform has and cdktf has not, with the way out",
  (verb) => {
    for (const option of REFUSED.deploy!) {
      const message = refusal(mockDefinitions.get("deploy")!, [verb, "trial", `--${option}=aws_vpc.x`]);
      expect(message).toContain(`--${option} is "aws_vpc.x"`);
      expect(message).toContain(`terraform -chdir=cdktf.out/stacks/openemr-trial`);
    }
  },
);

test.each(["deploy", "diff"])("%s hands --refresh-only on, which cdktf has", (verb) => {
  const given = readCommandLine([verb, "trial", "--refresh-only"], mockDefinitions.get("deploy")!);
  expect(given).toMatchObject({ options: ["--refresh-only"] });
});

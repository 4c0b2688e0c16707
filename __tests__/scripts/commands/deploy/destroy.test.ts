import { mkdirSync } from "node:fs";
import path from "node:path";
import type { DeployArguments } from "../../../../scripts/commands/deploy/arguments";
import { prepareDestroy } from "../../../../scripts/commands/deploy/destroy";
import type { Lockable } from "../../../../scripts/procedures/installation";
import { confirm } from "../../../../scripts/terminal/confirm";
import { Terraform } from "../../../../scripts/terraform/terraform";
import { UserError } from "../../../../src/user-error";
import { temporaryFolder } from "../../../support/stand-in";
import { NAMES } from "../../procedures/support/carried-out";
import { ParametersPart } from "../../procedures/support/parameters-part";
import { LEFT_RECORDS } from "../../procedures/support/unfinished";
import { World } from "../../procedures/support/world";

const calls: string[] = [];
let backupFails = false;
jest.mock("../../../../scripts/terminal/confirm", () => ({
  confirm: jest.fn(async (question: string) => void calls.push(`ask ${question}`)),
}));
jest.mock("../../../../scripts/procedures/command", () => ({
  runProcedure: jest.fn(async (name: string) => {
    if (backupFails) throw new UserError("There is no vault.");
    calls.push(name);
  }),
}));

const folder = temporaryFolder();
mkdirSync(path.join(folder, ".terraform"));

let said = "";
beforeEach(() => {
  calls.length = 0;
  said = "";
  backupFails = false;
  jest.spyOn(console, "error").mockImplementation((text: string) => {
    said += text;
  });
  Object.defineProperty(process.stdin, "isTTY", { value: true, configurable: true });
});
afterEach(() => {
  jest.restoreAllMocks();
  Reflect.deleteProperty(process.stdin, "isTTY");
});

type Resources = Readonly<Record<string, object>>;

const GUARD = "terraform_data.destroy_guard";
const KEYS = ["aws_kms_key.backup_key", "aws_kms_key.data_key", "aws_backup_vault.backup_vault"];
const INSTALLATION: Resources = {
  [GUARD]: { input: { value: false, type: "bool" } },
  "aws_ecs_service.application_service": {},
  "aws_rds_cluster.database_cluster": { skip_final_snapshot: false, kms_key_id: "arn:aws:kms:x:1:key/k-1" },
  "aws_efs_file_system.files": {},
  "aws_s3_bucket.exports_bucket": { bucket: "exports", force_destroy: true },
  ...Object.fromEntries(KEYS.map((key) => [key, {}])),
};

function without(...addresses: string[]): Resources {
  return Object.fromEntries(Object.entries(INSTALLATION).filter(([address]) => !addresses.includes(address)));
}

async function prepare(
  resources: Resources,
  given: Partial<DeployArguments> = {},
  installation?: Lockable,
): Promise<string[]> {
  const state = JSON.stringify({
    resources: Object.entries(resources).map(([address, attributes]) => {
      const [type, name] = address.split(".");
      return { mode: "managed", type, name, instances: [{ attributes }] };
    }),
  });
  const capture = async (command: string, args: readonly string[]) => {
    if (args[0] === "pull") return state;
    calls.push([command, args[0], ...KEYS.filter((key) => args.includes(key))].join(" "));
    return "";
  };
  jest.spyOn(Terraform, "in").mockResolvedValue({ folder, capture } as unknown as Terraform);
  return prepareDestroy({
    environment: "trial",
    installation,
    folder,
    given: {
      approves: false,
      skipsBackup: false,
      unfinished: false,
      variables: [],
      ...given,
    } as DeployArguments,
    surroundings: { project: folder, env: {} },
  });
}

const ASK = 'ask Destroy the installation "trial"?';
const TAKE_OUT = `state rm ${KEYS.join(" ")}`;

test("nothing asks again once the name was typed: the keys are out of the state then", async () => {
  expect(await prepare(INSTALLATION)).toEqual(["--auto-approve"]);
  expect(calls).toEqual([ASK, "backup", TAKE_OUT]);
  expect(confirm).toHaveBeenCalledWith(expect.anything(), false, "trial");
  // It is among the options of cdktf already.
  expect(await prepare(INSTALLATION, { approves: true })).toEqual([]);
});

test("without a last backup the keys stay as well: the last snapshot needs them", async () => {
  await prepare(INSTALLATION, { skipsBackup: true });
  expect(calls).toEqual([ASK, TAKE_OUT]);
  expect(said).toContain("a last snapshot of the database");
  expect(said).toContain("No last backup is made");
});

test("a backup that fails leaves everything, and says how to go on without it", async () => {
  backupFails = true;
  await expect(prepare(INSTALLATION)).rejects.toThrow(
    /There is no vault\.\nNothing was destroyed.*--skip-backup/,
  );
  expect(calls).toEqual([ASK]);
});

test("an installation without patient data is listed and asked for, too", async () => {
  const cluster = { skip_final_snapshot: true };
  await prepare({ ...INSTALLATION, "aws_rds_cluster.database_cluster": cluster });
  expect(calls).toEqual([ASK]);
  expect(said).toContain("leaves no last snapshot (skip_final_snapshot = true)");
  expect(said).toContain("AWS deletes the keys in 30 days");
});

test("once the database is out of the state, the keys stay, and files are not given up in silence", async () => {
  const cluster = "aws_rds_cluster.database_cluster";
  await prepare(without(cluster, "aws_efs_file_system.files"));
  expect(calls).toEqual([ASK, TAKE_OUT]);
  await expect(prepare(without(cluster))).rejects.toThrow("no longer the database");
  calls.length = 0;
  await prepare(without(cluster), { skipsBackup: true });
  expect(calls).toEqual([ASK, TAKE_OUT]);
});

test("the list has the buckets, the log groups of the database, and the volumes of Studio where it is", async () => {
  await prepare(INSTALLATION);
  expect(said).toMatch(
    /^What goes: .*all log groups, those of the database too.*:\n {2}exports\nWhat stays:/m,
  );
  expect(said).not.toContain("Studio");
  await prepare({ ...INSTALLATION, "aws_sagemaker_domain.analytics_studio_domain": {} });
  expect(said).toContain("the home volumes of SageMaker Studio");
});

function leaving(parameter: string, value: string) {
  const parameters = new ParametersPart();
  parameters.values.set(parameter, value);
  return new World([parameters]);
}

test.each(LEFT_RECORDS)(
  "what is not finished ends first, with or without a backup: $is",
  async ({ parameter, value, refused }) => {
    const installation = leaving(parameter, value).installation(NAMES);
    for (const given of [{ skipsBackup: true }, { unfinished: true }, {}]) {
      const prepared = prepare(given.unfinished ? without(GUARD) : INSTALLATION, given, installation);
      if (refused) await expect(prepared).rejects.toThrow(refused);
      else expect(await prepared).toContain("--auto-approve");
    }
    if (refused) expect(calls).toEqual([]);
  },
);

test("an upgrade of what holds no patient data need not end first, since nothing is backed up", async () => {
  const { parameter, value } = LEFT_RECORDS.find(({ is }) => is === "an upgrade, begun")!;
  const worthless = { ...INSTALLATION, "aws_rds_cluster.database_cluster": { skip_final_snapshot: true } };
  await prepare(worthless, {}, leaving(parameter, value).installation(NAMES));
  expect(calls).toEqual([ASK]);
});

test("who may not read what is not finished destroys nothing, and is told the right", async () => {
  const world = leaving("", "");
  world.disturb({ at: 0, kind: "refused" });
  await expect(prepare(INSTALLATION, {}, world.installation(NAMES))).rejects.toThrow(
    /AccessDenied[\s\S]*Nothing was changed.*ssm:GetParameter for \/openemr-trial\/procedure-\*/,
  );
  expect(calls).toEqual([]);
});

test("an empty state is left to Terraform", async () => {
  expect(await prepare({})).toEqual([]);
  expect(calls).toEqual([]);
});

test("a protected installation is refused before Terraform takes its outputs", async () => {
  const input = { value: true, type: "bool" };
  await expect(prepare({ ...INSTALLATION, [GUARD]: { input } })).rejects.toThrow(
    'deletion_protection of "trial" is true, so nothing is destroyed. Set it to false, deploy, then destroy',
  );
  expect(calls).toEqual([]);
});

test("a protected first deployment that was never completed is refused before Terraform takes its alarms", async () => {
  const begun = { ...without(GUARD), "terraform_data.application_data_guard": { input: true } };
  await expect(prepare(begun)).rejects.toThrow(
    "Complete it: npm run deploy -- trial. Or remove it: npm run destroy -- trial --unfinished",
  );
  expect(calls).toEqual([]);
});

const REMOVE = 'ask Remove what there is of "trial"?';
const PROTECTION = "apply -auto-approve";

test("a first deployment in which OpenEMR was started is backed up, and keeps its keys until its protection is off", async () => {
  const options = await prepare(without(GUARD), { unfinished: true });
  expect(options).toEqual(["--var=deletion_protection=false", "--auto-approve"]);
  expect(calls).toEqual([REMOVE, "backup", PROTECTION, TAKE_OUT]);
  expect(said).toContain("people may have worked with it");
  expect(said).toMatch(/What goes: the database, the file system/);
});

test("a first deployment in which OpenEMR was never started leaves nothing", async () => {
  await prepare(without(GUARD, "aws_ecs_service.application_service"), { unfinished: true });
  expect(calls).toEqual([REMOVE, PROTECTION]);
  expect(said).toMatch(/What goes: the database, the file system/);
});

test("a removal that stopped after the keys were taken out makes no new ones", async () => {
  const rest = without(GUARD, "aws_kms_key.data_key");
  await expect(prepare(rest, { unfinished: true })).rejects.toThrow("npm run destroy -- trial");
  expect(calls).toEqual([]);
});

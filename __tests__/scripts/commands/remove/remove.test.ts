import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { removeCommand } from "../../../../scripts/commands/remove/command";
import { conduct } from "../../../../scripts/procedures/command";
import type { Removable } from "../../../../scripts/procedures/remove/removable";
import { type RemoveProps, remove } from "../../../../scripts/procedures/remove/remove";
import { runInTerminal } from "../../../../scripts/system/terminal-process";
import { Terraform } from "../../../../scripts/terraform/terraform";
import { temporaryFolder } from "../../../support/stand-in";

jest.mock("../../../../scripts/procedures/command", () => ({
  ...jest.requireActual("../../../../scripts/procedures/command"),
  conduct: jest.fn(),
}));
jest.mock("../../../../scripts/procedures/remove/remove", () => ({ remove: jest.fn() }));
jest.mock("../../../../scripts/system/terminal-process", () => ({
  runInTerminal: jest.fn(async () => ({ code: 0, stopped: false })),
}));

const project = temporaryFolder();
const folder = path.join(project, "cdktf.out/stacks/openemr-clinic-in-the-hills");
mkdirSync(path.join(project, "environments"));
writeFileSync(
  path.join(project, "environments/clinic-in-the-hills.tfvars"),
  'region = "eu-central-1"\nname = "openemr"\nbackup_copy_region = "us-west-2"\n',
);

const env = { HERE: "1" };
const run = () => removeCommand(["clinic-in-the-hills", "--yes"], { project, env });

afterEach(() => jest.restoreAllMocks());

test("a state that has no place yet is not looked for", async () => {
  writeFileSync(path.join(project, "cdktf.json"), "{}");
  await expect(run()).rejects.toThrow('State is kept by "s3", and has no place yet');
});

test("where the outputs are gone, the name and the region are those of the environment's file, and the destroy goes on", async () => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "cdk.tf.json"), "{}");
  mkdirSync(path.join(folder, ".terraform"));
  const resources = [{ mode: "managed", type: "aws_vpc", name: "vpc", instances: [{ attributes: {} }] }];
  jest.spyOn(Terraform, "in").mockResolvedValue({
    folder,
    capture: async () => JSON.stringify({ outputs: {}, resources }),
  } as unknown as Terraform);
  await run();
  const [name, given, , held, make] = jest.mocked(conduct).mock.calls[0]!;
  expect([name, given]).toEqual(["remove", expect.objectContaining({ yes: true })]);
  // A long name is cut as Terraform cuts it.
  const prefix = expect.stringMatching(/^openemr-clinic-in-[0-9a-f]{6}$/);
  expect(held).toMatchObject({ environment: "clinic-in-the-hills", prefix, region: "eu-central-1" });
  await make({ ...env, OPENEMR_RUN_HOLDER: "id" });
  const [removed, props] = jest.mocked(remove).mock.calls[0] as [Removable, RemoveProps];
  expect(removed.vaultName).toBe(`${removed.prefix}-backup`);
  expect(removed.procedureParameter).toBe(`/${removed.prefix}/procedure`);
  expect(props.installation).toBeUndefined();
  expect(await props.remains()).toMatchObject({ isEmpty: false, hasDatabase: false });
  expect(props.prices.key).toBe(1);
  expect(removed.copies).toMatchObject({ region: "us-west-2", vaultName: `${removed.prefix}-copies` });
  expect(await removed.copies!.backup.config.region()).toBe("us-west-2");
  expect(props.prices.copies).toMatchObject({ key: 1 });
  expect(removed.accountCopies).toBeUndefined();
  await props.destroy(["--skip-backup"]);
  expect(jest.mocked(runInTerminal).mock.calls[0]).toEqual([
    process.execPath,
    [
      "--require",
      "tsx/cjs",
      path.join(project, "scripts/commands/deploy/command.ts"),
      "destroy",
      "clinic-in-the-hills",
      "--auto-approve",
      "--skip-backup",
    ],
    { cwd: project, env: { ...env, OPENEMR_RUN_HOLDER: "id" } },
  ]);
});

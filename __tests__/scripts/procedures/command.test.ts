import { runProcedure } from "../../../scripts/procedures/command";
import { refuseDuringExchange } from "../../../scripts/procedures/restore/record";
import { HOLDER_VARIABLE } from "../../../scripts/procedures/run-lock";
import type { Seen } from "../../../scripts/procedures/step";
import { StackOutputs, stackOutputs } from "../../../scripts/terraform/stack-outputs";
import { ParameterStore } from "./support/parameter-store";

jest.mock("../../../scripts/terraform/stack-outputs", () => ({
  ...jest.requireActual("../../../scripts/terraform/stack-outputs"),
  stackOutputs: jest.fn(),
}));

const RUN = "/openemr-trial/procedure-run";
const TEXTS = [
  ...[
    "url",
    "ecs_cluster_name",
    "ecs_service_name",
    "file_system_arn",
    "backup_vault_name",
    "backup_role_arn",
  ],
  ...["restore_role_arn", "database_secret_arn", "database_user_secret_arn", "administrator_secret_arn"],
  ...["maintenance_task_definition", "maintenance_page_rule_arn"],
];
const OUTPUTS = {
  ...Object.fromEntries(TEXTS.map((name) => [name, name])),
  database_cluster_arn: "arn:aws:rds:eu-west-1:111122223333:cluster:openemr-trial-database",
  procedure_parameter: "/openemr-trial/procedure",
  log_group_names: { application: "/openemr-trial/application" },
  smtp_credentials_function: null,
};

const store = new ParameterStore();
const before = { ...process.env };
beforeAll(async () => {
  await store.start();
  Object.assign(process.env, store.env);
  jest.mocked(stackOutputs).mockResolvedValue(new StackOutputs("trial", OUTPUTS));
  jest.spyOn(console, "log").mockImplementation(() => {});
});
afterAll(() => {
  process.env = before;
  store.stop();
  jest.restoreAllMocks();
});

/** Runs a procedure of one step. @returns the holder in that step, and the id that a command gets which it starts */
async function holderOf(name: string, env: NodeJS.ProcessEnv = {}) {
  let found: {
    readonly holder: { readonly id: string; readonly procedure: string };
    readonly given?: string;
  };
  let is: Seen["is"] = "to do";
  const options = { environment: "trial", yes: true, "dry-run": false, json: false };
  await runProcedure(name, options, { project: "/project", env }, async (installation, started) => {
    await refuseDuringExchange(installation);
    const begin = async () => {
      const holder = JSON.parse(store.parameters.values.get(RUN)!);
      found = { holder, given: started[HOLDER_VARIABLE] };
      is = "done";
    };
    return {
      name,
      environment: "trial",
      summary: "One step",
      steps: [{ title: "The only one", takes: "1 s", look: async () => ({ is }), begin }],
      outcome: async () => [],
    };
  });
  return found!;
}

test("a command that a procedure starts gets the id of the run that holds the installation", async () => {
  const { holder, given } = await holderOf("upgrade");
  expect(holder.procedure).toBe("upgrade");
  expect(given).toBe(holder.id);
  expect(store.parameters.values.size).toBe(0);
});

test("a backup within a destroy leaves the installation to the destroy", async () => {
  const destroy = JSON.stringify({
    id: "d-1",
    procedure: "destroy",
    by: "jane",
    since: "2026-11-30",
    renewal: 0,
  });
  store.parameters.values.set(RUN, destroy);
  const { holder, given } = await holderOf("backup", { [HOLDER_VARIABLE]: "d-1" });
  expect([holder.procedure, given]).toEqual(["destroy", "d-1"]);
  expect(store.parameters.values.get(RUN)).toBe(destroy);
});

test.each([
  [10 * 3_600_000, "10 h behind"],
  [-3_570_000, "60 min ahead of"],
])(
  "a machine whose clock is wrong changes nothing, as it would take AWS's times for others: %i",
  async (ahead, says) => {
    store.ahead = ahead;
    store.parameters.values.clear();
    try {
      await expect(holderOf("upgrade")).rejects.toThrow(
        new RegExp(`^This machine's clock is ${says} AWS's, .* Nothing was changed\\. Set the clock`),
      );
    } finally {
      store.ahead = 0;
    }
    expect(store.parameters.values.size).toBe(0);
  },
);

test("no question stands among the lines that a program reads", async () => {
  const options = { environment: "trial", yes: false, "dry-run": false, json: true };
  const run = runProcedure("stop", options, { project: "/project", env: {} }, () => {
    throw new Error("It is made.");
  });
  await expect(run).rejects.toThrow(
    "--json is for programs, which answer no question. Add --yes or --dry-run.",
  );
});

test("credentials of another account do nothing, and whose they are is told", async () => {
  store.account = "999988887777";
  await expect(holderOf("restore", {})).rejects.toThrow(
    /^"trial" is in the AWS account 111122223333, but these credentials are of 999988887777\. Nothing was changed\. Sign in to 111122223333/,
  );
  store.account = "111122223333";
});

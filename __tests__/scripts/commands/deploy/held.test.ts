import { existsSync } from "node:fs";
import path from "node:path";
import { PROCEDURE_PARAMETER } from "../../../../scripts/procedures/installation";
import { compiledScript } from "../../../support/compiled-project";
import { DeployedStack, OFFLINE } from "../../../support/deployed-stack";
import { RunningScript } from "../../../support/running-script";
import { ScriptProject } from "../../../support/script-project";
import { ParameterStore } from "../../procedures/support/parameter-store";
import { ParametersPart } from "../../procedures/support/parameters-part";

const RUN = "/openemr-trial/procedure-run";
const OUTPUTS = {
  procedure_parameter: "/openemr-trial/procedure",
  database_cluster_arn: "arn:aws:rds:eu-west-1:111122223333:cluster:openemr-trial-database",
};

const store = new ParameterStore();
let project: ScriptProject;

beforeAll(async () => {
  await store.start();
  project = new ScriptProject();
  // cdktf runs this in place of a synthesis: a deploy that lasts.
  project.write(
    "cdktf.json",
    '{"app": "touch started; sleep 30; exit 1", "language": "typescript", "context": {}}',
  );
});
afterAll(() => {
  project.remove();
  store.stop();
});
beforeEach(() => {
  store.account = "111122223333";
  store.parameters = new ParametersPart();
});

function deploy(verb = "deploy"): RunningScript {
  return new RunningScript([compiledScript(project.folder, "deploy"), verb, "trial", "--auto-approve"], {
    cwd: project.folder,
    env: {
      ...OFFLINE,
      OPENEMR_STATE_KIND: "local",
      ...store.env,
    },
  });
}

const hasStarted = () => existsSync(path.join(project.folder, "started"));

async function until(is: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 45_000; !is(); ) {
    if (Date.now() > deadline) throw new Error(`It does not become true: ${is}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test("a first deployment takes nothing; later ones hold the installation while cdktf runs", async () => {
  const first = deploy();
  await until(hasStarted);
  expect(store.parameters.values.size).toBe(0);
  first.kill("SIGTERM");
  await first.end();

  new DeployedStack(project.folder).deploy(OUTPUTS);
  store.parameters.values.set(
    RUN,
    JSON.stringify({ id: "1", procedure: "restore", by: "jane", since: "2026-11-30" }),
  );
  for (const verb of ["deploy", "destroy"]) {
    const waiting = deploy(verb);
    await waiting.says(/"restore" holds the installation: jane, since 2026-11-30/);
    waiting.kill("SIGTERM");
    await waiting.end();
  }
  store.parameters.values.clear();

  const second = deploy();
  await until(() => store.parameters.values.size > 0);
  expect(JSON.parse(store.parameters.values.get(RUN)!)).toMatchObject({
    procedure: "deploy",
    by: expect.any(String),
  });
  await second.says(/Synthesizing/);
  second.kill("SIGTERM");
  await second.end();
  expect(store.parameters.values.size).toBe(0);
});

test("a destroy that took the outputs away is held all the same, and waits for a restore", async () => {
  const name = OUTPUTS.procedure_parameter;
  const attributes = { name, arn: `arn:aws:ssm:eu-west-1:111122223333:parameter${name}` };
  const [type, parameter] = PROCEDURE_PARAMETER.split(".") as [string, string];
  const provider = 'provider["registry.terraform.io/hashicorp/aws"]';
  const instances = [{ schema_version: 0, attributes }];
  new DeployedStack(project.folder).synthesize(OUTPUTS);
  project.write("state/openemr-trial.tfstate", {
    version: 4,
    terraform_version: "1.11.0",
    serial: 9,
    lineage: "b8d1d2f0-0000-4000-8000-000000000000",
    outputs: {},
    resources: [{ mode: "managed", type, name: parameter, provider, instances }],
  });
  store.parameters.values.set(
    `${name}-restore`,
    JSON.stringify({ begunAt: "2026-11-30T05:00:00Z", moment: "2026-11-29T05:00:00Z", done: {} }),
  );
  store.account = "999988887777";
  const elsewhere = deploy("destroy");
  await elsewhere.says(
    /"trial" is in the AWS account 111122223333, but these credentials are of 999988887777/,
  );
  expect(await elsewhere.end()).toMatchObject({ status: 1 });
  store.account = "111122223333";

  const destroy = deploy("destroy");
  await destroy.says(/The restore to 2026-11-29T05:00:00Z is not finished.*first: npm run deploy -- trial/);
  expect(await destroy.end()).toMatchObject({ status: 1 });

  const first = { id: "1", procedure: "restore", by: "jane", since: "2026-11-30" };
  store.parameters.values.set(RUN, JSON.stringify(first));
  const second = deploy("destroy");
  await second.says(/"restore" holds the installation: jane, since 2026-11-30/);
  second.kill("SIGTERM");
  await second.end();
});

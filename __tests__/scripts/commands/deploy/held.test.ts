import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { json } from "node:stream/consumers";
import { compiledScript } from "../../../support/compiled-project";
import { DeployedStack, OFFLINE } from "../../../support/deployed-stack";
import { RunningScript } from "../../../support/running-script";
import { ScriptProject } from "../../../support/script-project";
import { ParametersPart } from "../../procedures/support/parameters-part";

const RUN = "/openemr-trial/procedure-run";
const OUTPUTS = {
  procedure_parameter: "/openemr-trial/procedure",
  database_cluster_arn: "arn:aws:rds:eu-west-1:111122223333:cluster:openemr-trial-database",
};

let parameters: ParametersPart;
let server: Server;
let project: ScriptProject;

beforeAll(async () => {
  // Parameter Store for the command's own client.
  server = createServer(async (request, response) => {
    const action = String(request.headers["x-amz-target"]).split(".")[1]!;
    try {
      const operation = parameters.operations[action]!;
      response.end(JSON.stringify(operation((await json(request)) as never)));
    } catch (error) {
      const { name, message } = error as Error;
      response.writeHead(400).end(JSON.stringify({ __type: name, message }));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  project = new ScriptProject();
  // cdktf runs this in place of a synthesis: a deploy that lasts.
  project.write(
    "cdktf.json",
    '{"app": "touch started; sleep 30; exit 1", "language": "typescript", "context": {}}',
  );
});
afterAll(() => {
  project.remove();
  server.close();
});
beforeEach(() => {
  parameters = new ParametersPart();
});

function deploy(verb = "deploy"): RunningScript {
  const { port } = server.address() as AddressInfo;
  return new RunningScript([compiledScript(project.folder, "deploy"), verb, "trial", "--auto-approve"], {
    cwd: project.folder,
    env: {
      ...OFFLINE,
      OPENEMR_STATE_KIND: "local",
      AWS_ENDPOINT_URL_SSM: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
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
  expect(parameters.values.size).toBe(0);
  first.kill("SIGTERM");
  await first.end();

  new DeployedStack(project.folder).deploy(OUTPUTS);
  parameters.values.set(
    RUN,
    JSON.stringify({ id: "1", procedure: "restore", by: "jane", since: "2026-11-30" }),
  );
  for (const verb of ["deploy", "destroy"]) {
    const waiting = deploy(verb);
    await waiting.says(/"restore" holds the installation: jane, since 2026-11-30/);
    waiting.kill("SIGTERM");
    await waiting.end();
  }
  parameters.values.clear();

  const second = deploy();
  await until(() => parameters.values.size > 0);
  expect(JSON.parse(parameters.values.get(RUN)!)).toMatchObject({
    procedure: "deploy",
    by: expect.any(String),
  });
  await second.says(/Synthesizing/);
  second.kill("SIGTERM");
  await second.end();
  expect(parameters.values.size).toBe(0);
}, 90_000);

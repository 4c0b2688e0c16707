import { once } from "node:events";
import { createServer } from "node:net";
import { npmScript } from "../../../support/running-script";
import { ApiTest, AUTHORIZE, WAITS_FOR_ENABLING } from "./api-test";

const api = ApiTest.forTests();

test("npm run starts it", async () => {
  const { status, stdout } = await npmScript("api-endpoint-test", ["--help"]).end();
  expect(status).toBe(0);
  expect(stdout).toMatch(/^Usage: npm run api-endpoint-test -- /);
});

test("from the registration to a table of results", async () => {
  const end = await api.answered(api.start());
  const rows = [...end.stdout.matchAll(/^(\S+) +(\d+) +\d+ +(\d+)$/gm)].map(([, ...cells]) =>
    cells.join(" "),
  );
  expect(rows).toEqual([
    "fhir/metadata 200 2",
    "fhir/.well-known/smart-configuration 200 1",
    "fhir/Patient 200 3",
    "fhir/Practitioner 200 3",
    "fhir/Organization 200 3",
    "fhir/Location 200 3",
    "api/version 200 1",
    "api/facility 200 1",
    "api/practitioner 200 3",
    "api/patient 200 3",
  ]);
  expect(end.stdout).toContain("All 10 endpoints answered.");
  expect(end.status).toBe(0);
  expect([...api.openemr.codes.values()]).toEqual([expect.objectContaining({ used: true })]);
  api.expectNoSecretsIn(end);
});

test("a client that was not enabled yet is authorized once more when it is", async () => {
  const run = api.start();
  await run.says(WAITS_FOR_ENABLING);
  run.types("");
  const first = await run.says(AUTHORIZE);
  await fetch(api.openemr.authorizeAsPerson(first));
  expect(await run.says(/OpenEMR refuses the client .*/)).toContain("Administration > System > API Clients");
  await run.says(/Press Enter when it is enabled/);
  api.openemr.enableClients();
  run.types("");
  const second = await run.says(
    new RegExp(`^ {2}(?!${first.replace(/[?.*+^$|()[\]{}]/g, "\\$&")}$)(https:\\S+authorize\\S+)$`, "m"),
  );
  expect(new URL(second).searchParams.get("state")).not.toBe(new URL(first).searchParams.get("state"));
  await fetch(api.openemr.authorizeAsPerson(second));
  expect((await run.end()).status).toBe(0);
});

test("a public client has no secret and the scopes of one patient", async () => {
  const run = api.start(["--public"]);
  await fetch(api.openemr.authorizeAsPerson(await run.says(AUTHORIZE)));
  const end = await run.end();
  expect(end.stdout).toContain("All 6 endpoints answered.");
  const [client] = api.openemr.clients.values();
  expect(client).toMatchObject({
    secret: undefined,
    scopes: expect.arrayContaining(["launch/patient", "patient/Patient.read"]),
  });
});

test("where the browser is elsewhere, the address that it ended at can be pasted, or the code", async () => {
  for (const pasted of [(back: URL) => back.href, (back: URL) => back.searchParams.get("code")!]) {
    api.openemr.reset();
    const run = api.start(["--public"]);
    const back = api.openemr.authorizeAsPerson(await run.says(AUTHORIZE));
    run.types("what?");
    await run.says(/This is neither an address with "code=" in it nor a code/);
    run.types(pasted(back));
    run.hangUp();
    expect(await run.end()).toMatchObject({ status: 0 });
  }
});

test("a client that was registered before is used, with its secret from the environment", async () => {
  const client = {
    id: "known",
    secret: "s3cret-of-the-client",
    redirectUris: [`http://localhost:${api.port}/callback`],
    scopes: ["openid", "api:oemr", "user/list.read"],
    enabled: true,
  };
  const args = ["--client-id", "known", "--endpoint", "api/list/state", "--json"];
  api.openemr.clients.set("known", client);
  const run = api.start(args, { OPENEMR_CLIENT_SECRET: client.secret });
  await fetch(api.openemr.authorizeAsPerson(await run.says(AUTHORIZE)));
  const end = await run.end();
  expect(end.status).toBe(0);
  expect(JSON.parse(end.stdout)).toMatchObject({ path: "api/list/state", status: 200 });
  api.expectNoSecretsIn(end);

  const without = api.start(args);
  await fetch(api.openemr.authorizeAsPerson(await without.says(AUTHORIZE)));
  expect(await without.end()).toMatchObject({
    status: 1,
    stderr: expect.stringContaining("it is not enabled, or has a secret that was not given"),
  });
});

test("each endpoint that fails is explained, and the others are called all the same", async () => {
  api.openemr.unticked = ["user/Patient.read"];
  api.openemr.overrides = {
    "/apis/default/fhir/Practitioner": { status: 501 },
    "/apis/default/fhir/Organization": { status: 403, headers: { server: "awselb/2.0" } },
    "/apis/default/api/facility": { status: 200, body: "<b>Warning</b>" },
    "/apis/default/api/practitioner": { status: 500 },
    "/apis/default/api/patient": { status: 404 },
  };
  const { status, stdout, stderr } = await api.answered(api.start());
  expect(status).toBe(1);
  expect(stderr).toContain("Not granted: user/Patient.read\n");
  expect(stdout.split("\n").filter((line) => line.includes(": "))).toEqual([
    expect.stringMatching(/^fhir\/Patient: the scope user\/Patient.read was not granted/),
    expect.stringMatching(/^fhir\/Practitioner: this API is off: .* Enable OpenEMR Standard FHIR REST API$/),
    expect.stringMatching(
      /^fhir\/Organization: The web application firewall blocked GET .*waf_rule_action_overrides/,
    ),
    expect.stringMatching(/^api\/facility: the answer is no JSON$/),
    expect.stringMatching(/^api\/practitioner: OpenEMR failed: see the log group/),
    expect.stringMatching(/^api\/patient: OpenEMR of this version has no such endpoint/),
  ]);
  expect(stdout).toContain("6 of 10 endpoints failed.");
});

test("an environment is tried at the address among its outputs, which must be of HTTPS", async () => {
  const startTrial = (url: string) =>
    api.project.start(
      "api-endpoint-test",
      ["trial", "--ca", api.authority.file],
      api.project.deployed({ url }),
    );
  api.openemr.siteAddress = "https://elsewhere.example";
  expect(await startTrial(api.openemr.url).end()).toMatchObject({
    status: 1,
    stderr: expect.stringContaining(`OpenEMR takes https://elsewhere.example for its address`),
  });
  expect(await startTrial("http://alb.example").end()).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(
      /is not HTTPS, .* Set certificate_arn or route53_domain in environments\/trial.tfvars/,
    ),
  });
});

test("where nobody is there to enable the client, it says so", async () => {
  const run = api.start();
  run.hangUp();
  const { status, stderr } = await run.end();
  expect(status).toBe(1);
  expect(stderr).toContain("There is nobody to enable the client.");
});

test("a port that another program has is refused before a client is registered", async () => {
  const server = createServer().listen(api.port, "127.0.0.1");
  await once(server, "listening");
  const { status, stderr } = await api.start().end();
  server.close();
  expect(status).toBe(1);
  expect(stderr).toContain(
    `Port ${api.port} of this machine, for the browser's way back, cannot be used (EADDRINUSE)`,
  );
  expect(api.openemr.clients.size).toBe(0);
});

import { once } from "node:events";
import { createServer } from "node:net";
import { BuiltScript, npmScript } from "../../support/built-script";
import type { RunningScript, ScriptEnd } from "../../support/running-script";
import { TestAuthority } from "../../support/test-authority";
import { OpenEmrStandIn } from "./openemr-stand-in";

const authority = new TestAuthority();
const script = new BuiltScript("api-endpoint-test");
let openemr: OpenEmrStandIn;
let port = 0;

beforeAll(async () => {
  openemr = await OpenEmrStandIn.start(authority.certificate("DNS:localhost"));
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  port = (server.address() as { port: number }).port;
  server.close();
});

beforeEach(() => openemr.reset());

afterAll(async () => {
  await openemr.stop();
  authority.remove();
  script.remove();
});

function start(args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): RunningScript {
  const all = [openemr.url, "--ca", authority.file, "--port", String(port), ...args];
  return script.start(all, { OPENEMR_CLIENT_SECRET: "", ...env });
}

const WAITS_FOR_ENABLING = /Enable Client\. Then press Enter here/;
const AUTHORIZE = /^ {2}(https:\S+\/authorize\?\S+)$/m;

/** Does what a person is asked for, with the browser on the same machine. */
async function answered(run: RunningScript, change: (back: URL) => void = () => {}): Promise<ScriptEnd> {
  await run.says(WAITS_FOR_ENABLING);
  openemr.enableClients();
  run.types("");
  const back = openemr.authorizeAsPerson(await run.says(AUTHORIZE));
  change(back);
  await fetch(back);
  return run.end();
}

/** No token, code or secret, and nothing that an endpoint returned. */
function expectNoSecretsIn({ stdout, stderr }: ScriptEnd): void {
  const secrets = [...openemr.tokens.keys(), ...openemr.codes.keys()];
  for (const { secret } of openemr.clients.values()) if (secret) secrets.push(secret);
  for (const secret of [...secrets, "Smith"]) expect(stdout + stderr).not.toContain(secret);
}

test("npm run starts it", async () => {
  const { status, stdout } = await npmScript("api-endpoint-test", ["--help"]).end();
  expect(status).toBe(0);
  expect(stdout).toMatch(/^Usage: npm run api-endpoint-test -- /);
}, 20_000);

test("from the registration to a table of results", async () => {
  const end = await answered(start());
  const rows = end.stdout.split("\n").map((line) =>
    line
      .trim()
      .replace(/ {2,}\d+ {2,}/, "|")
      .split(/\s*\|\s*|\s{2,}/),
  );
  expect(rows.filter(([path]) => /^(api|fhir)\//.test(path!)).map((row) => row.join(" "))).toEqual([
    expect.stringMatching(/^fhir\/metadata .*\b2$/),
    expect.stringMatching(/^fhir\/.well-known\/smart-configuration .*\b1$/),
    expect.stringMatching(/^fhir\/Patient .*\b3$/),
    expect.stringMatching(/^fhir\/Practitioner .*\b3$/),
    expect.stringMatching(/^fhir\/Organization .*\b3$/),
    expect.stringMatching(/^fhir\/Location .*\b3$/),
    expect.stringMatching(/^api\/version .*\b1$/),
    expect.stringMatching(/^api\/facility .*\b1$/),
    expect.stringMatching(/^api\/practitioner .*\b3$/),
    expect.stringMatching(/^api\/patient .*\b3$/),
  ]);
  expect(end.stdout).toContain("All 10 endpoints answered.");
  expect(end.status).toBe(0);
  expect([...openemr.codes.values()]).toEqual([expect.objectContaining({ used: true })]);
  expectNoSecretsIn(end);
}, 20_000);

test("a client that was not enabled yet is authorized once more when it is", async () => {
  const run = start();
  await run.says(WAITS_FOR_ENABLING);
  run.types("");
  const first = await run.says(AUTHORIZE);
  await fetch(openemr.authorizeAsPerson(first));
  expect(await run.says(/OpenEMR refuses the client .*/)).toContain("Administration > System > API Clients");
  await run.says(/Press Enter when it is enabled/);
  openemr.enableClients();
  run.types("");
  const second = await run.says(
    new RegExp(`^ {2}(?!${first.replace(/[?.*+^$|()[\]{}]/g, "\\$&")}$)(https:\\S+authorize\\S+)$`, "m"),
  );
  expect(new URL(second).searchParams.get("state")).not.toBe(new URL(first).searchParams.get("state"));
  await fetch(openemr.authorizeAsPerson(second));
  expect((await run.end()).status).toBe(0);
}, 20_000);

test("a public client has no secret and the scopes of one patient", async () => {
  const run = start(["--public"]);
  await fetch(openemr.authorizeAsPerson(await run.says(AUTHORIZE)));
  const end = await run.end();
  expect(end.stdout).toContain("All 6 endpoints answered.");
  const [client] = openemr.clients.values();
  expect(client).toMatchObject({
    secret: undefined,
    scopes: expect.arrayContaining(["launch/patient", "patient/Patient.read"]),
  });
}, 20_000);

test("where the browser is elsewhere, the address that it ended at can be pasted, or the code", async () => {
  for (const pasted of [(back: URL) => back.href, (back: URL) => back.searchParams.get("code")!]) {
    openemr.reset();
    const run = start(["--public"]);
    const back = openemr.authorizeAsPerson(await run.says(AUTHORIZE));
    run.types("what?");
    await run.says(/This is neither an address with "code=" in it nor a code/);
    run.types(pasted(back));
    run.hangUp();
    expect(await run.end()).toMatchObject({ status: 0 });
  }
}, 20_000);

test("a client that was registered before is used, with its secret from the environment", async () => {
  const client = {
    id: "known",
    secret: "s3cret-of-the-client",
    redirectUris: [`http://localhost:${port}/callback`],
    scopes: ["openid", "api:oemr", "user/list.read"],
    enabled: true,
  };
  const args = ["--client-id", "known", "--endpoint", "api/list/state"];
  openemr.clients.set("known", client);
  const run = start(args, { OPENEMR_CLIENT_SECRET: client.secret });
  await fetch(openemr.authorizeAsPerson(await run.says(AUTHORIZE)));
  const end = await run.end();
  expect(end).toMatchObject({ status: 0, stdout: expect.stringContaining("All 1 endpoints answered.") });
  expectNoSecretsIn(end);

  const without = start(args);
  await fetch(openemr.authorizeAsPerson(await without.says(AUTHORIZE)));
  expect(await without.end()).toMatchObject({
    status: 1,
    stderr: expect.stringContaining("it is not enabled, or has a secret that was not given"),
  });
}, 20_000);

describe("a token is taken from the answer to this authorization alone", () => {
  interface Wrong {
    readonly what: string;
    readonly change?: (back: URL) => void;
    readonly claims?: Record<string, unknown>;
    readonly message: RegExp;
  }

  test.each<Wrong>([
    {
      what: "another state",
      change: (back) => back.searchParams.set("state", "another"),
      message: /its state differs/,
    },
    {
      what: "no state",
      change: (back) => back.searchParams.delete("state"),
      message: /its state differs/,
    },
    { what: "another nonce", claims: { nonce: "another" }, message: /its nonce differs/ },
    {
      what: "another issuer",
      claims: { iss: "https://elsewhere.example" },
      message: /of another address than https:.*site_addr_oath/,
    },
    { what: "another client", claims: { aud: "another" }, message: /none that a token can be taken from/ },
    {
      what: "a refusal",
      change: (back) => {
        back.searchParams.delete("code");
        back.searchParams.set("error", "access_denied");
      },
      message: /The authorization was not given: access_denied/,
    },
    {
      what: "a code of no use",
      change: (back) => back.searchParams.set("code", "0123456789abcdef"),
      message: /OpenEMR gives no token: invalid_request.* one minute/,
    },
  ])(
    "and not from one with $what",
    async ({ change, claims = {}, message }) => {
      openemr.claims = claims;
      const end = await answered(start(), change);
      expect(end.status).toBe(1);
      expect(end.stderr).toMatch(message);
      expect(end.stderr).not.toMatch(/^ +at /m);
      expect(end.stdout).toBe("");
      expectNoSecretsIn(end);
    },
    20_000,
  );
});

test("each endpoint that fails is explained, and the others are called all the same", async () => {
  openemr.unticked = ["user/Patient.read"];
  openemr.overrides = {
    "/apis/default/fhir/Practitioner": { status: 501 },
    "/apis/default/fhir/Organization": { status: 403, headers: { server: "awselb/2.0" } },
    "/apis/default/api/facility": { status: 200, body: "<b>Warning</b>" },
    "/apis/default/api/practitioner": { status: 500 },
    "/apis/default/api/patient": { status: 404 },
  };
  const { status, stdout, stderr } = await answered(start());
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
}, 20_000);

test("an environment is tried at the address among its outputs, which must be of HTTPS", async () => {
  const start = (url: string) => script.start(["trial", "--ca", authority.file], script.deployed({ url }));
  openemr.siteAddress = "https://elsewhere.example";
  expect(await start(openemr.url).end()).toMatchObject({
    status: 1,
    stderr: expect.stringContaining(`OpenEMR takes https://elsewhere.example for its address`),
  });
  expect(await start("http://alb.example").end()).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(
      /is not HTTPS, .* Set certificate_arn or route53_domain in environments\/trial.tfvars/,
    ),
  });
}, 20_000);

test("where nobody is there to enable the client, it says so", async () => {
  const run = start();
  run.hangUp();
  const { status, stderr } = await run.end();
  expect(status).toBe(1);
  expect(stderr).toContain("There is nobody to enable the client.");
}, 20_000);

test("a port that another program has is refused before a client is registered", async () => {
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  const { status, stderr } = await start().end();
  server.close();
  expect(status).toBe(1);
  expect(stderr).toContain(
    `Port ${port} of this machine, for the browser's way back, cannot be used (EADDRINUSE)`,
  );
  expect(openemr.clients.size).toBe(0);
}, 20_000);

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { App } from "cdktf";
import { listEnvironments, stackName } from "../../src/environments";
import { GITHUB_ROLES_STACK } from "../../src/github/installation-names";
import { GitHubRolesStack } from "../../src/stacks/github-roles-stack";
import { readStateSettings } from "../../src/state/state-settings";
import { OfflineAccount, type OfflineStack } from "../support/offline-account";
import { plannedTo } from "../support/planned-changes";
import { SynthesizedProject } from "../support/synthesized-project";
import { OFF, TOGGLES, type ToggleName } from "../support/toggles";
import { EmulatedAccount } from "./support/emulated-account";
import type { EmulatedStack, Outcome } from "./support/emulated-stack";

const ENVIRONMENTS = listEnvironments(path.join(__dirname, "../../environments")).map(({ name }) => name);

/** Toggles that exclude each other are in different ones of these. */
const APART: ReadonlyArray<readonly ToggleName[]> = [
  [
    "a certificate",
    "a NAT gateway in each zone",
    "a lock on the vault",
    "ECS Exec",
    "an accelerator",
    "the APIs",
  ],
  [
    "an IPv4 range",
    "an IPv6 range",
    "deletion protection",
    "a database that goes without a last snapshot",
    "a firewall that only counts",
    "the Data API",
    "the SMTP port",
    "mail",
    "exports that outlive the analytics environment",
  ],
  [
    "a domain",
    "a third zone",
    "the audit trail",
    "Bedrock",
    "received mail",
    "the patient portal",
    "the analytics environment with all that it offers",
    "a cache of images",
  ],
];

/** Not planned here: the emulator (moto 5.2.1) offers no endpoint of `emr-serverless-services.livy`, which AWS does. */
const NOT_EMULATED: readonly ToggleName[] = ["analytics without internet"];

/** Toggles that are planned together, since each plan costs seconds. Each two are planned with the offline providers. */
const COMBINATIONS = APART.map((named, i) => (i < APART.length - 1 ? named : [...named, ...others()]));

function others(): ToggleName[] {
  const named = [...APART.flat(), ...NOT_EMULATED];
  return (Object.keys(TOGGLES) as ToggleName[]).filter((name) => !named.includes(name));
}

/** The real provider takes seconds to plan a web ACL: firewall.test.ts applies one. */
const STAND_INS = ["aws_wafv2_web_acl"];

/** The warning of plain HTTP, by the address of its check. */
const PLAIN_HTTP = "The application is served over plain HTTP";

let account: EmulatedAccount;
let project: SynthesizedProject;
let stack: EmulatedStack;
/** Only its look-ups are real: a resource is not planned where a look-up finds something wrong. */
let lookups: EmulatedStack;
/** An account whose providers know no more than the schemas, to compare with. */
const offline = new OfflineAccount();
beforeAll(async () => {
  account = await EmulatedAccount.open();
  project = SynthesizedProject.shared();
  stack = await account.add(project.stack("openemr-production"), STAND_INS);
  lookups = await account.addAppliable(project.stack("openemr-production"), []);
  await account.createHostedZone("example.org");
}, 120_000);
afterAll(async () => {
  await offline.close();
  await account?.close();
  await stack?.remove();
  await lookups?.remove();
});

/** The addresses of a plan that creates and does nothing else. */
function created({ code, errors, planned }: Outcome): string[] {
  expect({ code, errors }).toEqual({ code: 0, errors: [] });
  expect(new Set(Object.values(planned))).toEqual(new Set(["create"]));
  return Object.keys(planned).sort();
}

it.each(ENVIRONMENTS)(
  "the real provider accepts the environment %s, as it is",
  async (environment) => {
    const own = await account.add(project.stack(stackName(environment)), STAND_INS);
    const outcome = await own.plan({});
    expect(created(outcome).length).toBeGreaterThan(90);
    expect(outcome.warnings.map((text) => text.includes(PLAIN_HTTP))).toEqual(
      environment === "production" ? [] : [true],
    );
    await own.remove();
  },
  120_000,
);

describe("the toggles", () => {
  let stand: OfflineStack;
  beforeAll(async () => {
    stand = await offline.add(project.stack("openemr-production"));
  });

  it.each(COMBINATIONS.map((on) => [on]))(
    "make the same with the real provider as with the offline ones, with %j",
    async (on: readonly ToggleName[]) => {
      const values = Object.assign({}, OFF, ...on.map((name) => TOGGLES[name]));
      const expected = plannedTo("create", await stand.planned(values));
      expect(created(await stack.plan(values))).toEqual(expected);
    },
    120_000,
  );
});

it("the real provider accepts the roles of GitHub Actions", async () => {
  const outdir = mkdtempSync(path.join(tmpdir(), "github-roles-"));
  const app = new App({ outdir });
  new GitHubRolesStack(app, GITHUB_ROLES_STACK, {
    state: readStateSettings({ bucket: "states", region: "us-east-1", lockTable: "locks" }, {}),
    environments: ENVIRONMENTS,
  });
  app.synth();
  const folder = path.join(outdir, "stacks", GITHUB_ROLES_STACK);
  // The roles know where state is kept; that of this test is in its folder.
  const file = path.join(folder, "cdk.tf.json");
  const document = JSON.parse(readFileSync(file, "utf8"));
  const terraform = { ...document.terraform, backend: undefined };
  writeFileSync(file, JSON.stringify({ ...document, terraform, "//": undefined }));
  const values = {
    repository: "clinic@12/openemr@34",
    environments: Object.fromEntries(ENVIRONMENTS.map((environment) => [environment, "us-east-1"])),
  };
  const roles = await account.add(folder);
  const stand = await offline.add(folder);
  // A plan validates first.
  const outcome = await roles.plan(values);
  expect(created(outcome)).toEqual(plannedTo("create", await stand.planned(values)));
  expect(outcome.warnings).toEqual([]);
  await roles.remove();
  rmSync(outdir, { recursive: true });
}, 120_000);

it("a certificate of another region and account is refused before anything is created", async () => {
  const certificate = "arn:aws:acm:eu-west-1:999999999999:certificate/00000000-0000-0000-0000-000000000000";
  const { code, errors } = await lookups.apply({ certificate_arn: certificate });
  expect(code).toBe(1);
  expect(errors).toHaveLength(2);
  const said = errors.join("\n");
  expect(said).toContain(
    `certificate_arn is "${certificate}", but must be the ARN of a certificate in the region of this installation, us-east-1`,
  );
  expect(said).toContain(
    "must be the ARN of a certificate in the account of this installation, 123456789012",
  );
  const { resources = [] } = JSON.parse(lookups.state || "{}");
  expect(resources.filter(({ mode }: { mode: string }) => mode === "managed")).toEqual([]);
}, 120_000);

it("an address record that somebody else has made is not taken over: the plan tells of it, before anything is made", async () => {
  await account.createHostedZone("example.com", [
    { name: "openemr.example.com", type: "A", value: "198.51.100.1" },
  ]);
  const { code, errors } = await lookups.plan({ ...OFF, route53_domain: "example.com" });
  expect(code).toBe(1);
  expect(errors).toEqual([
    expect.stringContaining(
      'route53_domain is "example.com", but openemr.example.com has an A record already, ["198.51.100.1"], which stays as it is. Set host_name to another name in the domain, or delete that record first.',
    ),
  ]);
}, 120_000);

describe("mail's records that somebody else has made", () => {
  const RECEIVED = { ...OFF, ...TOGGLES["received mail"], route53_domain: "example.net" };

  beforeAll(() =>
    account.createHostedZone("example.net", [
      { name: "example.net", type: "MX", value: "10 mail.example.net" },
      { name: "_dmarc.example.net", type: "TXT", value: '"v=DMARC1; p=none"' },
    ]),
  );

  it("are not taken over: the plan tells of them, before anything is made", async () => {
    const { code, errors } = await lookups.plan(RECEIVED);
    expect(code).toBe(1);
    expect(errors.map((text) => text.replace(/^.*: manage/, "manage")).sort()).toEqual([
      'manage_apex_mx_record is true, but example.net has a MX record already, ["10 mail.example.net"], which stays as it is. Set manage_apex_mx_record = false, or delete that record first.',
      'manage_dmarc_record is true, but _dmarc.example.net has a TXT record already, ["v=DMARC1; p=none"], which stays as it is. Set manage_dmarc_record = false, or delete that record first.',
    ]);
  }, 120_000);

  it("are not touched by default, with a warning that mail does not arrive", async () => {
    const { code, warnings } = await lookups.plan({
      ...RECEIVED,
      manage_apex_mx_record: false,
      manage_dmarc_record: false,
    });
    expect(code).toBe(0);
    expect(warnings.join()).toContain("its MX record is not 10 inbound-smtp.us-east-1.amazonaws.com");
  }, 120_000);
});

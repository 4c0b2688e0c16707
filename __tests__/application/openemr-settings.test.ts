import { apisAndPatientPortal } from "../../src/application/apis-and-patient-portal";
import { containerDefinitions } from "../../src/application/container-definitions";
import type { OpenEmrSetting } from "../../src/application/openemr-settings";
import { tf } from "../../src/terraform/expression";
import { evaluateLocal } from "../support/evaluate";
import { rendered } from "../terraform/synthesize";

interface OpenEmrContainer {
  environment: Array<{ name: string; value: string }>;
  secrets: Array<{ name: string; valueFrom: string }>;
}

const SMTP_SECRET = "arn:aws:secretsmanager:us-east-1:123456789012:secret:smtp-AbCdEf";

const definitions = (settings: readonly OpenEmrSetting[]) =>
  containerDefinitions({
    image: "openemr/openemr:7.0.3",
    logGroupName: "log",
    region: "us-east-1",
    environment: { MYSQL_HOST: "database" },
    labels: {},
    secrets: { MYSQL_PASS: "arn:database:password::" },
    settings,
  });

/** What Terraform makes of the container definitions, with locals that stand for variables. */
function evaluated(settings: readonly OpenEmrSetting[], locals: Record<string, unknown> = {}): string {
  return evaluateLocal({ ...locals, probe: rendered(() => definitions(settings)) }, "probe") as string;
}

function openEmrContainer(settings: readonly OpenEmrSetting[], locals?: Record<string, unknown>) {
  const [, container] = JSON.parse(evaluated(settings, locals)) as [unknown, OpenEmrContainer];
  return container;
}

const MIXED: OpenEmrSetting[] = [
  { name: "openemr_name", value: "Praxis ${x} Jäger" },
  { name: "rest_api", value: "1", when: tf`local.apis` },
  { name: "SMTP_HOST", value: tf`local.host`, when: tf`local.mail` },
  {
    name: "SMTP_USER",
    secret: { arn: SMTP_SECRET, key: "username" },
    encrypted: false,
    when: tf`local.mail`,
  },
  { name: "SMTP_PASS", secret: { arn: SMTP_SECRET, key: "password" }, when: tf`local.mail` },
];

describe("settings of OpenEMR", () => {
  it("reach the container by name, plain ones as such and secret ones from Secrets Manager", () => {
    const container = openEmrContainer(MIXED, { apis: true, mail: true, host: "smtp.example.org" });
    expect(container.environment).toEqual([
      { name: "MYSQL_HOST", value: "database" },
      { name: "OPENEMR_GLOBAL_openemr_name", value: "Praxis ${x} Jäger" },
      { name: "OPENEMR_GLOBAL_rest_api", value: "1" },
      { name: "OPENEMR_GLOBAL_SMTP_HOST", value: "smtp.example.org" },
    ]);
    expect(container.secrets).toEqual([
      { name: "MYSQL_PASS", valueFrom: "arn:database:password::" },
      { name: "OPENEMR_GLOBAL_SMTP_USER", valueFrom: `${SMTP_SECRET}:username::` },
      { name: "OPENEMR_SECRET_GLOBAL_SMTP_PASS", valueFrom: `${SMTP_SECRET}:password::` },
    ]);
  });

  it("follow their conditions one by one", () => {
    const container = openEmrContainer(MIXED, { apis: true, mail: false, host: "" });
    expect(container.environment.map(({ name }) => name)).toEqual([
      "MYSQL_HOST",
      "OPENEMR_GLOBAL_openemr_name",
      "OPENEMR_GLOBAL_rest_api",
    ]);
    expect(container.secrets).toHaveLength(1);
  });

  it("leave the definitions as they are without them while no condition holds", () => {
    expect(evaluated(MIXED.slice(1), { apis: false, mail: false, host: "" })).toBe(evaluated([]));
  });

  it.each(["rest-api", "", "9th", "a".repeat(64)])("are refused by the name %j", (name) => {
    expect(() => definitions([{ name, value: "1" }])).toThrow(`"${name}" is no name of a setting of OpenEMR`);
  });

  it("are refused when they are declared twice, plain and secret included", () => {
    expect(() =>
      definitions([
        { name: "SMTP_PASS", value: "1" },
        { name: "SMTP_PASS", secret: { arn: SMTP_SECRET, key: "password" } },
      ]),
    ).toThrow("The setting SMTP_PASS is declared twice");
  });
});

describe("the APIs and the patient portal", () => {
  const settings = (apis: boolean, portal: boolean) => {
    const declared = apisAndPatientPortal({
      activateApis: tf`local.apis`,
      enablePatientPortal: tf`local.portal`,
      siteAddress: tf`local.address`,
    });
    const { environment } = openEmrContainer(declared, {
      apis,
      portal,
      address: "https://openemr.example.org",
    });
    return Object.fromEntries(
      environment.slice(1).map(({ name, value }) => [name.replace("OPENEMR_GLOBAL_", ""), value]),
    );
  };
  const ADDRESS = { site_addr_oath: "https://openemr.example.org" };
  const APIS = { rest_api: "1", rest_fhir_api: "1" };
  const PORTAL = {
    portal_onsite_two_enable: "1",
    portal_onsite_two_address: "https://openemr.example.org/portal/",
    rest_portal_api: "1",
    ccda_alt_service_enable: "3",
  };

  it.each([
    ["neither", false, false, {}],
    ["the APIs", true, false, { ...ADDRESS, ...APIS }],
    ["the portal", false, true, { ...ADDRESS, ...PORTAL }],
    ["both", true, true, { ...ADDRESS, ...APIS, ...PORTAL }],
  ])("set what %s need, and nothing else", (_, apis, portal, expected) => {
    expect(settings(apis, portal)).toEqual(expected);
  });
});

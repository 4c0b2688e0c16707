import { apisAndPatientPortal } from "../../src/application/apis-and-patient-portal";
import { declarations, type OpenEmrSetting } from "../../src/openemr/openemr-settings";
import { conditionalList } from "../../src/terraform/conditional-list";
import { tf } from "../../src/terraform/expression";
import { evaluateLocal } from "../support/evaluate";
import { rendered } from "../terraform/synthesize";

const SMTP_SECRET = { arn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:smtp-AbCdEf", name: "smtp" };

interface Declared {
  readonly name: string;
  readonly value?: string;
}

/** The list as Terraform evaluates it, with locals that stand for variables. */
function evaluated(settings: readonly OpenEmrSetting[], locals: Record<string, unknown> = {}) {
  const list = () => conditionalList(declarations(settings));
  return evaluateLocal({ ...locals, probe: rendered(list) }, "probe") as readonly Declared[];
}

const MIXED: OpenEmrSetting[] = [
  { name: "openemr_name", value: "Praxis ${x} Jäger" },
  { name: "rest_api", value: "1", when: tf`local.apis` },
  { name: "SMTP_HOST", value: tf`local.host`, when: tf`local.mail` },
  {
    name: "SMTP_USER",
    secret: { ...SMTP_SECRET, key: "username" },
    encrypted: false,
    when: tf`local.mail`,
  },
  { name: "SMTP_PASS", secret: { ...SMTP_SECRET, key: "password" }, when: tf`local.mail` },
];

describe("settings of OpenEMR", () => {
  it("are declared by name, plain ones with their values and secret ones with where these are", () => {
    expect(evaluated(MIXED, { apis: true, mail: true, host: "smtp.example.org" })).toEqual([
      { name: "openemr_name", value: "Praxis ${x} Jäger" },
      { name: "rest_api", value: "1" },
      { name: "SMTP_HOST", value: "smtp.example.org" },
      { name: "SMTP_USER", encrypted: false, secret: "smtp", key: "username" },
      { name: "SMTP_PASS", encrypted: true, secret: "smtp", key: "password" },
    ]);
  });

  it("follow their conditions one by one", () => {
    const declared = evaluated(MIXED, { apis: true, mail: false, host: "" });
    expect(declared.map(({ name }) => name)).toEqual(["openemr_name", "rest_api"]);
  });

  it.each(["rest-api", "", "9th", "a".repeat(64)])("are refused by the name %j", (name) => {
    expect(() => declarations([{ name, value: "1" }])).toThrow(
      `"${name}" is no name of a setting of OpenEMR`,
    );
  });

  it("are refused when they are declared twice, plain and secret included", () => {
    expect(() =>
      declarations([
        { name: "SMTP_PASS", value: "1" },
        { name: "SMTP_PASS", secret: { ...SMTP_SECRET, key: "password" } },
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
    const locals = { apis, portal, address: "https://openemr.example.org" };
    return Object.fromEntries(evaluated(declared, locals).map(({ name, value }) => [name, value]));
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

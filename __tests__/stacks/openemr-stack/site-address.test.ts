import { OfflineAccount, type OfflineStack, type Values } from "../../support/offline-account";
import { SynthesizedProject } from "../../support/synthesized-project";
import { CERTIFICATE, OFF } from "../../support/toggles";

const project = SynthesizedProject.shared();
const account = new OfflineAccount();
let stack: OfflineStack;
beforeAll(async () => {
  stack = await account.add(project.stack("openemr-production"));
});
afterAll(async () => {
  await account.close();
});

const ALB = /^openemr-production-alb-\d+\.us-east-1\.elb\.amazonaws\.com$/;
const ACCELERATOR = /^a[0-9a-f]+\.awsglobalaccelerator\.com$/;
const CERTIFIED = { certificate_arn: CERTIFICATE };
const DOMAIN = { route53_domain: "example.org" };
const ACCELERATED = { enable_global_accelerator: true };
const NAMED = { host_name: "emr.example.org" };
const APIS = { activate_openemr_apis: true };
const PORTAL = { enable_patient_portal: true };
const DUAL_STACK = { security_group_ip_range_ipv6: "2001:db8::/32" };

it.each<[what: string, values: Values, scheme: string, host: RegExp]>([
  ["nothing", {}, "http", ALB],
  ["an accelerator", ACCELERATED, "http", ACCELERATOR],
  ["a certificate", { ...CERTIFIED, ...APIS, ...PORTAL }, "https", ALB],
  ["a certificate and an accelerator", { ...CERTIFIED, ...ACCELERATED, ...PORTAL }, "https", ACCELERATOR],
  ["a certificate and a name", { ...CERTIFIED, ...NAMED, ...APIS }, "https", /^emr\.example\.org$/],
  ["a domain", { ...DOMAIN, ...PORTAL }, "https", /^openemr\.example\.org$/],
  ["a domain and a name", { ...DOMAIN, ...NAMED }, "https", /^emr\.example\.org$/],
  ["a domain and a certificate", { ...DOMAIN, ...CERTIFIED, ...APIS }, "https", /^openemr\.example\.org$/],
  [
    "a domain and an accelerator",
    { ...DOMAIN, ...ACCELERATED, ...DUAL_STACK, ...APIS, ...PORTAL },
    "https",
    /^openemr\.example\.org$/,
  ],
  ["all of them", { ...DOMAIN, ...CERTIFIED, ...ACCELERATED, ...NAMED }, "https", /^emr\.example\.org$/],
])("with %s, the address is the one that people can open", async (_, values, scheme, host) => {
  await stack.apply({ ...OFF, ...values });
  const outputs = await stack.terraform.outputs();
  const [givenScheme, givenHost] = String(outputs.url!.value).split("://");
  expect(givenScheme).toBe(scheme);
  expect(givenHost).toMatch(host);

  const resources = stack.resources();
  const accelerator = resources.get("aws_globalaccelerator_accelerator.accelerator[0]");
  expect(outputs.global_accelerator_url?.value ?? null).toBe(
    accelerator ? `${scheme}://${accelerator.dns_name}` : null,
  );
  // What OpenEMR gives out as its own address, where the APIs or the portal want one.
  if (values.activate_openemr_apis || values.enable_patient_portal) {
    const { site_addr_oath, portal_onsite_two_address } = settings(resources);
    expect(site_addr_oath).toBe(outputs.url!.value);
    expect(portal_onsite_two_address).toBe(
      values.enable_patient_portal ? `${outputs.url!.value}/portal/` : undefined,
    );
  }
  // Where the installation has a domain, its records lead that name to the entrance.
  const entrance = accelerator ?? resources.get("aws_lb.edge")!;
  const records = [...resources].filter(([address]) => address.startsWith("aws_route53_record.address_"));
  expect(records.map(([, { type }]) => type).sort()).toEqual(
    "route53_domain" in values ? ("security_group_ip_range_ipv6" in values ? ["A", "AAAA"] : ["A"]) : [],
  );
  for (const [, { name, alias }] of records) {
    expect(name).toBe(givenHost);
    expect(alias).toEqual([expect.objectContaining({ name: entrance.dns_name })]);
  }
});

/** The settings that the tasks apply to OpenEMR. */
function settings(resources: Map<string, Record<string, unknown>>): Record<string, string> {
  const definition = resources.get("aws_ecs_task_definition.application_task")!;
  const containers = JSON.parse(String(definition.container_definitions)) as Array<{
    name: string;
    environment?: Array<{ name: string; value: string }>;
  }>;
  const { environment = [] } = containers.find(({ name }) => name === "openemr")!;
  return Object.fromEntries(
    environment.map(({ name, value }) => [name.replace("OPENEMR_GLOBAL_", ""), value]),
  );
}

it("warns while OpenEMR has no name that a certificate can cover", async () => {
  const warnings = async (values: Values) => {
    stack.set({ ...OFF, ...values });
    return (await stack.terraform.plan()).map(({ detail }) => detail ?? "");
  };
  expect(await warnings(CERTIFIED)).toEqual([expect.stringContaining("Set host_name")]);
  expect(await warnings({ ...CERTIFIED, ...NAMED })).toEqual([]);
  expect(await warnings(DOMAIN)).toEqual([]);
});

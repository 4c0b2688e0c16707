import { OfflineAccount, type OfflineStack, type Values } from "../../support/offline-account";
import { SynthesizedProject } from "../../support/synthesized-project";
import { CERTIFICATE, OFF } from "../../support/toggles";

const project = SynthesizedProject.shared();
const account = new OfflineAccount();
let stack: OfflineStack;
beforeAll(async () => {
  stack = await account.add(
    project.stack("openemr-production"),
    /\.(edge|address|certificate|accelerator|application_settings)/,
  );
});
afterAll(async () => {
  await account.close();
});

const ALB = /^openemr-production-alb-\d+\.us-east-1\.elb\.amazonaws\.com$/;
const ACCELERATOR = /^a[0-9a-f]+\.awsglobalaccelerator\.com$/;
const DUAL_STACK_ACCELERATOR = /^a[0-9a-f]+\.dualstack\.awsglobalaccelerator\.com$/;
const CERTIFIED = { certificate_arn: CERTIFICATE };
const DOMAIN = { route53_domain: "example.org" };
const ACCELERATED = { enable_global_accelerator: true };
const NAMED = { host_name: "emr.example.org" };
const APIS = { activate_openemr_apis: true };
const PORTAL = { enable_patient_portal: true };
const DUAL_STACK = { security_group_ip_range_ipv6: ["2001:db8::/32"] };

it.each<[what: string, values: Values, scheme: string, host: RegExp]>([
  ["nothing", {}, "http", ALB],
  ["an accelerator", ACCELERATED, "http", ACCELERATOR],
  ["an accelerator with IPv6", { ...ACCELERATED, ...DUAL_STACK }, "http", DUAL_STACK_ACCELERATOR],
  ["a certificate", CERTIFIED, "https", ALB],
  ["a certificate and an accelerator", { ...CERTIFIED, ...ACCELERATED }, "https", ACCELERATOR],
  [
    "a certificate and a name",
    { ...CERTIFIED, ...NAMED, ...APIS, ...PORTAL },
    "https",
    /^emr\.example\.org$/,
  ],
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
  // An accelerator that had only IPv4 has no such attribute before it is read again.
  const dualStackName = String(accelerator?.dns_name).replace(".aws", ".dualstack.aws");
  const hasIpv6 = "security_group_ip_range_ipv6" in values;
  expect(outputs.global_accelerator_url?.value ?? null).toBe(
    accelerator ? `${scheme}://${hasIpv6 ? dualStackName : accelerator.dns_name}` : null,
  );
  // OpenEMR gives out this address as its own, where the APIs or the portal want one.
  if (values.activate_openemr_apis || values.enable_patient_portal) {
    const { site_addr_oath, portal_onsite_two_address } = settings(resources);
    expect(site_addr_oath).toBe(outputs.url!.value);
    expect(portal_onsite_two_address).toBe(
      values.enable_patient_portal ? `${outputs.url!.value}/portal/` : undefined,
    );
  }
  // Where the installation has a domain, its records lead that name to the endpoint.
  const endpoint = accelerator ?? resources.get("aws_lb.edge")!;
  const records = [...resources].filter(([address]) => address.startsWith("aws_route53_record.address_"));
  expect(records.map(([, { type }]) => type).sort()).toEqual(
    "route53_domain" in values ? (hasIpv6 ? ["A", "AAAA"] : ["A"]) : [],
  );
  for (const [, { name, type, alias }] of records) {
    expect(name).toBe(givenHost);
    const target = accelerator && type === "AAAA" ? dualStackName : endpoint.dns_name;
    expect(alias).toEqual([expect.objectContaining({ name: target })]);
  }
});

it("an accelerator that is there already gets IPv6, and the record with it, in one apply", async () => {
  const accelerated = { ...OFF, ...DOMAIN, ...ACCELERATED };
  await stack.apply(accelerated);
  await stack.apply({ ...accelerated, ...DUAL_STACK });
  const { alias } = stack.resources().get("aws_route53_record.address_ipv6[0]")!;
  const [{ name }] = alias as [{ name: string }];
  expect(name).toMatch(DUAL_STACK_ACCELERATOR);
});

/** The settings that the tasks apply to OpenEMR. */
function settings(resources: Map<string, Record<string, unknown>>): Record<string, string> {
  const { insecure_value: json } = resources.get("aws_ssm_parameter.application_settings")!;
  const declared = JSON.parse(String(json)) as Array<{ name: string; value: string }>;
  return Object.fromEntries(declared.map(({ name, value }) => [name, value]));
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

it("warns where nothing in the zone lets AWS renew a certificate that is used instead of the domain's own", async () => {
  stack.set({ ...OFF, ...DOMAIN, ...CERTIFIED });
  const warnings = await stack.terraform.plan();
  expect(warnings.map(({ detail }) => detail)).toEqual([
    expect.stringContaining("AWS cannot renew the certificate that certificate_arn names"),
  ]);
});

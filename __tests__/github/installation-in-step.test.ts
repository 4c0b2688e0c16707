import { SERVICES_WITH_ROLES } from "../../src/github/deploy-services";
import { REFRESH_READS } from "../../src/github/refresh-reads";
import { SynthesizedProject } from "../support/synthesized-project";

// The tables of the roles know what the installation has. It is told in seconds, before Terraform plans anything.

const project = SynthesizedProject.shared();
const document = project.document("openemr-production");

test("every type of the installation is one that a plan may refresh", () => {
  const types = [...Object.keys(document.resource), ...Object.keys(document.data)].filter((type) =>
    type.startsWith("aws_"),
  );
  expect(types.length).toBeGreaterThan(50);
  const looked = REFRESH_READS.flatMap((reads) => reads.types);
  // A type is missing: look up what the provider reads of it, and add it to src/github/refresh-reads.ts.
  expect(types.filter((type) => !looked.includes(type))).toEqual([]);
  // One is there twice, or no stack has it any more.
  expect([...looked].sort()).toEqual([...new Set(types)].sort());
});

test("every role of the installation can be passed to its service", () => {
  const trusted = JSON.stringify(document.resource.aws_iam_role).matchAll(
    /\\"Service\\" = \\"([a-z.-]+)\\"/g,
  );
  const services = new Set([...trusted].map(([, service]) => service));
  expect(services.size).toBeGreaterThan(3);
  expect([...services].filter((service) => !SERVICES_WITH_ROLES.includes(service!))).toEqual([]);
});

test("a plan may read the network interfaces of endpoints: the provider lists them for each interface endpoint", () => {
  const ofEndpoints = REFRESH_READS.find(({ types }) => types.includes("aws_vpc_endpoint"))!;
  expect(ofEndpoints.actions).toContain("ec2:DescribeNetworkInterfaces");
});

import { SERVICES_WITH_ROLES } from "../../src/github/service-principals";
import { SynthesizedProject } from "../support/synthesized-project";

// The tables of the roles know what the installation has. It is told in seconds, before Terraform plans anything.

const project = SynthesizedProject.shared();
const document = project.document("openemr-production");

test("every role of the installation can be passed to its service", () => {
  const trusted = JSON.stringify(document.resource.aws_iam_role).matchAll(
    /\\"Service\\" = \\"([a-z.-]+)\\"/g,
  );
  const services = new Set([...trusted].map(([, service]) => service));
  expect(services.size).toBeGreaterThan(3);
  expect([...services].filter((service) => !SERVICES_WITH_ROLES.includes(service!))).toEqual([]);
});

import { SynthesizedProject, type TerraformDocument } from "../support/synthesized-project";

/**
 * Every address is a contract with the states that exist: when one changes, Terraform destroys what was there
 * and makes it anew. A rename needs a `moved` block; `npx jest -u addresses` then brings the list up to date.
 */
it.each(["openemr-production", "state-backend"])("the addresses of %s are those of the list", (name) => {
  const project = SynthesizedProject.shared();
  expect(addressesIn(project.document(name)).join("\n")).toMatchSnapshot();
});

function addressesIn(document: TerraformDocument): string[] {
  return Object.entries(document.resource)
    .flatMap(([type, blocks]) => Object.keys(blocks).map((id) => `${type}.${id}`))
    .sort();
}

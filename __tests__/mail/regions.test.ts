import { dkimDomain } from "../../src/mail/regions";
import { evaluateLocal } from "../support/evaluate";
import { rendered } from "../terraform/synthesize";

it.each([
  ["eu-west-1", "dkim.amazonses.com"],
  ["eu-south-1", "dkim.eu-south-1.amazonses.com"],
])("the DKIM keys of %s are published at %s", (region, domain) => {
  expect(evaluateLocal({ domain: rendered(() => dkimDomain(region)) }, "domain")).toBe(domain);
});

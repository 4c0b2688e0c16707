import { SynthesizedProject } from "./synthesized-project";
import { OFF, TOGGLES } from "./toggles";

/** Choices that no toggle of the tests makes, each with the reason. */
const KEPT: Readonly<Record<string, string>> = {
  allow_plain_http:
    "the smallest installation has no certificate, and so needs it; its rules are tried as validations",
  backup_copy_account_vault_arn: "is the vault of another account; the tests of the backup plan give one",
  backup_copy_vault_lock_grace_days:
    "a number: null is no lock that cannot be undone, and a lock is for ever",
  backup_vault_lock_grace_days: "a number: null is no lock that cannot be undone, and a lock is for ever",
  enable_nat_gateways: "is off in the environment trial, which is applied with the others",
  enable_web_firewall: "is off in the environment trial, which is applied with the others",
  internal_load_balancer:
    "has the load balancer made anew; __tests__/network/existing-vpc.test.ts plans it with everything else",
  permissions_boundary_arn: "is tried with everything else on, in the invariants",
  receipt_rule_set_name: "names one that exists; null makes one",
  vpc_id:
    "an installation stays in its VPC; __tests__/network/existing-vpc.test.ts plans an existing one with everything else",
};

test("toggles of the tests switch each choice that the stack declares to be on or off", () => {
  const { variable } = SynthesizedProject.shared().document("openemr-production");
  const choices = Object.entries(variable)
    .filter(([, { type, default: value }]) => type === "bool" || value === null)
    .map(([name]) => name);
  expect(choices.length).toBeGreaterThan(25);
  const isSwitched = (name: string) =>
    name in OFF &&
    Object.values<Readonly<Record<string, unknown>>>(TOGGLES).some(
      (values) => name in values && values[name] !== OFF[name],
    );
  // One is missing: add it to NAMED_TOGGLES in toggles.ts, and to SMALLEST where it is on by default, or its reason to
  // KEPT. One too many is switched, or gone. A bool that is false by default and needs no other variable is a toggle.
  expect(choices.filter((name) => !isSwitched(name)).sort()).toEqual(Object.keys(KEPT).sort());
});

test("toggles of the tests know no choice that the stack does not have", () => {
  const { variable } = SynthesizedProject.shared().document("openemr-production");
  const known = new Set([OFF, ...Object.values(TOGGLES)].flatMap((values) => Object.keys(values)));
  expect([...known].filter((name) => !(name in variable))).toEqual([]);
});

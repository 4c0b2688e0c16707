import { REFUSAL_RULES } from "../src";
import { refusalOf } from "../src/simulations/aws/account/rule";
import { SimulatedAccount } from "../src/simulations/aws/account/simulated-account";
import { SecretStore } from "../src/simulations/aws/secret-store";

const account = new SimulatedAccount(new SecretStore());

test.each([
  "aws_security_group",
  "aws_vpc_security_group_egress_rule",
  "aws_vpc_security_group_ingress_rule",
])("a description of %s has only characters that EC2 takes", (type) => {
  const refused = (description: string | null) => {
    const values = { description };
    const change = { action: "create", type, prior: null, values, config: values } as const;
    return refusalOf(REFUSAL_RULES, change, account);
  };
  expect(refused("Tasks to Valkey (6379), over TLS")).toBeUndefined();
  expect(refused(null)).toBeUndefined();
  for (const description of ["The operator's tasks", "Küche", "a > b", "x".repeat(256)]) {
    expect(refused(description)).toContain("api error InvalidParameterValue: Invalid ");
  }
});

import { Database } from "../../src/database/database";
import { databaseOptions } from "../../src/database/variables";
import { SynthesizedCapability } from "../support/capability";

const synthesized = new SynthesizedCapability(
  ({ stack, variables, installation, network, dataKey, logKey }) => {
    new Database(stack, "database", {
      installation,
      network,
      ...databaseOptions(variables),
      encryptionKey: dataKey,
      logKey,
    });
  },
);
const ENABLED = "${var.enable_bedrock_integration ? 1 : 0}";

describe("calls of Bedrock from the database", () => {
  it("are made with a role that may invoke the named models of this region and nothing else", () => {
    const statements = synthesized.statements("aws_iam_role_policy.database_bedrock_role_policy");
    expect(Object.keys(statements)).toEqual(["InvokeModels"]);
    expect(statements.InvokeModels).toContain(
      '["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"]',
    );
    // Evaluated, these are the models that the operator has named, and no others.
    expect(statements.InvokeModels).toMatch(
      /\[for id in var\.bedrock_model_ids : join\("", \[".*:bedrock:\$\{var\.region\}::foundation-model\/", id\]\)\]/,
    );
    expect(statements.InvokeModels).not.toContain("foundation-model/*");
  });

  it("go through an endpoint that admits the database's instances and that role alone", () => {
    const endpoint = synthesized.resource("aws_vpc_endpoint.database_bedrock_endpoint");
    expect(endpoint).toMatchObject({ count: ENABLED, private_dns_enabled: true });
    expect(endpoint.policy).toContain('"aws:PrincipalArn" = aws_iam_role.database_bedrock_role[0].arn');
    const rule = { from_port: 443, to_port: 443, count: ENABLED };
    expect(
      synthesized.resource("aws_vpc_security_group_ingress_rule.database_bedrock_to_endpoint_in"),
    ).toMatchObject({
      ...rule,
      security_group_id: "${aws_security_group.database_bedrock_endpoint_security_group[0].id}",
      referenced_security_group_id: "${aws_security_group.database_security_group.id}",
    });
    expect(
      synthesized.resource("aws_vpc_security_group_egress_rule.database_bedrock_to_endpoint_out"),
    ).toMatchObject({ ...rule, security_group_id: "${aws_security_group.database_security_group.id}" });
  });

  it("stand only in zones that have the service, and are refused where none has", () => {
    const endpoint = synthesized.resource("aws_vpc_endpoint.database_bedrock_endpoint");
    expect(endpoint.subnet_ids).toContain("if contains(");
    const { precondition } = endpoint.lifecycle as { precondition: Array<{ error_message: string }> };
    expect(precondition[0]!.error_message).toContain("Set availability_zone_count = 3");
  });

  it("use the role that the parameter group names and the cluster has", () => {
    const { dynamic } = synthesized.resource("aws_rds_cluster_parameter_group.database_parameters") as {
      dynamic: { parameter: Array<{ for_each: string; content: { name: string; value: string } }> };
    };
    for (const { for_each } of dynamic.parameter) {
      expect(for_each).toBe("${(var.enable_bedrock_integration) ? [1] : []}");
    }
    const parameters = dynamic.parameter.map(({ content: { name, value } }) => [name, value]);
    expect(Object.fromEntries(parameters)).toEqual({
      aws_default_bedrock_role:
        "${(var.enable_bedrock_integration ? aws_iam_role.database_bedrock_role[0].arn : null)}",
      aurora_ml_inference_timeout: "${tostring(var.aurora_ml_inference_timeout)}",
    });
    expect(
      synthesized.resource("aws_rds_cluster_role_association.database_bedrock_association"),
    ).toMatchObject({
      feature_name: "Bedrock",
      role_arn: "${aws_iam_role.database_bedrock_role[0].arn}",
      depends_on: ["aws_iam_role_policy.database_bedrock_role_policy"],
    });
  });
});

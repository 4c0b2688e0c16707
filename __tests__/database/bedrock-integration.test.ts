import { SynthesizedCapability } from "../support/capability";
import { evaluateExpressions } from "../support/evaluate";
import { databaseFor } from "./database-for";

const synthesized = new SynthesizedCapability(databaseFor);

/** Arguments of resources, as Terraform evaluates them with the integration off, and then on. */
function evaluated(expressions: readonly unknown[]): unknown[][] {
  return [false, true].map((isOn) =>
    evaluateExpressions(
      synthesized.evaluable,
      { region: "us-east-1", enable_bedrock_integration: isOn, aurora_ml_inference_timeout: 45_000 },
      expressions,
    ),
  );
}

describe("calls of Bedrock from the database", () => {
  it("are made with a role that may invoke the named models of this region and nothing else", () => {
    const statements = synthesized.evaluatedStatements("aws_iam_role_policy.database_bedrock_role_policy", {
      bedrock_model_ids: ["amazon.nova-lite-v1:0"],
    });
    expect(statements).toEqual({
      InvokeModels: {
        Sid: "InvokeModels",
        Effect: "Allow",
        Action: ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"],
        Resource: [expect.stringMatching(/:bedrock:us-east-1::foundation-model\/amazon\.nova-lite-v1:0$/)],
      },
    });
  });

  it("go through an endpoint that lets in only the database's instances and that role", () => {
    const endpoint = synthesized.resource("aws_vpc_endpoint.database_bedrock_endpoint");
    expect(endpoint.private_dns_enabled).toBe(true);
    const { DatabaseInvokesModels, ...others } = synthesized.evaluatedStatements(
      "aws_vpc_endpoint.database_bedrock_endpoint",
      { enable_bedrock_integration: true, bedrock_model_ids: ["amazon.nova-lite-v1:0"] },
    );
    expect(DatabaseInvokesModels).toMatchObject({
      Action: ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"],
      Resource: [expect.stringMatching(/:foundation-model\/amazon\.nova-lite-v1:0$/)],
      Condition: { ArnEquals: { "aws:PrincipalArn": "aws_iam_role.database_bedrock_role[0].arn" } },
    });
    expect(others).toEqual({});
    const rule = { from_port: 443, to_port: 443 };
    const into = synthesized.resource("aws_vpc_security_group_ingress_rule.database_bedrock_to_endpoint_in");
    const out = synthesized.resource("aws_vpc_security_group_egress_rule.database_bedrock_to_endpoint_out");
    expect(evaluated([endpoint, into, out].map(({ count }) => count))).toEqual([
      [0, 0, 0],
      [1, 1, 1],
    ]);
    expect(into).toMatchObject({
      ...rule,
      security_group_id: "${aws_security_group.database_bedrock_endpoint_security_group[0].id}",
      referenced_security_group_id: "${aws_security_group.database_security_group.id}",
    });
    expect(out).toMatchObject({
      ...rule,
      security_group_id: "${aws_security_group.database_security_group.id}",
    });
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
    const parameters = Object.fromEntries(
      dynamic.parameter.map(({ for_each, content: { name, value } }) => [name, { for_each, value }]),
    );
    const { aws_default_bedrock_role: role, aurora_ml_inference_timeout: timeout, ...others } = parameters;
    expect(others).toEqual({});
    expect(evaluated([role!.for_each, timeout!.for_each, timeout!.value])).toEqual([
      [[], [], "45000"],
      [[1], [1], "45000"],
    ]);
    expect(role!.value).toContain("aws_iam_role.database_bedrock_role[0].arn");
    expect(
      synthesized.resource("aws_rds_cluster_role_association.database_bedrock_association"),
    ).toMatchObject({
      feature_name: "Bedrock",
      role_arn: "${aws_iam_role.database_bedrock_role[0].arn}",
      depends_on: ["aws_iam_role_policy.database_bedrock_role_policy"],
    });
  });
});

import {
  describeDiagnostic,
  readDiagnostics,
  stripNoise,
  TerraformError,
} from "../../../scripts/terraform/terraform-diagnostics";

const invalid = {
  severity: "error" as const,
  summary: "Invalid value for variable",
  detail:
    'vpc_cidr is "300.0.0.0/8", but must be a range.\n\nThis was checked by the validation rule at cdk.tf.json:3,108-109.',
  range: { filename: "cdk.tf.json", start: { line: 3 } },
  snippet: {
    context: "variable",
    code: '{"vpc_cidr": {"type": "string"}}',
    values: [{ traversal: "var.vpc_cidr", statement: 'is "300.0.0.0/8"' }],
  },
};

describe("a diagnostic", () => {
  test("of a variable says its value and what is allowed, not where the synthesized rule stands", () => {
    expect(describeDiagnostic(invalid)).toBe(
      'Error: Invalid value for variable\n  vpc_cidr is "300.0.0.0/8", but must be a range.',
    );
  });

  test("of a rule says the values that the message leaves out, and no place in the synthesized JSON", () => {
    const text = describeDiagnostic({
      severity: "error",
      summary: "Resource precondition failed",
      detail:
        'certificate_arn is "arn", but must be in the region of var.region defined at cdk.tf.json:7,1-2.',
      range: { filename: "cdk.tf.json", start: { line: 1077 } },
      snippet: {
        context: "resource.aws_lb_listener.edge_https.lifecycle.precondition[0]",
        code: '"condition": "...",',
        values: [
          { traversal: "var.certificate_arn", statement: 'is "arn"' },
          { traversal: "var.region", statement: 'is "eu-west-1"' },
        ],
      },
    });
    expect(text).toBe(
      'Error: Resource precondition failed\n  var.region is "eu-west-1"\n\n' +
        '  certificate_arn is "arn", but must be in the region of var.region.',
    );
  });

  test("of a text where a list is wanted shows how one is written", () => {
    const text = describeDiagnostic({
      severity: "error",
      summary: "Invalid value for input variable",
      detail:
        "The given value is not suitable for var.security_group_ip_range_ipv4 declared at cdk.tf.json:1,2-3: list of string required, but have string.",
    });
    expect(text).toContain('with a comma between items: security_group_ip_range_ipv4 = ["...", "..."]');
  });

  test("of a resource says its address and argument", () => {
    const text = describeDiagnostic({
      severity: "error",
      summary: "Unsupported argument",
      address: "aws_vpc.network_vpc",
      range: { filename: "cdk.tf.json", start: { line: 12 } },
      snippet: { context: "resource.aws_vpc.network_vpc", code: '      "cidr": "10.0.0.0/16",' },
    });
    expect(text).toBe(
      "Error: Unsupported argument\n  at aws_vpc.network_vpc (cdk.tf.json, line 12, in resource.aws_vpc.network_vpc, cidr)",
    );
  });

  test("of a file that a person wrote says the line", () => {
    const range = { filename: "terraform.tfvars", start: { line: 4 } };
    expect(describeDiagnostic({ severity: "warning", summary: "Odd", range })).toBe(
      "Warning: Odd\n  at terraform.tfvars, line 4",
    );
  });

  test("of a value in a file shows the line, cut where it is long", () => {
    const range = { filename: "terraform.tfvars", start: { line: 41 } };
    const text = (code: string) =>
      describeDiagnostic({ severity: "error", summary: "Odd", range, snippet: { code } });
    expect(text("tags = { a = [\n1] }")).toBe(
      "Error: Odd\n  at terraform.tfvars, line 41: tags = { a = [ 1] }",
    );
    expect(text(`x = "${"long".repeat(100)}"`)).toMatch(/: x = "longlong.{80,90}\.\.\.$/);
  });

  test("of a value outside of files shows what was given for the variable that it names, and for no other", () => {
    const given = {
      variables: ["waf_rate_limit=a=b", "waf_rate=2"],
      env: { TF_VAR_waf_rate_limit: "many", TF_VAR_waf: "3", waf_rate_limit: "4" },
    };
    const detail = "Unsuitable value for var.waf_rate_limit set using ...: a number is required.";
    expect(describeDiagnostic({ severity: "error", summary: "Odd", detail }, given)).toBe(
      `Error: Odd\n  given: waf_rate_limit=a=b\n  given: TF_VAR_waf_rate_limit=many\n\n  ${detail}`,
    );
    const range = { filename: "<value for var.waf_rate>", start: { line: 1 } };
    expect(describeDiagnostic({ severity: "error", summary: "Odd", range }, given)).toBe(
      "Error: Odd\n  given: waf_rate=2",
    );
  });

  test("is found among the other lines of a run", () => {
    const lines = [
      '{"@level":"info","type":"version"}',
      "not JSON",
      "{broken",
      JSON.stringify({ "@level": "error", type: "diagnostic", diagnostic: invalid }),
    ];
    expect(readDiagnostics(lines.join("\n"))).toEqual([invalid]);
  });
});

describe("a failure of Terraform", () => {
  test("says each error once, without warnings", () => {
    const error = new TerraformError("plan", [invalid, invalid, { severity: "warning", summary: "Odd" }]);
    expect(error.message.match(/Invalid value/g)).toHaveLength(1);
    expect(error.message).not.toContain("Odd");
    expect(error.message).toMatch(/^terraform plan failed\.\n\nError: /);
  });

  test("leaves out an error that only says that there are errors", () => {
    const error = new TerraformError("init", [
      {
        severity: "error",
        summary: "Terraform encountered problems during initialisation, including problems",
      },
      invalid,
    ]);
    expect(error.message).not.toContain("encountered problems");
  });

  test("without diagnostics says what was printed, without frames and colours", () => {
    const red = `${String.fromCharCode(27)}[31m`;
    expect(new TerraformError("show", [], `╷\n│ ${red}Error: no such file\n│ \n╵\n`).message).toBe(
      "terraform show failed.\n\nError: no such file",
    );
    expect(new TerraformError("show", [], "").message).toContain("Terraform gave no reason.");
  });

  test("noise is only at the edge", () => {
    expect(stripNoise("a │ b")).toBe("a │ b");
  });
});

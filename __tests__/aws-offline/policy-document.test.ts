import { policyDocument, trustService } from "../../src/aws/policy-document";
import { evaluateLocal } from "../support/evaluate";
import { rendered } from "../terraform/synthesize";

const evaluated = (document: string) =>
  JSON.parse(evaluateLocal({ probe: rendered(() => document) }, "probe") as string);

describe("a policy document", () => {
  it("says what the statements say, in IAM's grammar", () => {
    const document = policyDocument([
      {
        sid: "ReadLogs",
        actions: ["s3:GetObject"],
        resources: ["arn:aws:s3:::logs/*"],
        conditions: { StringEquals: { "aws:SourceAccount": "123456789012" } },
      },
    ]);
    expect(evaluated(document)).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "ReadLogs",
          Effect: "Allow",
          Action: ["s3:GetObject"],
          Resource: ["arn:aws:s3:::logs/*"],
          Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
        },
      ],
    });
  });

  it("leaves a statement out while its condition does not hold", () => {
    const statement = { actions: ["s3:GetObject"], resources: ["*"] };
    const document = policyDocument([
      { sid: "Always", ...statement },
      { sid: "Off", ...statement, when: false },
      { sid: "On", ...statement, when: true },
    ]);
    expect(evaluated(document).Statement.map(({ Sid }: { Sid: string }) => Sid)).toEqual(["Always", "On"]);
  });

  it("refuses a statement id that IAM would refuse", () => {
    expect(() => policyDocument([{ sid: "read-logs", actions: ["s3:GetObject"] }])).toThrow(
      'The statement id "read-logs" may have letters and digits only.',
    );
  });

  it("lets a service assume a role", () => {
    expect(evaluated(trustService("ecs-tasks.amazonaws.com"))).toMatchObject({
      Statement: [{ Principal: { Service: "ecs-tasks.amazonaws.com" }, Action: ["sts:AssumeRole"] }],
    });
  });
});

import type { SSMClient } from "@aws-sdk/client-ssm";
import { refuseDuringProcedure } from "../../../../scripts/ci/lib/procedure-lock";
import type { PlanJson } from "../../../../scripts/plan/terraform-plan";

const NAME = "/openemr-trial/procedure";

/** A plan that found the parameter in its third version, as `none`. */
const PLAN = {
  resource_changes: [
    {
      address: "aws_ssm_parameter.operations_procedure",
      mode: "managed",
      type: "aws_ssm_parameter",
      name: "operations_procedure",
      change: {
        actions: ["no-op"],
        before: { name: NAME, region: "eu-west-1", version: 3, insecure_value: "none" },
        after: {},
      },
    },
  ],
} as unknown as PlanJson;

function apply(answer: { Value: string; Version: number } | Error, plan = PLAN): Promise<void> {
  return refuseDuringProcedure(plan, (region) => {
    expect(region).toBe("eu-west-1");
    const send = async ({ input }: { input: { Name: string } }) => {
      expect(input.Name).toBe(NAME);
      if (answer instanceof Error) throw answer;
      return { Parameter: answer };
    };
    return { send } as unknown as SSMClient;
  });
}

const failure = (name: string) => Object.assign(new Error("said so"), { name });

test("a plan is applied while the parameter is as the plan found it", async () => {
  await apply({ Value: "none", Version: 3 });
});

test("a plan that was made before a procedure began is refused while that is under way", async () => {
  await expect(apply({ Value: "restore of 2026-11-01", Version: 4 })).rejects.toThrow(
    /under way: restore of 2026-11-01\. Nothing was changed.*"Re-run all jobs"/,
  );
});

test("and afterwards: the database may be another one", async () => {
  await expect(apply({ Value: "none", Version: 5 })).rejects.toThrow("has version 5 and had 3");
  await expect(apply(failure("ParameterNotFound"))).rejects.toThrow("is gone");
});

test("what cannot be read is not taken for none", async () => {
  await expect(apply(failure("AccessDeniedException"))).rejects.toThrow(`needs ssm:GetParameter for ${NAME}`);
});

test("a first deployment has no parameter to ask", async () => {
  await refuseDuringProcedure({ resource_changes: [] } as unknown as PlanJson, () => {
    throw new Error("asked");
  });
});

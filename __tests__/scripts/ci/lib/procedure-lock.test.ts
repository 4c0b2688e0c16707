import type { PutParameterRequest, SSMClient } from "@aws-sdk/client-ssm";
import { besidesNoProcedure } from "../../../../scripts/ci/lib/procedure-lock";
import type { PlanJson } from "../../../../scripts/plan/terraform-plan";

const NAME = "/openemr-trial/procedure";
const RUN = `${NAME}-run`;

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

/** Parameter Store by the names that a job uses. Compared with botocore 1.43.11, model ssm-2014-11-06, on 2026-11-30. */
let stored: Map<string, string>;
/** Names that are in Parameter Store each time that the plan is applied. */
let applied: string[][];
beforeEach(() => {
  stored = new Map();
  applied = [];
  jest.spyOn(console, "error").mockImplementation(() => {});
});
afterEach(() => jest.restoreAllMocks());

function apply(answer: { Value: string; Version: number } | Error, plan = PLAN): Promise<void> {
  const send = async (command: { input: PutParameterRequest }) => {
    const { input } = command;
    const action = command.constructor.name;
    const name = input.Name!;
    if (name === NAME && answer instanceof Error) throw answer;
    if (name === NAME) return { Parameter: answer };
    expect(name).toBe(RUN);
    if (action === "GetParameterCommand") {
      if (!stored.has(name)) throw failure("ParameterNotFound");
      return { Parameter: { Value: stored.get(name) } };
    }
    if (action === "DeleteParameterCommand") return stored.delete(name);
    if (stored.has(name) && !input.Overwrite) throw failure("ParameterAlreadyExists");
    return stored.set(name, input.Value!);
  };
  const client = (region: string | undefined) => {
    expect(region).toBe("eu-west-1");
    return { send } as unknown as SSMClient;
  };
  const run = async () => void applied.push([...stored.keys()]);
  return besidesNoProcedure(plan, "trial", run, { client, stale: 20 });
}

const failure = (name: string) => Object.assign(new Error("said so"), { name });

test("a plan is applied while the parameter is as the plan found it", async () => {
  await apply({ Value: "none", Version: 3 });
  // No procedure can begin meanwhile, and each may afterwards.
  expect(applied).toEqual([[RUN]]);
  expect([...stored.keys()]).toEqual([]);
});

test("a plan is refused while a procedure is carried out, and applied once that one was killed", async () => {
  const holder = {
    id: "1",
    procedure: "restore",
    by: "jane on laptop",
    since: "2026-11-30T01:00:00Z",
    renewal: 0,
  };
  stored.set(RUN, JSON.stringify(holder));
  setTimeout(() => stored.set(RUN, JSON.stringify({ ...holder, renewal: 1 })), 5);
  await expect(apply({ Value: "none", Version: 3 })).rejects.toThrow(
    'Another run changes "trial" now: "restore", by jane on laptop, since 2026-11-30T01:00:00Z.',
  );
  expect(applied).toEqual([]);
  await apply({ Value: "none", Version: 3 });
  expect(applied).toEqual([[RUN]]);
});

test("a plan that was made before a procedure began is refused while that is under way", async () => {
  await expect(apply({ Value: "restore of 2026-11-01", Version: 4 })).rejects.toThrow(
    /under way: restore of 2026-11-01\. Nothing was changed.*"Re-run all jobs"/,
  );
  expect([applied, stored.size]).toEqual([[], 0]);
});

test("and afterwards: the database may be another one", async () => {
  await expect(apply({ Value: "none", Version: 5 })).rejects.toThrow("has version 5 and had 3");
  await expect(apply(failure("ParameterNotFound"))).rejects.toThrow("is gone");
});

test("what cannot be read is not taken for none", async () => {
  await expect(apply(failure("AccessDeniedException"))).rejects.toThrow(`needs ssm:GetParameter for ${NAME}`);
});

test("a first deployment has no parameter to ask", async () => {
  await apply(new Error("asked"), { resource_changes: [] } as unknown as PlanJson);
  expect(applied).toEqual([[]]);
});

import { anyOf, UserError } from "../../../src/user-error";
import { PACKS } from "../../rules/compliance/evaluate";
import type { Pack } from "../../rules/compliance/packs/pack";
import { type ArgumentsOf, ASSIGNMENTS, commandLine } from "../../terminal/command-line";

const FAILING = ["failed", "unknown", "nothing"] as const;

/** The outcome from which on the command ends with an error. */
type Failing = (typeof FAILING)[number];

export const USAGE = `Usage: npm run compliance -- <environment> [--plan file | --state file] [options]

Holds an environment against rule packs: HIPAA Security, AwsSolutions and NIST 800-53 R5 with the names that cdk-nag
gives their rules, and AWS Foundational Security Best Practices. Without a file the environment is planned offline, as a
new installation: what only the apply, or the account, can tell is "unknown" then, and never "passed".

  --plan file        a plan of a real run, as "terraform show -json <plan>" writes it
  --state file       what is deployed, as "terraform show -json" writes it in the stack's folder
  --pack name        one pack only, ${PACKS.map(({ id }) => id).join(", ")}; may be repeated
  --var name=value   gives a variable another value than environments/<environment>.tfvars; may be repeated
  --accepted file    weaknesses that are accepted, each with a reason and an owner (default: compliance.json)
  --scan file        what Trivy found in an image, as "trivy image --format json" writes it; or "ecr" for the findings of
                     ECR's own scans of the images that the plan or the state runs, which takes credentials and
                     ecr:BatchGetImage and ecr:DescribeImageScanFindings; may be repeated
  --out folder       where compliance.md, compliance.json and compliance.sarif go (default:
                     cdktf.out/compliance/<environment>)
  --fail-on outcome  ends with code 2 where a rule that nobody has accepted is: failed (the default), unknown as well,
                     or nothing. Of an image that is a critical weakness which a newer one may not have
  --json             for programs: prints compliance.json in place of the table
  --help             shows this text
`;

export type ComplianceArguments = ArgumentsOf<typeof COMMAND_LINE>;

export const COMMAND_LINE = commandLine({
  usage: USAGE,
  options: {
    plan: { type: "string" },
    state: { type: "string" },
    pack: { type: "string", multiple: true, default: [] as string[] },
    var: ASSIGNMENTS,
    accepted: { type: "string" },
    scan: { type: "string", multiple: true, default: [] as string[] },
    out: { type: "string" },
    "fail-on": { type: "string", default: "failed" },
    json: { type: "boolean", default: false },
  },
  positionals: { one: "environment" },
  read: ({ values, positionals: [environment] }) => {
    const {
      plan,
      state,
      pack: names,
      var: variables,
      accepted,
      scan: scans,
      out,
      "fail-on": failOn,
      json,
    } = values;
    if (plan !== undefined && state !== undefined) {
      throw new UserError(
        "--plan and --state are both given, but one thing is judged at a time. Leave one out.",
      );
    }
    const file = plan === undefined ? state : plan;
    if (file !== undefined && variables.length > 0) {
      throw new UserError(
        `--var is ${variables[0]}, but what was planned or deployed has its values. Leave it out.`,
      );
    }
    if (!isFailing(failOn)) {
      throw new UserError(`--fail-on is "${failOn}", but must be ${anyOf(FAILING)}.`);
    }
    return { environment, plan, state, packs: packsOf(names), variables, accepted, scans, out, failOn, json };
  },
});

function packsOf(names: readonly string[]): readonly Pack[] {
  if (names.length === 0) return PACKS;
  return names.map((name) => {
    const found = PACKS.find(({ id }) => id === name);
    if (found) return found;
    throw new UserError(`--pack is "${name}", but must be ${anyOf(PACKS.map(({ id }) => id))}.`);
  });
}

function isFailing(text: string): text is Failing {
  return (FAILING as readonly string[]).includes(text);
}

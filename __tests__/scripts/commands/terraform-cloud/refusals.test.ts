import { CommandRun, ROLE } from "./command-run";

const command = new CommandRun();

describe("what is refused", () => {
  test.each([
    ["", 'The command is "", but must be "check", "setup", "trust-policy", "plan-policy" or "apply-policy".'],
    ["chek trial", 'The command is "chek"'],
    ["check", "Which environment? The environments are copied, nowhere, trial, west, west-coast."],
    ["check trail", 'Did you mean "trial"?'],
    ["check trial more", '"more" is one argument too many.'],
    ["apply-policy trial --account 123456789012", '--policy is missing, but must be "boundary", '],
    ["apply-policy trial --account 123456789012 --policy all", '--policy is "all", but must be "boundary", '],
    [
      "apply-policy trial --account 123456789012 --policy data --hosted-zone example.org",
      '--hosted-zone is "example.org", but must be the id of a hosted zone',
    ],
    ["check trial --yes", "--yes is an option of setup, not of check. Leave it out."],
    ["check trial --yess", "--yess"],
    ["setup trial --role-arn me", '--role-arn is "me", but must be the ARN of a role of IAM, such as'],
    [`setup trial --plan-role-arn ${ROLE}`, "--plan-role-arn and --apply-role-arn belong together"],
    ["setup trial --execution-mode agent", '--execution-mode is "agent", but must be "remote" or "local".'],
    [
      "setup trial --terraform-version 1.10.5",
      '--terraform-version is "1.10.5", but must be 1.11.0 or later.',
    ],
    [
      "setup trial --terraform-version newest",
      '--terraform-version is "newest", but must be 1.11.0 or later.',
    ],
    [
      "plan-policy west --account 123456789012",
      'A role of "west" could reach what belongs to "west-coast", whose name begins with west-.',
    ],
    [
      "apply-policy west --account 123456789012 --policy data",
      "Rename one of the two, or run it from a checkout without environments/west-coast.tfvars.",
    ],
    ["trust-policy trial", "--account is missing, but must be the 12 digits of the AWS account."],
    ["trust-policy trial --account 123", '--account is "123", but must be'],
    [
      "trust-policy trial --account 123456789012 --phase both",
      '--phase is "both", but must be "plan" or "apply".',
    ],
  ])("%p", async (line, message) => {
    await expect(command.run(line)).rejects.toThrow(message);
    expect(command.cloud.requests).toEqual([]);
  });

  test.each<[string, NodeJS.ProcessEnv, RegExp]>([
    [
      "another kind of state",
      { OPENEMR_STATE_KIND: "local" },
      /^State is kept by "local", and not in Terraform Cloud\. Set kind/,
    ],
    [
      "no organization",
      { OPENEMR_STATE_ORGANIZATION: "" },
      /^State is kept by "cloud", and has no place yet: organization is not set/,
    ],
    [
      "another organization",
      { OPENEMR_STATE_ORGANIZATION: "clinik" },
      /^There is no organization "clinik" at localhost/,
    ],
    [
      "no token",
      { TF_CLI_CONFIG_FILE: "/dev/null" },
      /^There is no token for localhost:\d+\. Sign in: terraform login localhost/,
    ],
    [
      "an authority nobody knows",
      { SSL_CERT_FILE: "" },
      /^localhost:\d+ cannot be reached: .*certificate.* set SSL_CERT_FILE to/,
    ],
    [
      "no such file of authorities",
      { SSL_CERT_FILE: "/nowhere" },
      /^SSL_CERT_FILE is "\/nowhere", which cannot be read/,
    ],
    [
      "nobody there",
      { OPENEMR_STATE_HOSTNAME: "localhost:1", "TF_TOKEN_localhost:1": "x" },
      /^localhost:1 cannot be reached: .*ECONNREFUSED/,
    ],
  ])("%s", async (_, more, message) => {
    await expect(command.run("check trial", more)).rejects.toThrow(message);
  });

  test("a token that is no longer valid", async () => {
    const old = { TF_CLI_CONFIG_FILE: "/dev/null", [`TF_TOKEN_${command.cloud.host}`]: "an-old-one" };
    await expect(command.run("check trial", old)).rejects.toThrow(
      /does not accept the token: it has expired, or was revoked\./,
    );
  });
});

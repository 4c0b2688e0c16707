import { readFileSync } from "node:fs";
import path from "node:path";
import { interview } from "../../../../scripts/commands/new/interview";
import { renderTfvars } from "../../../../scripts/commands/new/render-tfvars";
import { sizeNamed } from "../../../../scripts/commands/new/sizes";
import { readHcl } from "../../../../scripts/terraform/hcl";
import { UserError } from "../../../../src/user-error";

const ANSWERS = {
  region: "eu-west-1",
  allow: "203.0.113.0/24",
  kind: "protected",
  size: "small",
  domain: "example.org",
  mail: "no",
  alarms: "operations@example.org",
  budget: "500",
};

/** A person who answers in order, and what they were told. */
async function talk(answers: readonly string[], given: Record<string, string> = {}, cost = 100) {
  const said: string[] = [];
  const left = [...answers];
  const costOf = jest.fn(async (tfvars: string) => (tfvars.includes("= 16\n") ? 2 * cost : cost));
  const ask = async () => left.shift() ?? "no answer is left";
  const result = await interview({
    name: "clinic",
    given,
    ask,
    say: (text) => said.push(text),
    costOf,
  });
  expect(left).toEqual([]);
  return { result, said: said.join("\n"), costOf };
}

async function withOptions(given: Record<string, string>) {
  return interview({ name: "clinic", given, say: () => {}, costOf: async () => 100 });
}

test("asks the eight questions, and says what each answer leads to and costs", async () => {
  const { result, said } = await talk([
    "eu-west-1",
    "203.0.113.0/24, 198.51.100.7/32",
    "",
    "",
    "example.org",
    "yes",
    "operations@example.org, night@example.org",
    "150",
  ]);
  expect(result).toEqual({
    region: "eu-west-1",
    allowed: ["203.0.113.0/24", "198.51.100.7/32"],
    kind: "protected",
    size: "small",
    domain: { kind: "route53", domain: "example.org" },
    mail: true,
    alarms: ["operations@example.org", "night@example.org"],
    budget: 150,
  });
  expect(said.match(/^.*\?.*$/gm)).toHaveLength(8);
  expect(said).toContain("trial    about 100 USD a month: one or two people");
  expect(said).toContain("small    about 200 USD a month: a practice");
  expect(said).toContain("It costs about 200 USD a month before anybody uses it.");
  expect(said).toContain("That is 50 USD more than the budget.");
});

test("asks again after an answer that cannot be, and says why", async () => {
  const { said } = await talk([
    "eu-wst-1",
    "eu-west-1",
    "everyone",
    "203.0.113.0/33",
    "203.0.113.0/24",
    "trial",
    "huge",
    "",
    "",
    "",
    "lots",
    "100",
  ]);
  expect(said).toContain('The region is "eu-wst-1", but must be the code of an AWS region');
  expect(said).toContain('"everyone" is not a range');
  expect(said).toContain('"203.0.113.0/33" is not a range');
  expect(said).toContain('The size is "huge", but must be trial, small, standard, large.');
  expect(said).toContain('The budget is "lots", but must be a whole number');
  expect(said).not.toContain("more than the budget");
});

test("shows the range that an address was meant to be", async () => {
  const { allow: _, ...given } = ANSWERS;
  const { said } = await talk(["203.0.113.5", "203.0.113.197/26", "0.0.0.0/0"], given);
  expect(said).toContain(
    '"203.0.113.5" is one address, but must be a range: 203.0.113.5/32 is this address and no other.',
  );
  expect(said).toContain(
    '"203.0.113.197/26" is an address within a range, but must be the range, 203.0.113.192/26, or 203.0.113.197/32 for this address and no other.',
  );
});

test("takes an answer as people write it", async () => {
  const { result } = await talk(["EU-West-1", "Trial", "Small", "Clinic.Example.org.", "Y"], {
    allow: ANSWERS.allow,
    budget: "500",
  });
  expect(result).toMatchObject({
    region: "eu-west-1",
    kind: "trial",
    size: "small",
    domain: { kind: "route53", domain: "clinic.example.org" },
    mail: true,
  });
});

test("asks again for a certificate that no load balancer of the region takes", async () => {
  const { domain: _, ...given } = ANSWERS;
  const certificate = (region: string) => `arn:aws:acm:${region}:111122223333:certificate/0-1`;
  const { said } = await talk(
    [
      "arn:aws:iam::111122223333:server-certificate/old",
      certificate("us-east-1"),
      certificate("eu-west-1"),
      "a.b.org",
    ],
    given,
  );
  expect(said).toContain(
    "must be a domain such as example.org, the ARN of a certificate of AWS Certificate Manager",
  );
  expect(said).toContain(
    "The certificate is in us-east-1, but must be in eu-west-1, where the load balancer is.",
  );
});

test("gives the answers back where the plan refuses them", async () => {
  const refused = interview({
    name: "clinic",
    given: ANSWERS,
    say: () => {},
    costOf: () => Promise.reject(new UserError("terraform plan failed.")),
  });
  await expect(refused).rejects.toThrow(
    "terraform plan failed.\n\nNo file was written. These were the answers; give them again with what is to be another:\n" +
      "  npm run new -- clinic --region eu-west-1 --allow 203.0.113.0/24 --kind protected --size small --domain example.org --mail no",
  );
});

test("names no smaller size than the smallest", async () => {
  const dear = { ...ANSWERS, budget: "10" };
  expect((await talk([], dear)).said).toContain("more than the budget. A smaller size costs less.");
  expect((await talk([], { ...dear, size: "trial" })).said).not.toContain("smaller");
});

test("does not ask what was given, and takes a certificate with its name", async () => {
  const arn = "arn:aws:acm:eu-west-1:123456789012:certificate/00000000-0000-0000-0000-000000000000";
  const { result } = await talk(["openemr.example.org"], { ...ANSWERS, domain: arn });
  expect(result.domain).toEqual({
    kind: "certificate",
    certificateArn: arn,
    hostName: "openemr.example.org",
  });
});

test("lists all options that are missing where nobody can be asked", async () => {
  await expect(withOptions({ region: "eu-west-1", size: "small" })).rejects.toThrow(
    /^There is no terminal to ask in\. Give these as options:\n {2}--allow .*\n {2}--kind .*\n {2}--domain .*\n {2}--mail .*\n {2}--budget [^\n]*$/,
  );
  await expect(withOptions({ ...ANSWERS, mail: "maybe" })).rejects.toThrow(
    '--mail: The answer is "maybe", but must be yes or no.',
  );
});

test("writes who is told and the budget where there are alarms, and says where nobody is told", async () => {
  const fileOf = async (given: Record<string, string>) =>
    renderTfvars("clinic", await withOptions({ ...ANSWERS, ...given }));
  expect(await readHcl("clinic.tfvars", await fileOf({}))).toMatchObject({
    alarm_email_addresses: ["operations@example.org"],
    monthly_budget_usd: 500,
  });
  const { alarms: _, ...without } = ANSWERS;
  const untold = renderTfvars("clinic", await withOptions(without));
  expect(untold).toBe(await fileOf({ alarms: "none" }));
  expect(untold).toContain("# Nobody is told when something is wrong.");
  expect(untold).not.toMatch(/^alarm_email_addresses/m);
  const { said } = await talk([], { ...ANSWERS, alarms: "none" });
  expect(said).toContain(
    "Nobody is told when something is wrong: --alarms, or alarm_email_addresses in the file",
  );
  expect((await talk([], ANSWERS)).said).not.toContain("Nobody is told");
  const trial = await fileOf({ kind: "trial", domain: "none", size: "trial" });
  expect(trial).not.toMatch(/^(alarm_email_addresses|monthly_budget_usd)/m);
  await expect(fileOf({ alarms: "operations" })).rejects.toThrow(
    '--alarms: "operations" is not an e-mail address, but must be addresses such as operations@example.org',
  );
});

test("refuses patients' data over plain HTTP, and mail without a hosted zone", async () => {
  await expect(withOptions({ ...ANSWERS, domain: "none" })).rejects.toThrow(
    "plain HTTP, which only a trial may",
  );
  await expect(withOptions({ ...ANSWERS, kind: "trial", domain: "none", mail: "yes" })).rejects.toThrow(
    "Mail needs a domain that is a hosted zone in Route 53.",
  );
});

test("asks again where a domain or mail does not go with an answer before, and loses no answer", async () => {
  const { domain: _, mail: __, ...given } = ANSWERS;
  const arn = "arn:aws:acm:eu-west-1:123456789012:certificate/00000000-0000-0000-0000-000000000000";
  const { result, said } = await talk(["none", arn, "openemr.example.org", "yes", "no"], given);
  expect(result).toMatchObject({ domain: { kind: "certificate" }, mail: false, budget: 500 });
  expect(said).toContain(
    "plain HTTP, which only a trial may. Give a domain or a certificate, or begin again",
  );
  expect(said).toContain("Mail needs a domain that is a hosted zone in Route 53. Answer no, or begin again");
});

test.each([
  ["trial", "trial.tfvars", ["availability_zone_count", "single_nat_gateway"]],
  ["standard", "production.tfvars", []],
])("the size %s is that of environments/%s", async (size, file, defaults) => {
  const environments = path.join(__dirname, "../../../../environments");
  const values = await readHcl(file, readFileSync(path.join(environments, file), "utf8"));
  for (const [name, value] of sizeNamed(size)!.settings) {
    if (!(defaults as string[]).includes(name)) expect([name, values[name]]).toEqual([name, value]);
  }
});

test("writes the trial of environments/trial.tfvars, with all that this gives up", async () => {
  const file = path.join(__dirname, "../../../../environments/trial.tfvars");
  const answers = { ...ANSWERS, region: "us-east-1", kind: "trial", domain: "none", size: "trial" };
  const written = await readHcl("clinic.tfvars", renderTfvars("clinic", await withOptions(answers)));
  expect(written).toMatchObject(await readHcl("trial.tfvars", readFileSync(file, "utf8")));
});

test("writes a file that Terraform's language can read, with a reason before each value", async () => {
  const answers = await withOptions({ ...ANSWERS, kind: "trial", domain: "none", size: "trial" });
  const text = renderTfvars("clinic", answers);
  expect(await readHcl("clinic.tfvars", text)).toMatchObject({
    region: "eu-west-1",
    security_group_ip_range_ipv4: ["203.0.113.0/24"],
    allow_plain_http: true,
    deletion_protection: false,
    aurora_minimum_capacity: 0,
  });
  for (const paragraph of text.trimEnd().split("\n\n")) expect(paragraph).toMatch(/^# /);
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(118);
});

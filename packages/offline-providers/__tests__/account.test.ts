import { Fixture } from "./fixture";

const GROUP = { resource: { aws_cloudwatch_log_group: { main: { name: "web" } } } };
const ANOTHER_GROUP = { resource: { aws_cloudwatch_log_group: { other: { name: "web" } } } };

describe("the account lives on between runs", () => {
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await Fixture.create(GROUP);
  });
  afterEach(() => fixture.close());

  it("does not make again what a lost answer has made, and lets it be imported", async () => {
    fixture.providers.failures = () => ({ message: "context canceled", lost: true });
    await expect(fixture.apply()).rejects.toThrow("context canceled");
    fixture.providers.failures = undefined;
    expect(await fixture.plannedActions()).toEqual(["create aws_cloudwatch_log_group.main"]);
    await expect(fixture.apply()).rejects.toThrow(
      "CreateLogGroup: api error ResourceAlreadyExistsException: name web already exists.",
    );
    await fixture.import("aws_cloudwatch_log_group.main", "web");
    expect(await fixture.plannedActions()).toEqual([]);
  });

  it("does not tell an import what AWS does not know", async () => {
    fixture.configure({ resource: { aws_s3_bucket: { main: { bucket: "web", force_destroy: true } } } });
    fixture.providers.account.add("aws_s3_bucket", { id: "web", bucket: "web", force_destroy: true });
    await fixture.import("aws_s3_bucket.main", "web");
    expect(await fixture.plannedActions()).toEqual(["update aws_s3_bucket.main"]);
  });

  it("refuses a name that another resource of the stack has, and takes it once that is gone", async () => {
    await fixture.apply();
    fixture.configure({
      resource: { aws_cloudwatch_log_group: { main: { name: "web" }, two: { name: "web" } } },
    });
    await expect(fixture.apply()).rejects.toThrow("ResourceAlreadyExistsException");
    // In one run Terraform creates and destroys in any order.
    await fixture.destroy();
    fixture.configure(ANOTHER_GROUP);
    await fixture.apply();
  });

  it("shows what somebody deleted as missing", async () => {
    await fixture.apply();
    fixture.providers.account.remove("aws_cloudwatch_log_group", "web");
    expect(await fixture.plannedActions()).toEqual(["create aws_cloudwatch_log_group.main"]);
  });

  it("goes back to an earlier moment", async () => {
    const empty = fixture.providers.account.snapshot();
    fixture.providers.failures = () => ({ message: "lost", lost: true });
    await expect(fixture.apply()).rejects.toThrow("lost");
    fixture.providers.failures = undefined;
    fixture.providers.account.restore(empty);
    await fixture.apply();
    expect(fixture.providers.account.resources().map(({ type }) => type)).toEqual([
      "aws_cloudwatch_log_group",
    ]);
  });
});

test("rules of one's own are added, or all are left out", async () => {
  const mine = {
    kind: "quota",
    type: "aws_cloudwatch_log_group",
    action: "create",
    operation: "CreateLogGroup",
    code: "LimitExceededException",
    source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html",
    reason: () => "no more groups",
  } as const;
  const strict = await Fixture.create(GROUP, { aws: { refusals: [mine] } });
  await expect(strict.apply()).rejects.toThrow("no more groups");
  await strict.close();

  const lenient = await Fixture.create(GROUP, { aws: { refusals: "none" } });
  lenient.providers.account.add("aws_cloudwatch_log_group", { id: "web", name: "web", region: "eu-west-1" });
  await lenient.apply();
  await lenient.close();
});

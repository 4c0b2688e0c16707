import { estimate, estimateBefore } from "../../scripts/cost/estimate";
import type { PlanJson } from "../../scripts/plan/terraform-plan";
import { OfflineAccount, type OfflineStack, type Values } from "../support/offline-account";
import { SynthesizedProject } from "../support/synthesized-project";
import { OFF } from "../support/toggles";

const ON: Values = { ...OFF, create_serverless_analytics_environment: true };
const PROTECTED = { deletion_protection: true };
const KEPT = { keep_analytics_exports: true };

const SETTINGS = { analytics_file_export_deletes: false, analytics_export_only: ["openemr"] };

const project = SynthesizedProject.shared();
const account = new OfflineAccount();
/** Each test goes on from where the one before left it: an apply takes seconds. */
let stack: OfflineStack;
beforeAll(async () => {
  stack = await account.add(
    project.stack("openemr-production"),
    /\.(analytics_|private_services_|files_policy)/,
  );
  await stack.apply({ ...ON, ...PROTECTED, ...SETTINGS });
}, 120_000);
afterAll(async () => {
  await account.close();
});

/** Parts of the environment that exist, by the end of their addresses after `analytics_`. */
async function parts(): Promise<string[]> {
  const found = [...stack.resources().keys()].filter((address) => address.includes(".analytics_"));
  return found.map((address) => address.replace(/^(.*)\.analytics_(.*)\[0\]$/, "$1 $2")).sort();
}

const isStore = (part: string) => / exports_/.test(part);

function deleted(): string[] {
  return account.providers.calls.filter(({ action }) => action === "delete").map(({ type }) => type);
}

/** Items that are billed whether anybody uses them or not, and how much more each is than before. */
function standing(plan: PlanJson): Array<{ what: string; more: string }> {
  const cost = (items: ReturnType<typeof estimate>["items"]) =>
    new Map(
      items
        .filter(({ kind }) => kind !== "usage")
        .map(({ capability, what, monthly }) => [`${capability}: ${what}`, monthly]),
    );
  const [before, after] = [cost(estimateBefore(plan).items), cost(estimate(plan).items)];
  return [...after].flatMap(([what, monthly]) => {
    const more = monthly.minus(before.get(what) ?? 0);
    return more.eq(0) ? [] : [{ what, more: more.toFixed(2) }];
  });
}

it("consists of what its users were promised", async () => {
  const all = stack.resources();
  const get = (address: string) => JSON.parse(JSON.stringify(all.get(address)));

  // Read-only at three places: the mount, the access point's user, and the right.
  const [container] = JSON.parse(
    String(get("aws_ecs_task_definition.analytics_file_export_task[0]").container_definitions),
  );
  expect(container).toMatchObject({
    image: expect.stringMatching(/^public\.ecr\.aws\/aws-cli\/aws-cli@sha256:[0-9a-f]{64}$/),
    entryPoint: ["/bin/bash", "-c"],
    mountPoints: [{ containerPath: "/sites", readOnly: true }],
    readonlyRootFilesystem: true,
  });
  const [script, ...args] = container.command;
  expect(script).toMatch(/^#!\/bin\/bash\n/);
  expect(args.slice(0, 2)).toEqual(["copy-files.sh", "/sites"]);
  expect(args.join(" ")).toContain("--exclude */sqlconf.php");
  // OpenEMR's tasks agree by these files, which come and go.
  expect(args.join(" ")).toContain("--exclude .openemr-*");
  expect(container.command).not.toContain("--delete");
  expect(get("aws_efs_access_point.analytics_file_export_access_point[0]").posix_user).toEqual([
    expect.objectContaining({ uid: 1000, gid: 0 }),
  ]);
  const reads = JSON.parse(String(get("aws_efs_file_system_policy.files_policy").policy)).Statement.find(
    ({ Sid }: { Sid: string }) => Sid === "ReadSites",
  );
  expect(reads.Action).toEqual(["elasticfilesystem:ClientMount"]);

  const lambda = get("aws_lambda_function.analytics_database_export_function[0]");
  expect(lambda.environment[0].variables.EXPORT_ONLY).toBe('["openemr"]');

  // EventBridge takes brackets, and none that are escaped.
  const targets = [...all].filter(([address]) =>
    /^aws_cloudwatch_event_target\.analytics_notices/.test(address),
  );
  expect(targets).toHaveLength(2);
  for (const [, { input_transformer: transformer }] of targets) {
    const [{ input_paths: paths, input_template: template }] = transformer as [
      { input_paths: Record<string, string>; input_template: string },
    ];
    expect(JSON.parse(template)).toMatch(/OpenEMR's/);
    const used = [...template.matchAll(/<(\w+)>/g)].map(([, name]) => name);
    expect(used.sort()).toEqual(Object.keys(paths).sort());
    // Words that AWS quotes would break the string.
    expect(Object.values(paths).filter((each) => /reason/i.test(each))).toEqual([]);
  }

  const domain = get("aws_sagemaker_domain.analytics_studio_domain[0]");
  expect(domain).toMatchObject({
    app_network_access_type: "VpcOnly",
    retention_policy: [{ home_efs_file_system: "Delete" }],
  });
  const [settings] = domain.default_user_settings;
  expect(settings).toMatchObject({ auto_mount_home_efs: "Disabled", r_studio_server_pro_app_settings: [] });
  expect(JSON.stringify(settings)).toContain('"idle_timeout_in_minutes":60');

  // SageMaker refuses a domain that hides more, and S3 an object with more than ten tags.
  const { hidden_app_types: hidden } = settings.studio_web_portal_settings[0];
  expect(hidden.sort()).toEqual(["Canvas", "JupyterServer", "RStudioServerPro", "TensorBoard"]);
  const files = [...all].filter(([address]) => address.startsWith("aws_s3_object."));
  expect(files.length).toBeGreaterThan(0);
  for (const [, { override_provider: provider }] of files) {
    expect(provider).toMatchObject([{ default_tags: [{ tags: {} }] }]);
  }

  const names = [...all.values()].map(({ name, bucket }) => String(bucket ?? name ?? ""));
  expect(names).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/^sagemaker-openemr-production-files-export-[0-9a-f]{12}$/),
      expect.stringMatching(/^sagemaker-openemr-production-database-export-[0-9a-f]{12}$/),
      expect.stringMatching(/AmazonSageMaker-studio/),
      expect.stringMatching(/AmazonSageMaker-spark/),
    ]),
  );
}, 120_000);

it("gives Studio's role further policies and shows the tools that they are for, or takes the internet away", async () => {
  const arn = "arn:aws:iam::123456789012:policy/pipelines";
  const plan = await stack.plan({
    ...ON,
    ...PROTECTED,
    ...SETTINGS,
    enable_sagemaker_canvas: true,
    enable_sagemaker_endpoints: true,
    analytics_internet_access: false,
    sagemaker_additional_policy_arns: [arn],
    sagemaker_additional_ml_tools: ["Pipelines"],
  });
  const after = (address: string) =>
    plan.resource_changes!.find((change) => change.address === address)!.change.after as Record<
      string,
      never
    >;
  expect(after("aws_iam_role_policy_attachment.analytics_studio_additional_policy[0]")).toMatchObject({
    policy_arn: arn,
  });
  const [settings] = after("aws_sagemaker_domain.analytics_studio_domain[0]")
    .default_user_settings as never as [{ studio_web_portal_settings: [{ hidden_ml_tools: string[] }] }];
  const hidden = settings.studio_web_portal_settings[0].hidden_ml_tools;
  expect(["AutoMl", "DataWrangler", "Pipelines"].filter((tool) => hidden.includes(tool))).toEqual([]);
  expect(hidden).toContain("Endpoints");

  // This plan takes the internet away as well, and brings in what is needed instead.
  const rules = plan.resource_changes!.filter(
    ({ type, address, change }) =>
      type === "aws_vpc_security_group_egress_rule" &&
      /analytics_(studio|spark|closed)/.test(address) &&
      change.actions.join() !== "delete",
  );
  const goTo = rules.map(({ change }) => (change.after as { cidr_ipv4: string | null }).cidr_ipv4);
  expect(goTo.filter(Boolean)).toEqual([]);
  expect(rules.length).toBeGreaterThanOrEqual(6);
  const endpoints = plan.resource_changes!.filter(({ address }) =>
    address.startsWith("aws_vpc_endpoint.private_services_services["),
  );
  expect(endpoints).toHaveLength(12);

  await expect(stack.plan({ ...ON, emr_serverless_release_label: "emr-8.0.0" })).rejects.toThrow(
    "emr-spark-8.0.0",
  );
}, 120_000);

describe("turned off", () => {
  it("under deletion protection is refused before anything is touched, until it says what becomes of the exports", async () => {
    const before = await parts();
    const attempt = stack.apply({ ...OFF, ...PROTECTED });
    await expect(attempt).rejects.toThrow("set keep_analytics_exports = true");
    await expect(attempt).rejects.toThrow("set deletion_protection = false and deploy before");
    expect(deleted()).toEqual([]);
    expect(await parts()).toEqual(before);

    await stack.apply({ ...OFF, ...PROTECTED, ...KEPT });
    expect(await parts()).toEqual(before.filter(isStore));

    await stack.apply({ ...ON, ...PROTECTED, ...KEPT });
    expect(await parts()).toEqual(before);
    expect(deleted().filter((type) => /^aws_(s3_bucket|kms_key)$/.test(type))).toEqual([]);
  }, 180_000);

  it("stops at a user who has spaces left, when nothing else is gone yet", async () => {
    await stack.apply(ON);
    const before = await parts();
    const seen = deleted().length;
    account.providers.failures = ({ action, type }) =>
      action === "delete" && type === "aws_sagemaker_user_profile"
        ? { message: "Unable to delete UserProfile because Space(s) are associated with it" }
        : undefined;
    await expect(stack.apply(OFF)).rejects.toThrow("Space(s) are associated");
    expect(deleted().slice(seen)).toEqual(["aws_sagemaker_user_profile"]);
    expect(await parts()).toEqual(before.filter((part) => part !== "terraform_data exports_guard"));

    account.providers.failures = undefined;
    await stack.apply(OFF);
    expect(await parts()).toEqual([]);
  }, 180_000);
});

it("costs its key while it is idle, and nothing by the hour", async () => {
  const plan = await stack.plan(ON);
  expect(estimate(plan).warnings.filter((warning) => warning.startsWith("Not in the estimate"))).toEqual([]);
  expect(standing(plan)).toEqual([{ what: "Analytics: KMS keys", more: "1.00" }]);
  // This look also finds what is billed by the hour, and what has no price here is said.
  const withMlflow = estimate(await stack.plan({ ...ON, enable_sagemaker_mlflow: true })).warnings;
  expect(withMlflow.join("\n")).toContain("MLflow tracking servers");
  const withEndpoints = standing(await stack.plan({ ...ON, enable_sagemaker_endpoints: true }));
  expect(withEndpoints.map(({ what }) => what)).toContain("Analytics: Interface endpoints, in each zone");
}, 120_000);

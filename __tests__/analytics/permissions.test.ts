import { readFileSync } from "node:fs";
import path from "node:path";
import { ML_TOOLS } from "../../src/analytics/studio-tools";
import { Permissions, type RequestContext } from "../support/iam-evaluation";
import { OfflineAccount } from "../support/offline-account";
import { actionsNamed } from "../support/service-reference";
import { SynthesizedProject } from "../support/synthesized-project";
import { OFF } from "../support/toggles";

/** A request as IAM gets it: `*` where a listing names no resource. */
type Request = readonly [action: string, resource: string, context?: RequestContext];

let resources: Map<string, Record<string, unknown>>;

beforeAll(async () => {
  const project = SynthesizedProject.shared();
  const account = new OfflineAccount();
  const stack = await account.add(project.stack("openemr-production"), /\.analytics_/);
  await stack.apply({ ...OFF, create_serverless_analytics_environment: true, enable_sagemaker_mlflow: true });
  resources = stack.resources();
  await account.close();
}, 120_000);

function value(address: string, attribute: string): string {
  return String(resources.get(address)?.[attribute]);
}
const analytics = (type: string, name: string, attribute: string) =>
  value(`${type}.analytics_${name}[0]`, attribute);
/** Everything that is attached to a role of the environment by the beginning of its policies' addresses. */
const role = (name: string) => {
  const start = `aws_iam_role_policy.analytics_${name}`;
  const policies = [...resources].filter(([address]) => address.startsWith(start));
  expect(policies.length).toBeGreaterThan(0);
  return new Permissions(policies.map(([, { policy }]) => String(policy)));
};
function refused(permissions: Permissions, requests: readonly Request[]): Request[] {
  return requests.filter(([action, resource, context]) => !permissions.allows(action, resource, context));
}

const cluster = () => ({ "ecs:cluster": value("aws_ecs_cluster.application_cluster", "arn") });
const clusterName = () => value("aws_ecs_cluster.application_cluster", "name");
const ofAccount = (service: string, resource: string) => {
  const [, partition, , region, account] = analytics("aws_sns_topic", "notices_topic", "arn").split(":");
  return `arn:${partition}:${service}:${region}:${account}:${resource}`;
};
const task = () => ofAccount("ecs", `task/${clusterName()}/1`);
const bucket = (name: string) => value(`aws_s3_bucket.analytics_exports_${name}[0]`, "arn");
const key = () => value("aws_kms_key.analytics_exports_key[0]", "arn");
const listTasks = (): Request => ["ecs:ListTasks", "*", cluster()];
const describeExports = (): Request => ["rds:DescribeExportTasks", "*"];
const passing = (name: string, service: string): Request => [
  "iam:PassRole",
  analytics("aws_iam_role", name, "arn"),
  { "iam:PassedToService": service },
];

describe.each([
  {
    lambda: "export-files",
    calls: ["ListTasks", "RunTask"],
    name: "file_export_function",
    requests: (): Request[] => [
      listTasks(),
      ["ecs:RunTask", analytics("aws_ecs_task_definition", "file_export_task", "arn"), cluster()],
      // The tags of the definition, which go on to the task.
      ["ecs:TagResource", task(), { "ecs:CreateAction": "RunTask" }],
      passing("file_export_role", "ecs-tasks.amazonaws.com"),
      passing("file_export_execution_role", "ecs-tasks.amazonaws.com"),
    ],
  },
  {
    lambda: "export-database",
    calls: ["DescribeExportTasks", "StartExportTask"],
    name: "database_export_function",
    requests: (): Request[] => [
      describeExports(),
      ["rds:StartExportTask", value("aws_rds_cluster.database_cluster", "arn")],
      passing("database_export_role", "export.rds.amazonaws.com"),
      ["kms:CreateGrant", key(), { "kms:GrantIsForAWSResource": "true" }],
      ["kms:DescribeKey", key()],
    ],
  },
])("the function $lambda", ({ lambda, calls, name, requests }) => {
  it("makes no call but those that are looked at here", () => {
    const source = readFileSync(path.join(__dirname, `../../lambda/${lambda}/${lambda}.ts`), "utf8");
    const [, imported] = /import \{([^}]*)\} from "@aws-sdk\/[\w-]+";/.exec(source)!;
    const made = [...imported!.matchAll(/\b(?:paginate(\w+)|(\w+)Command)\b/g)].map(
      ([, paged, plain]) => paged ?? plain,
    );
    expect(made.sort()).toEqual(calls);
  });

  it("may do what its calls ask IAM for", () => {
    expect(refused(role(name), requests())).toEqual([]);
  });
});

it("tags only what it starts, and lists only the tasks of its cluster", () => {
  const permissions = role("file_export_function");
  expect(permissions.allows("ecs:TagResource", task())).toBe(false);
  expect(permissions.allows("ecs:ListTasks", "*", { "ecs:cluster": ofAccount("ecs", "cluster/other") })).toBe(
    false,
  );
});

describe("Studio", () => {
  const object = (name: string, path: string) => `${bucket(name)}/${path}`;

  it("follows exports and jobs", () => {
    const streams = ["file_export_log", "spark_log"].map(
      (name) => `${analytics("aws_cloudwatch_log_group", name, "arn")}:log-stream:one`,
    );
    expect(
      refused(role("studio"), [
        listTasks(),
        describeExports(),
        ["ecs:DescribeTasks", task(), cluster()],
        ...streams.flatMap((stream): Request[] => [
          ["logs:GetLogEvents", stream],
          ["logs:FilterLogEvents", stream],
        ]),
      ]),
    ).toEqual([]);
    const others = value("aws_cloudwatch_log_group.application_log", "arn");
    expect(role("studio").allows("logs:GetLogEvents", `${others}:log-stream:one`)).toBe(false);
  });

  it("reads the names of the environment's parts, for which operators have the outputs of the stack", () => {
    const parameter = ofAccount("ssm", `parameter${analytics("aws_ssm_parameter", "parameter", "name")}`);
    expect(refused(role("studio"), [["ssm:GetParameter", parameter]])).toEqual([]);
  });

  it("reads everything, and writes what neither operators nor other people rely on", () => {
    const permissions = role("studio").with({
      // As AWS's policies for Canvas do.
      Effect: "Allow",
      Action: ["s3:PutObject", "s3:DeleteObject"],
      Resource: [`${bucket("files")}/*`, `${bucket("database")}/*`],
    });
    const places = [
      object("files", "sites/default/documents/1/a.pdf"),
      object("database", "exports/e/openemr/openemr.patient_data/1.parquet"),
      object("database", "code/reports.py"),
    ];
    for (const place of places) {
      expect(permissions.allows("s3:GetObject", place)).toBe(true);
      for (const action of ["s3:PutObject", "s3:DeleteObject"])
        expect([place, action, permissions.allows(action, place)]).toEqual([place, action, false]);
    }
    for (const place of [object("database", "results/e/one.csv"), object("database", "work/model.tar.gz")])
      for (const action of ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"])
        expect([place, action, role("studio").allows(action, place)]).toEqual([place, action, true]);
  });
});

describe("Studio's role", () => {
  const region = () => ofAccount("ec2", "").split(":")[3]!;
  const subnets = () =>
    [0, 1].map((zone) => ofAccount("ec2", `subnet/${value(`aws_subnet.network_private[${zone}]`, "id")}`));

  it("attaches jobs to the private subnets with its own security group, and to nothing else", () => {
    const group = (id: string) => ofAccount("ec2", `security-group/${id}`);
    const own = analytics("aws_security_group", "studio_security_group", "id");
    expect(region()).toBe("us-east-1");
    expect(
      refused(role("studio"), [
        ...[ofAccount("ec2", "network-interface/eni-1"), group(own), ...subnets()].map(
          (resource): Request => ["ec2:CreateNetworkInterface", resource],
        ),
        [
          "ec2:CreateNetworkInterfacePermission",
          ofAccount("ec2", "network-interface/eni-1"),
          { "ec2:Subnet": subnets()[0]! },
        ],
        [
          "ec2:DeleteNetworkInterface",
          ofAccount("ec2", "network-interface/eni-1"),
          { "ec2:Subnet": subnets()[1]! },
        ],
      ]),
    ).toEqual([]);
    const others: Request[] = [
      ["ec2:CreateNetworkInterface", group(value("aws_security_group.database_security_group", "id"))],
      ["ec2:CreateNetworkInterface", ofAccount("ec2", "subnet/subnet-of-others")],
      [
        "ec2:DeleteNetworkInterface",
        ofAccount("ec2", "network-interface/eni-1"),
        { "ec2:Subnet": ofAccount("ec2", "subnet/subnet-of-others") },
      ],
      ["ec2:CreateNetworkInterfacePermission", ofAccount("ec2", "network-interface/eni-1")],
    ];
    expect(refused(role("studio"), others)).toEqual(others);
  });

  it("may use MLflow's server and no other, with actions that AWS knows", async () => {
    const server = analytics("aws_sagemaker_mlflow_tracking_server", "studio_mlflow", "arn");
    const policy = JSON.parse(analytics("aws_iam_role_policy", "studio_mlflow_policy", "policy")) as {
      Statement: Array<{ Sid: string; Action: string[] }>;
    };
    for (const { Action } of policy.Statement) {
      for (const action of Action) {
        const named = await actionsNamed(action);
        // MLflow's own actions are all on this server; by name they would be longer than IAM lets a role's policies be.
        if (action === "sagemaker-mlflow:*") expect(named.length).toBeGreaterThan(40);
        else expect([action, named.length]).toEqual([action, 1]);
      }
    }
    expect(role("studio").allows("sagemaker-mlflow:CreateRun", server)).toBe(true);
    expect(role("studio").allows("sagemaker-mlflow:CreateRun", `${server}-of-others`)).toBe(false);
  });

  it("has rights for what the menu offers by itself, and the menu hides the rest", () => {
    const [settings] = resources.get("aws_sagemaker_domain.analytics_studio_domain[0]")!
      .default_user_settings as Array<{ studio_web_portal_settings: Array<{ hidden_ml_tools: string[] }> }>;
    const hidden = settings!.studio_web_portal_settings[0]!.hidden_ml_tools;
    const sagemaker = ofAccount("sagemaker", "anything/x");
    // A right without which a tool is of no use. AutoMl and DataWrangler come with Canvas, EmrClusters with Spark.
    const needed: Partial<Record<(typeof ML_TOOLS)[number], string>> = {
      Endpoints: "sagemaker:CreateEndpoint",
      Experiments: "sagemaker:CreateExperiment",
      FeatureStore: "sagemaker:CreateFeatureGroup",
      HyperPodClusters: "sagemaker:ListClusters",
      InferenceRecommender: "sagemaker:CreateInferenceRecommendationsJob",
      JumpStart: "sagemaker:ListHubs",
      Models: "sagemaker:CreateModelPackageGroup",
      Pipelines: "sagemaker:CreatePipeline",
      Projects: "sagemaker:CreateProject",
    };
    for (const [tool, action] of Object.entries(needed)) {
      expect([tool, hidden.includes(tool)]).toEqual([tool, !role("studio").allows(action, sagemaker)]);
    }
    expect(ML_TOOLS.filter((tool) => !hidden.includes(tool))).toEqual(["EmrClusters", "Training"]);
  });
});

it("Spark finds or makes the database without which it does not start, and makes no other", () => {
  const glue = (resource: string) => ofAccount("glue", resource);
  expect(
    refused(role("spark_job_role"), [
      ["glue:GetDatabase", glue("database/default")],
      ["glue:CreateDatabase", glue("catalog")],
      ["glue:CreateDatabase", glue("database/default")],
    ]),
  ).toEqual([]);
  expect(role("spark_job_role").allows("glue:CreateDatabase", glue("database/other"))).toBe(false);
});

import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import path from "node:path";
import type { ResourceChange } from "../../../../scripts/plan/terraform-plan";
import { listersOf, listFor } from "../../../../scripts/terraform/interrupted/listed";
import { listen } from "../../../support/local-server";

/**
 * Cloud Control and AWS Backup, as far as they list. Requests and answers have the form of botocore 1.43.11's models
 * (cloudcontrol 2021-09-30, backup 2018-11-15), read on 2026-11-30.
 */
const LISTENER = "arn:aws:globalaccelerator::123456789012:accelerator/a/listener/b";
let refuses = "";
let requests: string[] = [];

function answer(path: string, target: string, body: string): object {
  if (path.startsWith("/backup/plans/")) {
    const page = path.includes("nextToken=2")
      ? { BackupSelectionsList: [{ SelectionId: "s2", SelectionName: "data" }] }
      : { BackupSelectionsList: [{ SelectionId: "s1", SelectionName: "others" }], NextToken: "2" };
    requests.push(path);
    return page;
  }
  const { TypeName, ResourceModel, NextToken } = JSON.parse(body);
  requests.push([target, TypeName, ResourceModel].filter(Boolean).join(" "));
  const ids = NextToken ? ["second"] : ["first"];
  return {
    ResourceDescriptions: ids.map((Identifier) => ({ Identifier, Properties: "{}" })),
    ...(NextToken ? {} : { NextToken: "2" }),
  };
}

const server: Server = createServer((request, response) => {
  let body = "";
  request.on("data", (part) => {
    body += part;
  });
  request.on("end", () => {
    const target = String(request.headers["x-amz-target"] ?? "");
    if (refuses && (target + request.url).includes(refuses)) {
      const error = { __type: "AccessDeniedException", message: "not authorized" };
      response.writeHead(400, { "x-amzn-errortype": error.__type }).end(JSON.stringify(error));
      return;
    }
    response.end(JSON.stringify(answer(request.url!, target, body)));
  });
});

const VARIABLES = ["AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"];
const before = VARIABLES.map((name) => process.env[name]);

beforeAll(async () => {
  process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${await listen(server)}`;
  process.env.AWS_ACCESS_KEY_ID = "AKIA";
  process.env.AWS_SECRET_ACCESS_KEY = "secret";
});
afterAll(() => {
  server.close();
  VARIABLES.forEach((name, i) => {
    if (before[i] === undefined) delete process.env[name];
    else process.env[name] = before[i];
  });
});
beforeEach(() => {
  refuses = "";
  requests = [];
});

const planned = (type: string, after: object) =>
  ({
    address: `${type}.main`,
    mode: "managed",
    name: "main",
    type,
    change: { actions: ["create"], before: null, after },
  }) as ResourceChange;

const CHILDREN = [
  planned("aws_backup_selection", { plan_id: "p", name: "data" }),
  planned("aws_globalaccelerator_endpoint_group", { listener_arn: LISTENER }),
  planned("aws_globalaccelerator_listener", { accelerator_arn: "arn:accelerator" }),
  planned("aws_route53_resolver_query_log_config_association", { resolver_query_log_config_id: "rqlc-1" }),
];

test("what has neither a name nor tags is listed by what it belongs to, all pages", async () => {
  const found = await listFor(CHILDREN, "eu-west-1", listersOf);
  expect([...found.values()]).toEqual([["p|s2"], ...Array(3).fill(["first", "second"])]);
  const list = "CloudApiService.ListResources AWS::";
  expect([...new Set(requests)]).toEqual([
    "/backup/plans/p/selections",
    "/backup/plans/p/selections?nextToken=2",
    `${list}GlobalAccelerator::EndpointGroup {"ListenerArn":"${LISTENER}"}`,
    `${list}GlobalAccelerator::Listener {"AcceleratorArn":"arn:accelerator"}`,
    `${list}Route53Resolver::ResolverQueryLoggingConfigAssociation`,
  ]);
});

test("nobody asks for children of what is not there yet", async () => {
  const unknown = CHILDREN.map(({ type }) => planned(type, { name: "data" }));
  expect((await listFor(unknown, "eu-west-1", listersOf)).size).toBe(0);
  expect(requests).toEqual([]);
});

test("what may not be listed is named, and hides nothing else", async () => {
  refuses = "CloudApiService";
  const told = jest.spyOn(console, "error").mockImplementation(() => {});
  const found = await listFor(CHILDREN.slice(0, 2), "eu-west-1", listersOf);
  expect([...found.keys()]).toEqual(["aws_backup_selection.main"]);
  expect(told.mock.calls).toEqual([
    [
      "aws_globalaccelerator_endpoint_group.main: could not look whether the account has it. AccessDeniedException: not authorized",
    ],
  ]);
  told.mockRestore();
});

test("docs/deployments.md names the rights that the lists take", () => {
  const document = readFileSync(path.join(__dirname, "../../../../docs/deployments.md"), "utf8");
  const rights = [
    "tag:GetResources",
    "ec2:DescribeNetworkInterfaces",
    "backup:ListBackupSelections",
    // Cloud Control asks for its own right, and for that of the service.
    "cloudformation:ListResources",
    "globalaccelerator:ListEndpointGroups",
    "globalaccelerator:ListListeners",
    "route53resolver:ListResolverQueryLogConfigAssociations",
  ];
  expect(rights.filter((right) => !document.includes(`\`${right}\``))).toEqual([]);
  expect(Object.keys(listersOf("eu-west-1"))).toEqual(CHILDREN.map(({ type }) => type));
});

import { TRAIL_EVENTS, TRAIL_GROUPS } from "../../src/monitoring/trail-events";
import { matches } from "./filter-pattern";

/** Events as CloudTrail records them: "CloudTrail record contents" and "AWS Management Console sign-in events". */
const byUser = { eventType: "AwsApiCall", userIdentity: { type: "IAMUser", userName: "alice" } };
const byRole = { eventType: "AwsApiCall", userIdentity: { type: "AssumedRole" } };
const signIn = {
  ...byUser,
  eventType: "AwsConsoleSignIn",
  eventSource: "signin.amazonaws.com",
  eventName: "ConsoleLogin",
  responseElements: { ConsoleLogin: "Success" },
};
const call = (service: string, eventName: string) => ({
  ...byRole,
  eventSource: `${service}.amazonaws.com`,
  eventName,
});
const root = { ...signIn, userIdentity: { type: "Root" } };

const TOLD: ReadonlyArray<readonly [metric: string, event: object]> = [
  ["root_used", root],
  ["root_used", { ...call("s3", "ListBuckets"), userIdentity: { type: "Root" } }],
  ["sign_in_without_mfa", { ...signIn, additionalEventData: { MFAUsed: "No" } }],
  ["sign_ins_failed", { ...signIn, responseElements: {}, errorMessage: "Failed authentication" }],
  ["trail_changed", call("cloudtrail", "StopLogging")],
  ["trail_changed", call("cloudtrail", "UpdateTrail")],
  ["key_disabled", call("kms", "ScheduleKeyDeletion")],
  ["key_disabled", call("kms", "DisableKey")],
  ["config_changed", call("config", "StopConfigurationRecorder")],
  ["calls_denied", { ...call("ec2", "RunInstances"), errorCode: "Client.UnauthorizedOperation" }],
  ["calls_denied", { ...call("s3", "ListBuckets"), errorCode: "AccessDenied" }],
  ["calls_denied", { ...call("rds", "DescribeDBClusters"), errorCode: "AccessDeniedException" }],
  ["iam_policies_changed", call("iam", "PutRolePolicy")],
  ["iam_policies_changed", call("iam", "AttachUserPolicy")],
  ["iam_policies_changed", call("iam", "CreatePolicyVersion")],
  ["bucket_policies_changed", call("s3", "PutBucketPolicy")],
  ["bucket_policies_changed", call("s3", "DeleteBucketPolicy")],
  ["security_groups_changed", call("ec2", "AuthorizeSecurityGroupIngress")],
  ["security_groups_changed", call("ec2", "RevokeSecurityGroupEgress")],
  ["network_acls_changed", call("ec2", "ReplaceNetworkAclEntry")],
  ["network_acls_changed", call("ec2", "CreateNetworkAclEntry")],
  ["gateways_changed", call("ec2", "AttachInternetGateway")],
  ["routes_changed", call("ec2", "CreateRoute")],
  ["routes_changed", call("ec2", "DeleteRouteTable")],
  ["vpcs_changed", call("ec2", "AcceptVpcPeeringConnection")],
  ["vpcs_changed", call("ec2", "EnableVpcClassicLink")],
];

const metricsOf = (event: object) =>
  TRAIL_EVENTS.filter(({ pattern }) => matches(pattern, event)).map(({ metric }) => metric);

test.each(TOLD)("%s is told of %j", (metric, event) => {
  expect(metricsOf(event)).toContain(metric);
});

test("every event has an example, and every group an event", () => {
  expect(new Set(TOLD.map(([metric]) => metric))).toEqual(new Set(TRAIL_EVENTS.map(({ metric }) => metric)));
  expect(new Set(TRAIL_EVENTS.map(({ group }) => group))).toEqual(new Set(TRAIL_GROUPS));
});

test.each([
  ["a sign-in with a second factor", { ...signIn, additionalEventData: { MFAUsed: "Yes" } }],
  [
    "a sign-in by federation, whose second factor AWS does not see",
    { ...signIn, userIdentity: { type: "AssumedRole" } },
  ],
  [
    "a service that acts for the root user",
    { ...call("kms", "CreateGrant"), userIdentity: { type: "Root", invokedBy: "backup.amazonaws.com" } },
  ],
  [
    "an event of a service",
    { ...call("rds", "X"), eventType: "AwsServiceEvent", userIdentity: { type: "Root" } },
  ],
  ["a look at things", call("ec2", "DescribeSecurityGroups")],
  ["a backup", call("backup", "StartBackupJob")],
  ["a task that reads its secret", call("secretsmanager", "GetSecretValue")],
  ["a route of another service", call("apigateway", "CreateRoute")],
  ["a policy of another service", call("organizations", "CreatePolicy")],
])("nobody is told of %s", (_, event) => {
  expect(metricsOf(event)).toEqual([]);
});

test("each pattern is one that CloudWatch Logs takes", () => {
  // PutMetricFilter: at most 1,024 characters.
  for (const { metric, pattern } of TRAIL_EVENTS) {
    expect({ metric, fits: pattern.length <= 1024 }).toEqual({ metric, fits: true });
  }
});

/** Names of events in the patterns of "Security Hub controls for Amazon CloudWatch", read on 2026-11-30. */
const SECURITY_HUB: Readonly<Record<string, string>> = {
  trail_changed: "CreateTrail UpdateTrail DeleteTrail StartLogging StopLogging",
  key_disabled: "DisableKey ScheduleKeyDeletion",
  config_changed:
    "StopConfigurationRecorder DeleteDeliveryChannel PutDeliveryChannel PutConfigurationRecorder",
  iam_policies_changed:
    "DeleteGroupPolicy DeleteRolePolicy DeleteUserPolicy PutGroupPolicy PutRolePolicy PutUserPolicy CreatePolicy DeletePolicy CreatePolicyVersion DeletePolicyVersion AttachRolePolicy DetachRolePolicy AttachUserPolicy DetachUserPolicy AttachGroupPolicy DetachGroupPolicy",
  bucket_policies_changed:
    "PutBucketAcl PutBucketPolicy PutBucketCors PutBucketLifecycle PutBucketReplication DeleteBucketPolicy DeleteBucketCors DeleteBucketLifecycle DeleteBucketReplication",
  security_groups_changed:
    "AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupIngress RevokeSecurityGroupEgress CreateSecurityGroup DeleteSecurityGroup",
  network_acls_changed:
    "CreateNetworkAcl CreateNetworkAclEntry DeleteNetworkAcl DeleteNetworkAclEntry ReplaceNetworkAclEntry ReplaceNetworkAclAssociation",
  gateways_changed:
    "CreateCustomerGateway DeleteCustomerGateway AttachInternetGateway CreateInternetGateway DeleteInternetGateway DetachInternetGateway",
  routes_changed:
    "CreateRoute CreateRouteTable ReplaceRoute ReplaceRouteTableAssociation DeleteRouteTable DeleteRoute DisassociateRouteTable",
  vpcs_changed:
    "CreateVpc DeleteVpc ModifyVpcAttribute AcceptVpcPeeringConnection CreateVpcPeeringConnection DeleteVpcPeeringConnection RejectVpcPeeringConnection AttachClassicLinkVpc DetachClassicLinkVpc DisableVpcClassicLink EnableVpcClassicLink",
};

test.each(Object.entries(SECURITY_HUB))("%s names the events that Security Hub names", (metric, names) => {
  const { pattern } = TRAIL_EVENTS.find((event) => event.metric === metric)!;
  const named = [...pattern.matchAll(/eventName = (\w+)/g)].map(([, name]) => name!);
  expect(named.sort()).toEqual(names.split(" ").sort());
});

test("a pattern is evaluated as the guide of CloudWatch Logs says, and refused where it says nothing", () => {
  expect(matches('{ $.a = "x*" }', { a: "xyz" })).toBe(true);
  expect(matches('{ $.a = "x*z" }', { a: "xyz" })).toBe(false);
  expect(matches('{ $.a != "x" }', { a: ["y"] })).toBe(false);
  expect(matches('{ ($.a != "x") && ($.b = "y") }', { b: "z" })).toBe(false);
  expect(() => matches('{ ($.a != "x") || ($.b = "y") }', { b: "z" })).toThrow("does not have");
});

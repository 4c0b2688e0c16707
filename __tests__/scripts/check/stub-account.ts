/**
 * AWS at the SDK's HTTP layer: what each service answers to what the check asks, in that service's own protocol. Names and
 * forms of requests, answers and errors are those of botocore 1.43.11's models, read on 2026-11-29; the SDK for JavaScript
 * reads the answers, so one in another form fails. It refuses what it does not know, and whatever would change something.
 */

import { Readable } from "node:stream";
import { type Clients, clientsOf } from "../../../scripts/check/account";

/** The answer of an action: a body, or an error by its name. */
export type Reply = { readonly body: string } | { readonly error: string; readonly message?: string };

interface Request {
  readonly hostname: string;
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

interface Response {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readable;
}

const xml = (action: string, inner: string): Reply => ({
  body: `<${action}Response><${action}Result>${inner}</${action}Result></${action}Response>`,
});
export const ec2 = (action: string, inner: string): Reply => ({
  body: `<${action}Response>${inner}</${action}Response>`,
});
const json = (value: unknown): Reply => ({ body: JSON.stringify(value) });

/** An account in which all is right for the environment of the tests. */
export const GOOD: Readonly<Record<string, Reply>> = {
  "sts:GetCallerIdentity": xml(
    "GetCallerIdentity",
    "<Account>111122223333</Account><Arn>arn:aws:iam::111122223333:user/a</Arn><UserId>A</UserId>",
  ),
  "ec2:DescribeRegions": regions("opt-in-not-required"),
  "ec2:DescribeVpcs": ec2(
    "DescribeVpcs",
    "<vpcSet><item><ownerId>111122223333</ownerId><vpcId>vpc-1</vpcId></item></vpcSet>",
  ),
  "ec2:DescribeSecurityGroups": ec2("DescribeSecurityGroups", "<securityGroupInfo/>"),
  "ec2:DescribeAddresses": ec2("DescribeAddresses", "<addressesSet/>"),
  "servicequotas:GetServiceQuota": { error: "NoSuchResourceException" },
  "servicequotas:GetAWSDefaultServiceQuota": json({ Quota: { Value: 5 } }),
  "monitoring:GetMetricStatistics": vcpus(0),
  "logs:DescribeResourcePolicies": json({ resourcePolicies: [] }),
  "iam:GetRole": xml("GetRole", "<Role><RoleName>x</RoleName></Role>"),
  "iam:ListRoles": listedRoles(),
  "secretsmanager:ListSecrets": json({ SecretList: [] }),
  "route53:ListHostedZonesByName": zones("Z1"),
  "route53:GetHostedZone": {
    body: "<GetHostedZoneResponse><HostedZone><Id>/hostedzone/Z1</Id><Name>example.org.</Name><CallerReference>r</CallerReference></HostedZone><DelegationSet><NameServers><NameServer>ns-1.awsdns-01.org</NameServer><NameServer>ns-2.awsdns-02.com</NameServer></NameServers></DelegationSet></GetHostedZoneResponse>",
  },
  "acm:DescribeCertificate": certificate("ISSUED", ["*.example.org"]),
  "sesv2:GetAccount": json({
    ProductionAccessEnabled: true,
    SendingEnabled: true,
    SendQuota: { Max24HourSend: 50000 },
  }),
  "sesv2:GetEmailIdentity": { error: "NotFoundException" },
  "secretsmanager:DescribeSecret": json({ Name: "ecr-pullthroughcache/docker-hub" }),
  "ses:DescribeActiveReceiptRuleSet": ruleSet(undefined),
  "backup:DescribeRegionSettings": json({ ResourceTypeOptInPreference: { Aurora: true, EFS: true } }),
  "rds:DescribeOrderableDBInstanceOptions": orderable(true),
  "guardduty:ListDetectors": json({ detectorIds: [] }),
  "ecr:DescribeImages": json({ imageDetails: [{}] }),
};

/** Regions of the account: that of the installation, and that of copies. */
export function regions(status: string, statusOfCopies = status): Reply {
  const item = (name: string, optIn: string) =>
    `<item><regionName>${name}</regionName><optInStatus>${optIn}</optInStatus></item>`;
  return ec2(
    "DescribeRegions",
    `<regionInfo>${item("eu-central-2", statusOfCopies)}${item("eu-south-1", status)}</regionInfo>`,
  );
}

/** An identity of SES, with the tag of an environment. */
export function identity(Environment: string): Reply {
  const Tags = Object.entries({ Application: "openemr", Environment }).map(([Key, Value]) => ({
    Key,
    Value,
  }));
  return json({ IdentityType: "DOMAIN", Tags });
}

/** The secret with the credential for Docker Hub. */
export function credential(facts: object): Reply {
  return json({ Name: "ecr-pullthroughcache/docker-hub", ...facts });
}

export function certificate(
  Status: string,
  SubjectAlternativeNames: readonly string[],
  days = 300,
  Type = "AMAZON_ISSUED",
): Reply {
  const NotAfter = Math.floor(Date.now() / 1000) + days * 86_400 + 60;
  return json({ Certificate: { Status, SubjectAlternativeNames, NotAfter, Type } });
}

/** A detector of GuardDuty, with the tag of an environment. */
export function detector(Environment: string): Readonly<Record<string, Reply>> {
  return {
    "guardduty:ListDetectors": json({ detectorIds: ["12abc34d567e8fa901bc2d34e56789f0"] }),
    "guardduty:GetDetector": json({ status: "ENABLED", tags: { Application: "openemr", Environment } }),
  };
}

/** Roles of the account, by their path and name. */
export function listedRoles(...roles: ReadonlyArray<readonly [path: string, name: string]>): Reply {
  const members = roles.map(
    ([path, name]) => `<member><Path>${path}</Path><RoleName>${name}</RoleName></member>`,
  );
  return xml("ListRoles", `<Roles>${members.join("")}</Roles><IsTruncated>false</IsTruncated>`);
}

/** Public zones of the domain. */
export function zones(...ids: readonly string[]): Reply {
  const zone = (id: string) =>
    `<HostedZone><Id>/hostedzone/${id}</Id><Name>example.org.</Name><CallerReference>r</CallerReference><Config><PrivateZone>false</PrivateZone></Config></HostedZone>`;
  return {
    body: `<ListHostedZonesByNameResponse><HostedZones>${ids.map(zone).join("")}</HostedZones><IsTruncated>false</IsTruncated><MaxItems>100</MaxItems></ListHostedZonesByNameResponse>`,
  };
}

/** vCPUs that tasks of the account used; without any, CloudWatch has no value. */
export function vcpus(...used: readonly number[]): Reply {
  const Datapoints = used
    .filter(Boolean)
    .map((Maximum, n) => ({ Maximum, Timestamp: 1.7e9 + n, Unit: "None" }));
  return json({ Label: "ResourceCount", Datapoints });
}

export function ruleSet(name: string | undefined): Reply {
  return xml("DescribeActiveReceiptRuleSet", name ? `<Metadata><Name>${name}</Name></Metadata>` : "");
}

export function orderable(isIt: boolean): Reply {
  const option = "<OrderableDBInstanceOption><Engine>aurora-mysql</Engine></OrderableDBInstanceOption>";
  return xml(
    "DescribeOrderableDBInstanceOptions",
    `<OrderableDBInstanceOptions>${isIt ? option : ""}</OrderableDBInstanceOptions>`,
  );
}

/** VPCs, of which the tagged one belongs to the installation that is checked; those that are shared are another account's. */
export function vpcs(others: number, own: number, shared = 0): Reply {
  const tags =
    "<tagSet><item><key>Application</key><value>openemr</value></item><item><key>Environment</key><value>clinic</value></item></tagSet>";
  const item = (tagSet: string, owner = "111122223333") =>
    `<item><ownerId>${owner}</ownerId><vpcId>vpc-1</vpcId>${tagSet}</item>`;
  return ec2(
    "DescribeVpcs",
    `<vpcSet>${item("").repeat(others)}${item(tags).repeat(own)}${item("", "999988887777").repeat(shared)}</vpcSet>`,
  );
}

/** Elastic IP addresses of others. */
export function addresses(others: number): Reply {
  const item = "<item><allocationId>eipalloc-1</allocationId></item>";
  return ec2("DescribeAddresses", `<addressesSet>${item.repeat(others)}</addressesSet>`);
}

export function logPolicies(others: number): Reply {
  return json({ resourcePolicies: Array(others).fill({ policyName: "openemr-other" }) });
}

export function securityGroups(name: string): Reply {
  return ec2(
    "DescribeSecurityGroups",
    `<securityGroupInfo><item><groupId>sg-1</groupId><groupName>${name}</groupName></item></securityGroupInfo>`,
  );
}

export class StubAccount {
  /** Every action that was asked for. */
  readonly actions: string[] = [];
  readonly clients: Clients;

  constructor(replies: Readonly<Record<string, Reply>>) {
    const handle = async (request: Request) => {
      const action = actionOf(request);
      this.actions.push(action);
      const reply = { ...GOOD, ...replies }[action];
      if (!reply) throw new Error(`Nobody asks for ${action} here.`);
      return { response: respond(request, reply) };
    };
    this.clients = clientsOf("eu-south-1", {
      credentials: { accessKeyId: "AKIA", secretAccessKey: "secret" },
      requestHandler: { handle } as never,
    });
  }
}

function actionOf({ hostname, path, headers, body }: Request): string {
  const [host] = hostname.split(".") as [string];
  const service = host === "email" ? (path.startsWith("/v2/") ? "sesv2" : "ses") : host.replace("api", "ecr");
  const target = headers["x-amz-target"];
  if (target) return `${service}:${target.split(".").pop()}`;
  const form = /(?:^|&)Action=(\w+)/.exec(String(body ?? ""))?.[1];
  if (form) return `${service}:${form}`;
  const rest = { "/v2/email/account": "GetAccount", "/account-settings": "DescribeRegionSettings" }[path];
  if (rest) return `${service}:${rest}`;
  if (path.startsWith("/v2/email/identities/")) return `${service}:GetEmailIdentity`;
  if (service === "guardduty") return `${service}:${path === "/detector" ? "ListDetectors" : "GetDetector"}`;
  return `${service}:${path.endsWith("/hostedzonesbyname") ? "ListHostedZonesByName" : "GetHostedZone"}`;
}

function respond({ headers, hostname }: Request, reply: Reply): Response {
  if ("body" in reply) return { statusCode: 200, headers: {}, body: Readable.from([reply.body]) };
  const { error, message = "" } = reply;
  const isXml = !headers["x-amz-target"] && !/^(email|backup|guardduty)/.test(hostname);
  const body = isXml
    ? `<ErrorResponse><Error><Type>Sender</Type><Code>${error}</Code><Message>${message}</Message></Error></ErrorResponse>`
    : JSON.stringify({ __type: error, message });
  const statusCode = error.startsWith("AccessDenied") ? 403 : 400;
  return {
    statusCode,
    headers: { "x-amzn-errortype": error },
    body: Readable.from([body]),
  };
}

import { maskPlan } from "../../../scripts/plan/masked-plan";
import { plannedStack } from "../../../scripts/plan/planned-stack";
import type { ResourceChange } from "../../../scripts/plan/terraform-plan";
import { secrets } from "../../../scripts/rules/application/secrets";
import { interruption } from "../../../scripts/rules/changes/interruption";
import { lostData } from "../../../scripts/rules/data/lost-data";
import { TYPES_WITH_DATA } from "../../../scripts/rules/data/types-with-data";
import type { Finding } from "../../../scripts/rules/finding";
import { securityGroups } from "../../../scripts/rules/network/security-groups";
import { webFirewall } from "../../../scripts/rules/network/web-firewall";
import { permissions } from "../../../scripts/rules/permissions/permissions";
import { change, plan } from "../plan/plan-fixture";
import { added, deleted, EXISTING, findings, newStackOf, replaced, stackOf, updated } from "./stack-of";

/** A finding about something that is opened. One that is closed gets a notice of its own. */
const isOpening = ({ title }: Finding) => !title.includes("no longer lets");

/** A finding about a right that is added. One that is taken away gets a notice of its own. */
const isWider = ({ title }: Finding) => !/allows less|denies more/.test(title);

const brief = (all: readonly Finding[]) => all.map(({ severity, title }) => `${severity}: ${title}`);

describe("data that is lost", () => {
  test.each(Object.keys(TYPES_WITH_DATA))(
    "%s is told when it is deleted or replaced, and not when it is added",
    (type) => {
      const address = `${type}.database_thing`;
      const told = findings(lostData, deleted(address));
      expect(told).toMatchObject([{ address, title: expect.stringContaining("is DELETED") }]);
      const because = findings(lostData, replaced(address, { name: "a" }, { name: "b" }, ["name"]));
      expect(because).toMatchObject([
        { attribute: "name", before: "a", after: "b", severity: told[0]!.severity },
      ]);
      expect(findings(lostData, added(address), updated(`${type}.cache_thing`, { a: 1 }, { a: 2 }))).toEqual(
        [],
      );
    },
  );

  test("is not told of what holds none", () => {
    expect(findings(lostData, deleted("aws_route.network_route"))).toEqual([]);
  });

  test("what Terraform forgets is told as what stays", () => {
    const forgotten = change("aws_kms_key.audit_key", ["forget"], { before: { id: "1" } });
    expect(brief(findings(lostData, forgotten))).toEqual([
      "warning: Audit trail: encryption key is forgotten, and stays",
    ]);
  });
});

describe("network openings", () => {
  const group = (name: string, id: string) =>
    change(`aws_security_group.${name}`, ["no-op"], { before: { id }, after: { id } });
  const GROUPS = [group("edge_security_group", "sg-edge"), group("application_security_group", "sg-app")];
  const rule = (direction: string, values: object) => ({
    address: `aws_vpc_security_group_${direction}_rule.edge_rule`,
    values: { security_group_id: "sg-edge", ip_protocol: "tcp", from_port: 443, to_port: 443, ...values },
  });
  const widened = (direction: string, before: object, after: object) => {
    const [one, other] = [rule(direction, before), rule(direction, after)];
    return findings(securityGroups, ...GROUPS, updated(one.address, one.values, other.values));
  };

  test.each([
    ["ingress", { cidr_ipv4: "203.0.113.0/24" }, { cidr_ipv4: "0.0.0.0/0" }, "danger"],
    ["ingress", { cidr_ipv4: "203.0.113.0/24" }, { cidr_ipv4: "203.0.112.0/23" }, "danger"],
    ["ingress", { cidr_ipv6: "2001:db8::/32" }, { cidr_ipv6: "::/0" }, "danger"],
    ["ingress", { cidr_ipv4: "10.0.0.0/8" }, { cidr_ipv4: "10.0.0.0/8", to_port: 500 }, "danger"],
    ["ingress", { cidr_ipv4: "10.0.0.0/8" }, { cidr_ipv4: "10.0.0.0/8", ip_protocol: "-1" }, "danger"],
    ["ingress", { cidr_ipv4: "10.0.0.0/8" }, { referenced_security_group_id: "sg-app" }, "warning"],
    ["egress", { cidr_ipv4: "10.0.0.0/8" }, { cidr_ipv4: "0.0.0.0/0" }, "warning"],
    ["egress", { cidr_ipv4: "10.0.0.0/8" }, { cidr_ipv4: "0.0.0.0/0", ip_protocol: "-1" }, "danger"],
    ["egress", { cidr_ipv4: "10.0.0.0/8" }, { referenced_security_group_id: "sg-app" }, "notice"],
  ])("%s from %j to %j is a %s, and the other way none", (direction, before, after, severity) => {
    expect(widened(direction, before, after).filter(isOpening)).toMatchObject([
      { severity, attribute: direction, before: expect.any(String), after: expect.any(String) },
    ]);
    const backwards = widened(direction, after, before);
    // A group in place of a range, or back, is another peer either way.
    expect(backwards.filter(isOpening)).toHaveLength("referenced_security_group_id" in after ? 1 : 0);
    // Somebody may miss a way that is closed.
    const closings = backwards.filter((finding) => !isOpening(finding));
    // Where a part of the stack is shut out, something works no longer.
    const closed = "referenced_security_group_id" in after ? "warning" : "notice";
    expect(closings).toMatchObject([{ severity: closed }]);
  });

  test("a rule that takes another one's place opens nothing", () => {
    const { values } = rule("ingress", { cidr_ipv4: "203.0.113.0/24" });
    const [from, to] = [
      "aws_vpc_security_group_ingress_rule.edge_old",
      "aws_vpc_security_group_ingress_rule.edge_new",
    ];
    expect(findings(securityGroups, ...GROUPS, deleted(from, values), added(to, values))).toEqual([]);
  });

  test("a new rule is told, and its end", () => {
    const { address, values } = rule("ingress", { cidr_ipv4: "0.0.0.0/0" });
    expect(brief(findings(securityGroups, ...GROUPS, added(address, values)))).toEqual([
      "danger: Edge: ingress rule lets 0.0.0.0/0 reach edge",
    ]);
  });

  test("rules that a group lists itself are compared, too", () => {
    const block = (cidr_blocks: string[]) => ({
      id: "sg-1",
      ingress: [{ protocol: "tcp", from_port: 22, to_port: 22, cidr_blocks }],
    });
    const address = "aws_security_group.cache_group";
    expect(
      findings(securityGroups, updated(address, block(["10.0.0.0/8"]), block(["0.0.0.0/0"]))),
    ).toHaveLength(1);
    expect(
      brief(findings(securityGroups, updated(address, block(["0.0.0.0/0"]), block(["10.0.0.0/8"])))),
    ).toEqual(["notice: Cache: security group no longer lets 0.0.0.0/0 reach cache"]);
  });

  test("of a new installation only what everyone can use is told", () => {
    const clinic = rule("ingress", { cidr_ipv4: "203.0.113.0/24" });
    const everyone = rule("ingress", { cidr_ipv4: "0.0.0.0/0" });
    const out = rule("egress", { cidr_ipv4: "0.0.0.0/0" });
    expect(securityGroups.find(newStackOf(added(clinic.address, clinic.values)))).toEqual([]);
    expect(securityGroups.find(newStackOf(added(out.address, out.values)))).toEqual([]);
    expect(brief(securityGroups.find(newStackOf(added(everyone.address, everyone.values))))).toEqual([
      "warning: Edge: ingress rule lets 0.0.0.0/0 reach sg-edge",
    ]);
  });
});

describe("permissions", () => {
  const ROLE = "aws_iam_role_policy.application_role_policy";
  const document = (...statements: object[]) => ({ policy: JSON.stringify({ Statement: statements }) });
  const READ = { Sid: "Read", Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::a/*" };
  const CONDITION = { Condition: { StringEquals: { "aws:SourceAccount": "1" } } };
  const TRUST = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ecs.amazonaws.com" } };

  test.each([
    [
      READ,
      { ...READ, Action: ["s3:GetObject", "s3:PutObject"] },
      "warning",
      "allows more actions: s3:PutObject",
    ],
    [READ, { ...READ, Resource: "*" }, "danger", "allows it on more: *"],
    [READ, { ...READ, Action: "*", Resource: "*" }, "danger", "allows more actions: *"],
    [{ ...READ, ...CONDITION }, READ, "danger", "without the condition StringEquals aws:sourceaccount 1"],
    [
      { ...TRUST, ...CONDITION },
      { ...TRUST, ...CONDITION, Principal: "*" },
      "danger",
      "allows it to more: *",
    ],
  ])("%j to %j", (before, after, severity, text) => {
    const widened = findings(permissions, updated(ROLE, document(before), document(after))).filter(isWider);
    expect(widened[0]).toMatchObject({ severity, before: expect.any(String), after: expect.any(String) });
    expect(widened[0]!.title).toContain(text);
    const backwards = findings(permissions, updated(ROLE, document(after), document(before)));
    expect(backwards.filter(isWider)).toEqual([]);
    expect(backwards).toMatchObject([{ severity: "notice", attribute: "policy" }]);
  });

  test("a policy that is laid out in another way allows no more", () => {
    const pretty = { policy: JSON.stringify({ Version: "2012-10-17", Statement: [READ] }, null, 4) };
    expect(findings(permissions, updated(ROLE, document(READ), pretty))).toEqual([]);
  });

  test("a policy that is deleted takes its denials along", () => {
    const deny = { Sid: "Tls", Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" };
    const address = "aws_s3_bucket_policy.edge_policy";
    expect(brief(findings(permissions, deleted(address, document(deny, READ))))).toEqual([
      "danger: Edge: bucket policy no longer denies s3:*",
      "notice: Edge: bucket policy allows less: s3:GetObject",
    ]);
    expect(findings(permissions, deleted(address, document(READ))).filter(isWider)).toEqual([]);
  });

  test("policies inside of a role, and those attached to it, are told", () => {
    const role = (name: string, action: string) => ({
      inline_policy: [{ name, policy: JSON.stringify({ Statement: [{ ...READ, Action: action }] }) }],
    });
    const [inline] = findings(
      permissions,
      updated("aws_iam_role.application_role", role("a", "s3:GetObject"), role("a", "s3:*")),
    );
    expect(inline).toMatchObject({ attribute: "inline_policy[a] (Read)", severity: "warning" });
    const attached = (policy: string) =>
      findings(
        permissions,
        added("aws_iam_role_policy_attachment.backup_attachment", { role: "r", policy_arn: policy }),
      );
    expect(attached("arn:aws:iam::aws:policy/AdministratorAccess")).toMatchObject([{ severity: "danger" }]);
    expect(attached("arn:aws:iam::aws:policy/ReadOnlyAccess")).toMatchObject([{ severity: "danger" }]);
    expect(attached("arn:aws:iam::123456789012:policy/own")).toMatchObject([{ severity: "warning" }]);
    const ofService = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole";
    expect(attached(ofService)).toMatchObject([{ severity: "notice" }]);
  });

  test("an attachment that moves to another address gives nothing", () => {
    const values = { role: "r", policy_arn: "arn:p" };
    const [from, to] = ["a", "b"].map((name) => `aws_iam_role_policy_attachment.backup_${name}`);
    expect(findings(permissions, deleted(from!, values), added(to!, values))).toEqual([]);
  });

  test("a policy that only the apply will know is told as such", () => {
    const source = updated(ROLE, document(READ), {}, { after_unknown: { policy: true } });
    expect(findings(permissions, source)).toMatchObject([
      { severity: "warning", after: "(known after apply)" },
    ]);
  });

  test("who may call a function is told, and whether it is bound to a source", () => {
    const permission = (values: object) =>
      findings(permissions, added("aws_lambda_permission.mail_permission", { ...values }));
    const principal = "ses.amazonaws.com";
    expect(permission({ principal, source_account: "1" })).toMatchObject([{ severity: "notice" }]);
    expect(permission({ principal })).toMatchObject([{ severity: "warning" }]);
    expect(permission({ principal: "*" })).toMatchObject([{ severity: "danger" }]);
  });

  test("on a new installation ordinary statements are notices", () => {
    const all = (statement: object) => permissions.find(newStackOf(added(ROLE, document(statement))));
    expect(all(READ)).toMatchObject([{ severity: "notice" }]);
    expect(all({ ...READ, Action: "iam:*", Resource: "*" })).toMatchObject([{ severity: "warning" }]);
  });
});

describe("the web firewall", () => {
  const ACL = "aws_wafv2_web_acl.firewall_acl";
  const rule = (name: string, counts = false, overrides: string[] = []) => ({
    name,
    override_action: [{ count: counts ? [{}] : [], none: counts ? [] : [{}] }],
    statement: [
      {
        managed_rule_group_statement: [
          {
            rule_action_override: overrides.map((part) => ({ name: part, action_to_use: [{ count: [{}] }] })),
          },
        ],
      },
    ],
  });
  const told = (before: object[], after: object[]) =>
    brief(findings(webFirewall, updated(ACL, { rule: before }, { rule: after })));

  test.each([
    ["loses rules", [rule("a"), rule("b")], [rule("b")], "has 1 rule fewer"],
    [
      "only counts",
      [rule("a"), rule("b")],
      [rule("a", true), rule("b", true)],
      "has 2 rules that only count now",
    ],
    [
      "counts parts of a group",
      [rule("a")],
      [rule("a", false, ["SizeRestrictions_BODY"])],
      "has 1 rule of managed groups that no longer block",
    ],
  ])("that %s is told, and not the other way", (_, before, after, text) => {
    expect(told(before, after)).toEqual([`danger: Web firewall: acl web firewall ${text}`]);
    // More rules may refuse somebody who works.
    expect(told(after, before).filter((line) => !line.startsWith("notice: "))).toEqual([]);
  });
});

describe("secrets and what carries the service", () => {
  test("a secret that is replaced is told, one that is added is not", () => {
    const address = "random_password.mail_password";
    expect(findings(secrets, replaced(address, {}, {}, ["length"]))).toHaveLength(1);
    expect(findings(secrets, added(address))).toEqual([]);
  });

  test("what is replaced in the way of a request is told with the reason", () => {
    const address = "aws_nat_gateway.network_nat[0]";
    expect(
      findings(interruption, replaced(address, { subnet_id: "a" }, { subnet_id: "b" }, ["subnet_id"])),
    ).toMatchObject([{ severity: "warning", attribute: "subnet_id" }]);
    expect(findings(interruption, deleted(address))).toHaveLength(1);
    expect(findings(interruption, added(address), updated("aws_lb.edge_lb", { a: 1 }, { a: 2 }))).toEqual([]);
  });
});

test("resources of any type and shape are read without an error", () => {
  const odd: ResourceChange[] = [
    change("aws_wafv2_web_acl.x", ["update"], { before: { rule: "?" }, after: { rule: [null, 1] } }),
    change("aws_backup_plan.x", ["update"], { before: { rule: [null] }, after: { rule: null } }),
    change("aws_rds_cluster_parameter_group.x", ["update"], {
      before: { parameter: [null] },
      after: { parameter: [] },
    }),
    change("aws_iam_role.x", ["update"], {
      before: { inline_policy: [null] },
      after: { assume_role_policy: "{" },
    }),
    change("aws_vpc_security_group_ingress_rule.x", ["create"], { after: null }),
    change("aws_s3_bucket_policy.x", ["create"], {
      after: { policy: '{"Statement":[null,1,{"Action":{}}]}' },
    }),
    change("aws_lb.x", ["delete"]),
  ];
  const stack = plannedStack(maskPlan(plan({ resource_changes: [EXISTING, ...odd] })).plan);
  expect(() => stackOf(...odd)).not.toThrow();
  for (const area of [lostData, securityGroups, permissions, webFirewall, secrets, interruption]) {
    expect(() => area.find(stack)).not.toThrow();
  }
});

import { rmSync } from "node:fs";
import { plannedTo } from "../support/planned-changes";
import { folderWithPart } from "../support/stack-part";
import { SynthesizedProject } from "../support/synthesized-project";
import { OFF } from "../support/toggles";
import { FIREWALL } from "./support/areas";
import { EmulatedAccount } from "./support/emulated-account";
import type { Outcome } from "./support/emulated-stack";
import { addressesIn, succeeded, WITHOUT_REFRESH } from "./support/lifecycle";
import { lackingRights, uncalledReads, uncalledRights } from "./support/rights";
import { READ_OF_FIREWALL } from "./support/uncalled-reads";
import { FIREWALL_AFTER_THE_FIRST } from "./support/uncalled-rights";

// By itself, and by few commands: the provider takes two seconds of a processor each time that it looks at a web ACL.

const BASE = { ...OFF, region: FIREWALL.region };
const CHANGE = {
  tags: { Owner: "clinic" },
  waf_count_only: true,
  waf_log_retention_days: 30,
  waf_rate_limit: 3000,
};

let account: EmulatedAccount;
let applied: Outcome;
let repeated: Outcome;
let changed: Outcome;
let off: Outcome;
/** Addresses after the first apply, and after the firewall was turned off. */
let before: string[];
let after: string[];
/** Rules of the web ACL after the change, as AWS has them. */
let rules: ReadonlyArray<Rule>;

interface Rule {
  readonly Name: string;
  readonly Action: object | null;
  readonly OverrideAction: object | null;
  readonly Statement: { readonly RateBasedStatement?: { readonly Limit: number } };
}

beforeAll(async () => {
  const folder = folderWithPart(SynthesizedProject.shared().stack("openemr-production"), /\.firewall_/);
  account = await EmulatedAccount.open();
  const stack = await account.addAppliable(folder, FIREWALL.real);
  rmSync(folder, { recursive: true });
  applied = succeeded(await stack.apply(BASE));
  before = addressesIn(stack.state);
  repeated = await stack.plan(BASE);
  changed = succeeded(await stack.apply({ ...BASE, ...CHANGE }, WITHOUT_REFRESH));
  rules = await rulesInAws();
  off = succeeded(await stack.apply({ ...BASE, ...CHANGE, enable_web_firewall: false }, WITHOUT_REFRESH));
  after = addressesIn(stack.state);
  await stack.remove();
}, 600_000);
afterAll(() => account?.close());

async function rulesInAws(): Promise<Rule[]> {
  const call = (operation: string, body: object) =>
    account.call(FIREWALL.region, `AWSWAF_20190729.${operation}`, { Scope: "REGIONAL", ...body });
  const { WebACLs } = (await call("ListWebACLs", {})) as never as { WebACLs: [{ Name: string; Id: string }] };
  const [{ Name, Id }] = WebACLs;
  const { WebACL } = (await call("GetWebACL", { Name, Id })) as never as { WebACL: { Rules: Rule[] } };
  return WebACL.Rules;
}

it("is applied, and a second plan is clean", () => {
  expect(plannedTo("create", applied.planned)).toEqual(before);
  expect(repeated).toMatchObject({ code: 0, errors: [], planned: {} });
});

it("takes changes without a replacement", () => {
  const updated = ["aws_cloudwatch_log_group.firewall_log[0]", "aws_wafv2_web_acl.firewall[0]"];
  expect(plannedTo("update", changed.planned)).toEqual(expect.arrayContaining(updated));
  expect(plannedTo("update", changed.planned)).toHaveLength(Object.keys(changed.planned).length);
});

it("only counts in AWS where it is told to", () => {
  expect(rules.length).toBeGreaterThan(10);
  const stops = ({ Action, OverrideAction }: Rule) =>
    "Block" in (Action ?? {}) || "None" in (OverrideAction ?? {});
  expect(rules.filter(stops)).toEqual([]);
  expect(rules.find(({ Name }) => Name === "rate-limit")?.Statement.RateBasedStatement?.Limit).toBe(3000);
});

it("leaves nothing when it is turned off", () => {
  const gone = before.filter((address) => /\.firewall_|\.firewall\[/.test(address));
  expect(gone).toHaveLength(5);
  expect(plannedTo("delete", off.planned)).toEqual(gone);
  expect(after).toEqual(before.filter((address) => !gone.includes(address)));
});

it("needs what the roles of jobs allow, and no less", () => {
  expect(lackingRights(account.calls)).toEqual([]);
  const uncalled = uncalledRights(account.calls);
  expect(FIREWALL_AFTER_THE_FIRST.filter((action) => uncalled.includes(action))).toEqual([]);
  const unread = uncalledReads(account.calls);
  expect(READ_OF_FIREWALL.filter((action) => unread.includes(action))).toEqual([]);
});

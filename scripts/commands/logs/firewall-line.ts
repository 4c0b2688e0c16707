import { REBLOCKING_RULES } from "../../../src/edge/reblocked-rules";

/** The fields of a record of AWS WAF that are read. Developer guide of AWS WAF, "Log fields", read on 2026-11-30. */
interface FirewallRecord {
  readonly action: string;
  readonly terminatingRuleId: string;
  readonly ruleGroupList?: ReadonlyArray<{
    readonly terminatingRule?: { readonly ruleId: string; readonly action: string } | null;
  }>;
  readonly labels?: ReadonlyArray<{ readonly name: string }>;
  readonly httpRequest: {
    readonly clientIp: string;
    readonly country: string;
    readonly uri: string;
    readonly httpMethod: string;
    readonly requestId?: string;
  };
}

export function isBlocked(message: string): boolean {
  return readRecord(message)?.action === "BLOCK";
}

/** `BLOCK common: GenericRFI_BODY POST /interface/x.php 198.51.100.7 US 1-...`. */
export function firewallLine(message: string): string {
  const record = readRecord(message);
  if (!record) return message;
  const { httpMethod, uri, clientIp, country, requestId } = record.httpRequest;
  const by = record.action === "ALLOW" ? [] : [ruleText(record)];
  return [record.action, ...by, httpMethod, uri, clientIp, country, requestId ?? ""].join(" ").trimEnd();
}

/** The line of a blocked request, and the variable that would let it pass. */
export function blockedLine(message: string): string {
  const record = readRecord(message);
  return record ? `${firewallLine(message)}\n    ${wayThrough(record)}` : message;
}

function wayThrough(record: FirewallRecord): string {
  const rule = ruleOf(record);
  const limit = { "rate-limit": "waf_rate_limit", "sign-in-rate-limit": "waf_sign_in_limit" }[rule];
  const counts = `waf_rule_action_overrides = { "${rule}" = "count" }`;
  return limit
    ? `If many people share this address, raise ${limit}.`
    : `If this is no attack, let the rule count only: ${counts}`;
}

/** The rule that decided, by its name in `waf_rule_action_overrides`. */
function ruleOf({ terminatingRuleId, ruleGroupList = [], labels = [] }: FirewallRecord): string {
  const inGroup = ruleGroupList.map(({ terminatingRule }) => terminatingRule?.ruleId).find(Boolean);
  if (inGroup) return inGroup;
  const reblocking = REBLOCKING_RULES.find(({ name }) => name === terminatingRuleId);
  const found = Object.entries(reblocking?.found ?? {}).find(([, label]) =>
    labels.some(({ name }) => name === label),
  );
  return found ? found[0] : terminatingRuleId;
}

function ruleText(record: FirewallRecord): string {
  const rule = ruleOf(record);
  return rule === record.terminatingRuleId ? rule : `${record.terminatingRuleId}: ${rule}`;
}

function readRecord(message: string): FirewallRecord | undefined {
  try {
    const record = JSON.parse(message) as FirewallRecord;
    return record.httpRequest ? record : undefined;
  } catch {
    return undefined;
  }
}

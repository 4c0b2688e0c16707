/**
 * A web ACL of AWS WAF, as a plan of Terraform has it, that judges requests as AWS's Developer Guide says (read on
 * 2026-11-29): "Setting the order of rule evaluation", "Label match rule statement", "Oversize web request components",
 * "Text transformations", "Rule action overrides". Rules go by priority; Count goes on, Block and Allow end it; labels stay
 * for later rules. It refuses what it does not know, and does not count rates: no request here is the 101st.
 */
import { MANAGED } from "./managed-rules";
import type { WebRequest } from "./request";
import { transform } from "./transformations";

/** A block of a plan: nested blocks are lists. */
type Block = Record<string, unknown>;

export interface Verdict {
  readonly action: "allow" | "block";
  /** The rule that ended it, with the rule of its group. */
  readonly rule?: string;
  readonly labels: readonly string[];
}

/** Bytes of a body that a load balancer hands on to AWS WAF. */
const INSPECTED_BODY = 8192;

export class WebAcl {
  private readonly rules: readonly Block[];

  /** @param planned the planned attributes of `aws_wafv2_web_acl` */
  constructor(planned: Block) {
    this.rules = [...(planned.rule as Block[])].sort((a, b) => Number(a.priority) - Number(b.priority));
  }

  judge(request: WebRequest): Verdict {
    const labels: string[] = [];
    for (const rule of this.rules) {
      const [kind, content] = only(one(rule.statement));
      const ending =
        kind === "managed_rule_group_statement"
          ? this.group(rule, one(content), request, labels)
          : this.own(rule, request, labels);
      if (ending) return { action: ending.action, rule: ending.rule, labels };
    }
    return { action: "allow", labels };
  }

  private own(rule: Block, request: WebRequest, labels: string[]): Ending {
    if (!holds(one(rule.statement), request, labels)) return undefined;
    labels.push(...list(rule.rule_label).map(({ name }) => String(name)));
    return ended(only(one(rule.action))[0], String(rule.name));
  }

  private group(
    rule: Block,
    { name, rule_action_override }: Block,
    request: WebRequest,
    labels: string[],
  ): Ending {
    const rules = MANAGED[String(name)];
    if (!rules) throw new Error(`${name} is no group that this test knows.`);
    const overrides = new Map(
      list(rule_action_override).map((each) => [each.name, only(one(each.action_to_use))[0]] as const),
    );
    const countsAll = only(one(rule.override_action))[0] === "count";
    for (const each of rules.filter(({ matches }) => matches(request))) {
      labels.push(each.label);
      const action = overrides.get(each.name) ?? "block";
      const ending = ended(countsAll ? "count" : action, `${rule.name}/${each.name}`);
      if (ending) return ending;
    }
    return undefined;
  }
}

type Ending = { readonly action: "allow" | "block"; readonly rule: string } | undefined;

function ended(action: string, rule: string): Ending {
  if (action === "count") return undefined;
  if (action === "allow" || action === "block") return { action, rule };
  throw new Error(`${action} is no action that this test knows.`);
}

function holds(statement: Block, request: WebRequest, labels: readonly string[]): boolean {
  const [kind, content] = only(statement);
  const block = one(content);
  switch (kind) {
    case "and_statement":
      return list(block.statement).every((each) => holds(each, request, labels));
    case "or_statement":
      return list(block.statement).some((each) => holds(each, request, labels));
    case "not_statement":
      return !holds(one(block.statement), request, labels);
    case "label_match_statement":
      return labels.some((label) => label === block.key || label.endsWith(`:${block.key}`));
    case "regex_match_statement":
      return inspect(block, request, (text) => new RegExp(String(block.regex_string)).test(text));
    case "byte_match_statement":
      return inspect(block, request, (text) => compare(text, block));
    case "rate_based_statement":
      return false;
    default:
      throw new Error(`${kind} is no statement that this test knows.`);
  }
}

function compare(text: string, { positional_constraint: position, search_string: search }: Block): boolean {
  const wanted = String(search);
  if (position === "CONTAINS") return text.includes(wanted);
  if (position === "STARTS_WITH") return text.startsWith(wanted);
  if (position === "EXACTLY") return text === wanted;
  throw new Error(`${position} is no position that this test knows.`);
}

/** Hands a component over after its transformations. A header that is not there matches nothing. */
function inspect(statement: Block, request: WebRequest, test: (text: string) => boolean): boolean {
  const [field, options] = only(one(statement.field_to_match));
  const steps = list(statement.text_transformation)
    .sort((a, b) => Number(a.priority) - Number(b.priority))
    .map(({ type }) => String(type));
  const asTransformed = (text: string) => test(steps.reduce((each, step) => transform(step, each), text));
  switch (field) {
    case "uri_path":
      return asTransformed(request.path);
    case "query_string":
      return asTransformed(request.query);
    case "method":
      return asTransformed(request.method);
    case "single_header": {
      const value = request.headers[String(one(options).name)];
      return value !== undefined && asTransformed(value);
    }
    case "body": {
      const oversize = Buffer.byteLength(request.body) > INSPECTED_BODY;
      const handling = one(options).oversize_handling;
      if (oversize && handling !== "CONTINUE") return handling === "MATCH";
      return asTransformed(request.body.slice(0, INSPECTED_BODY));
    }
    default:
      throw new Error(`${field} is no part of a request that this test knows.`);
  }
}

function list(value: unknown): Block[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]) as Block[];
}

function one(value: unknown): Block {
  return list(value)[0] ?? {};
}

/** The one nested block that is there; the plan names the others, empty. */
function only(block: Block): [string, unknown] {
  const there = Object.entries(block).filter(([, value]) => list(value).length > 0);
  if (there.length !== 1) throw new Error(`One block is wanted, not ${JSON.stringify(block)}.`);
  return there[0]!;
}

import { type TerraformElement, Token } from "cdktf";
import { Construct } from "constructs";
import { asNumber, Expression, tf, type Value } from "./expression";

/**
 * A scope that decides how many instances of the resources below it exist. This is the only place that
 * writes `count`, `for_each`, `[0]`, `[count.index]` or a splat; {@link ReadableStack} asks it for them.
 *
 * Below a {@link Toggle}, a {@link Repeat} or an {@link Each}, resources are written as if they always existed once.
 */
export abstract class InstanceScope extends Construct {
  /** `undefined` for a resource that always exists once. */
  static countOf(element: Construct): number | undefined {
    const scopes = scopesOf(element);
    if (scopes.length === 0 || scopes.some((scope) => scope instanceof Each)) return undefined;
    const times = scopes.find((scope) => scope instanceof Repeat)?.times ?? 1;
    const toggles = scopes.filter((scope) => scope instanceof Toggle);
    if (toggles.length === 0) return asNumber(times);
    return tf`${allOf(toggles)} ? ${times} : 0`.asNumber;
  }

  /** The `for_each` of a resource below an {@link Each}; `undefined` elsewhere. */
  static forEachOf(element: Construct): Expression<never> | undefined {
    const scopes = scopesOf(element);
    const each = scopes.find((scope) => scope instanceof Each);
    if (!each) return undefined;
    const toggles = scopes.filter((scope) => scope instanceof Toggle);
    if (toggles.length === 0) return tf`toset(${each.keys})`;
    return tf`toset(${allOf(toggles)} ? ${each.keys} : [])`;
  }

  /** The instance key in a reference from one resource below the scope to another. */
  static keyOf(element: Construct): string {
    const scopes = scopesOf(element);
    if (scopes.length === 0) return "";
    if (scopes.some((scope) => scope instanceof Each)) return "[each.key]";
    return scopes.some((scope) => scope instanceof Repeat) ? "[count.index]" : "[0]";
  }
}

/**
 * Resources that exist only while a condition holds, decided by Terraform at plan time.
 *
 *     const audit = new Toggle(this, "audit", variables.enableLongTermCloudtrailMonitoring.value);
 *     const trail = new Cloudtrail(audit, "trail", {...});
 *     new TerraformOutput(this, "trail_arn", { value: audit.select(trail.arn, null) });
 */
export class Toggle extends InstanceScope {
  /** @param condition known at plan time */
  constructor(
    scope: Construct,
    id: string,
    readonly condition: Value<boolean>,
  ) {
    super(scope, id);
  }

  /** The first value while the condition holds, else the second: the way to refer to what may not exist. */
  select(on: unknown, off: unknown): Expression<never> {
    return select(this.condition, on, off);
  }
}

/** Resources that exist several times, such as once in each availability zone. */
export class Repeat extends InstanceScope {
  /** Which of the instances a resource below this scope is, from 0. */
  readonly index = tf`count.index`;

  /** @param times known at plan time */
  constructor(
    scope: Construct,
    id: string,
    readonly times: Value<number>,
  ) {
    super(scope, id);
  }

  /** The values of an attribute over all instances, e.g. `zones.all(subnet.id)`. */
  all(attribute: unknown): string[] {
    return new Rekeyed(attribute, "*").asList;
  }

  /** The value of an attribute of one instance; `index` is a number or an expression. */
  at(attribute: unknown, index: Value<number>): Expression<never> {
    return new Rekeyed(attribute, index);
  }
}

/**
 * Resources of which there is one for each text of a set. Each has its text in its address, so one that goes leaves the
 * others where they are; with {@link Repeat}, those behind it would move up.
 */
export class Each extends InstanceScope {
  /** The text of a resource below this scope. */
  readonly key = tf`each.key`;

  /** @param keys known at plan time; one that is there twice counts once */
  constructor(
    scope: Construct,
    id: string,
    readonly keys: Value<readonly string[]>,
  ) {
    super(scope, id);
  }
}

/** The first value while the condition holds, else the second. */
export function select(condition: Value<boolean>, on: unknown, off: unknown): Expression<never> {
  return tf`(${condition} ? ${on} : ${off})`;
}

/** Removes the instance key from an address: what depends on a resource depends on all its instances. */
export function withoutKey(address: string): string {
  return address.replace(/\[[^\]]*\](\}?)$/, "$1");
}

class Rekeyed extends Expression<never> {
  constructor(
    attribute: unknown,
    private readonly key: Value<number> | "*",
  ) {
    super(["", ""], [attribute]);
  }

  override resolve(context: Parameters<Expression["resolve"]>[0]): string {
    const { suppressBraces } = context;
    context.suppressBraces = true;
    const key = this.key === "*" ? "*" : tf`${this.key}`.resolve(context);
    context.suppressBraces = suppressBraces;
    return super.resolve(context).replaceAll("[count.index]", `[${key}]`);
  }
}

function scopesOf(element: Construct): Array<Toggle | Repeat | Each> {
  return element.node.scopes.filter(
    (scope) => scope instanceof Toggle || scope instanceof Repeat || scope instanceof Each,
  );
}

function allOf(toggles: Toggle[]): Value<boolean> {
  const [first, ...others] = toggles.map((toggle) => toggle.condition);
  if (others.length === 0) return first!;
  return others.reduce((all, condition) => tf`${all} && (${condition})`, tf`(${first})`);
}

/** True for elements that `count` applies to. */
export function isCountable(element: TerraformElement): element is TerraformElement & { count?: number } {
  return "terraformResourceType" in element && !Token.isUnresolved(element);
}

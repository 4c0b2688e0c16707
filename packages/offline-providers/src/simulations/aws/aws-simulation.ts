import {
  type CtyObject,
  type CtyType,
  type CtyValue,
  canonicalJson,
  isObject,
  UNKNOWN,
  Unknown,
} from "../../cty/types";
import type { ValueMaker } from "../../lifecycle/complete";
import type { Attribute } from "../../schema/model";
import type { Change, Simulation, Subject } from "../../simulation";
import { attributeMaker } from "./attributes";
import { DATA_SOURCES } from "./data-sources";
import { DescribedResource, regionOf } from "./described-resource";
import { replacingArguments } from "./replacing-arguments";
import { randomPassword, type SecretStore } from "./secret-store";
import { Seed } from "./seed";

/** An AWS account that exists only in this process. */
export class AwsSimulation implements Simulation {
  private readonly issuedIds = new Set<string>();

  constructor(private readonly secrets: SecretStore) {}

  plan({ type, values, provider }: Subject): CtyObject {
    return {
      ...(values.region instanceof Unknown ? { region: regionOf(provider) } : {}),
      ...("tags_all" in values ? { tags_all: allTags(values.tags ?? null, provider) } : {}),
      ...(type === "aws_acm_certificate" ? { domain_validation_options: validationOptions(values) } : {}),
    };
  }

  describe(subject: Subject): ValueMaker {
    const resource = this.identify(subject);
    return (path, attribute) => makeUp(resource, path, attribute);
  }

  read(subject: Subject): CtyObject {
    const source = new DescribedResource(
      subject,
      new Seed(`${subject.type} ${canonicalJson(subject.values)}`),
    );
    return DATA_SOURCES[subject.type]?.(source) ?? {};
  }

  exists(type: string, { id }: CtyObject): void {
    this.issuedIds.add(`${type} ${id}`);
  }

  changed(change: Change): void {
    if (change.values) this.exists(change.type, change.values);
    this.secrets.changed(change);
  }

  replacing(type: string): readonly string[] | undefined {
    return replacingArguments(type);
  }

  open({ type, values }: Subject): CtyObject {
    if (type === "aws_secretsmanager_random_password") return randomPassword(values);
    return this.secrets.open(values);
  }

  /** Gives the resource an identifier that none of its kind has: equal configurations are told apart by number. */
  private identify(subject: Subject): DescribedResource {
    const text = `${subject.type} ${canonicalJson(subject.values)}`;
    let resource = new DescribedResource(subject, new Seed(text));
    for (let n = 2; this.issuedIds.has(`${subject.type} ${resource.id}`); n++) {
      const next = new DescribedResource(subject, new Seed(`${text} ${n}`));
      // Where the name alone identifies a resource, nothing tells two of the same name apart.
      if (next.id === resource.id) break;
      resource = next;
    }
    return resource;
  }
}

function makeUp(resource: DescribedResource, path: readonly string[], attribute: Attribute): CtyValue {
  const maker = attributeMaker(resource.type, path, attribute);
  const value = maker?.(resource) ?? null;
  return value !== null && fits(value, attribute.type) ? value : neutral(resource, path, attribute);
}

/** A rule by name may meet an attribute of another type that happens to be called the same. */
function fits(value: CtyValue, type: CtyType): boolean {
  if (Array.isArray(value)) return Array.isArray(type) && (type[0] === "list" || type[0] === "set");
  if (isObject(value)) return Array.isArray(type) && (type[0] === "map" || type[0] === "object");
  return type === (typeof value === "boolean" ? "bool" : typeof value);
}

/** A value of the right type for an attribute that no rule knows. */
function neutral(resource: DescribedResource, path: readonly string[], attribute: Attribute): CtyValue {
  const { type, optional } = attribute;
  if (type === "string") {
    return optional ? "" : `${path.at(-1)!.replaceAll("_", "-")}-${resource.seed.hex(8)}`;
  }
  if (type === "number") return 0;
  if (type === "bool") return false;
  if (type === "dynamic") return null;
  const [kind, inner] = type;
  if (kind === "object") {
    const parts = Object.entries(inner).map(([name, part]): [string, CtyValue] => [
      name,
      makeUp(resource, [...path, name], { ...attribute, name, type: part }),
    ]);
    return Object.fromEntries(parts);
  }
  const isResultList = !optional && (kind === "list" || kind === "set") && Array.isArray(inner);
  if (isResultList) return [neutral(resource, path, { ...attribute, type: inner as CtyType })];
  return kind === "map" ? {} : [];
}

/** The resource's own tags over the provider's default tags; known at plan as far as they are. */
function allTags(tags: CtyValue, provider: CtyObject): CtyValue {
  const blocks = provider.default_tags;
  if (tags instanceof Unknown || blocks instanceof Unknown) return UNKNOWN;
  const defaults = (Array.isArray(blocks) && isObject(blocks[0]) ? blocks[0].tags : null) ?? null;
  if (defaults instanceof Unknown) return UNKNOWN;
  return { ...(isObject(defaults) ? defaults : {}), ...(isObject(tags) ? tags : {}) };
}

/** The records that prove a domain: which domains is known at plan, so that a `for_each` can be over them. */
function validationOptions({
  domain_name,
  subject_alternative_names: others,
  domain_validation_options,
}: CtyObject) {
  const isNew = domain_validation_options instanceof Unknown;
  if (!isNew || typeof domain_name !== "string") return domain_validation_options!;
  const names = Array.isArray(others) ? others : [];
  if (names.some((name) => name instanceof Unknown)) return UNKNOWN;
  return [...new Set([domain_name, ...names])].map((name) => ({
    domain_name: name as string,
    resource_record_name: UNKNOWN,
    resource_record_type: UNKNOWN,
    resource_record_value: UNKNOWN,
  }));
}

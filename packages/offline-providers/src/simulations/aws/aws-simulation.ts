import { type CtyObject, type CtyType, type CtyValue, canonicalJson, isObject } from "../../cty/types";
import type { ValueMaker } from "../../lifecycle/complete";
import { neutralValue } from "../../lifecycle/neutral-value";
import type { Attribute, Member } from "../../schema/model";
import { Seed } from "../../seed";
import { type Change, SimulatedError, type Simulation, type Subject } from "../../simulation";
import { idOf } from "./account/import-ids";
import { REFUSAL_RULES } from "./account/refusal-rules";
import { refusalOf } from "./account/rule";
import type { SimulatedAccount } from "./account/simulated-account";
import { attributeMaker } from "./attributes";
import type { AwsAnswers } from "./aws-answers";
import { DATA_SOURCES } from "./data-sources";
import { DescribedResource, regionOf } from "./described-resource";
import { EPHEMERAL_RESOURCES } from "./ephemeral-resources";
import { plannedValues } from "./planned-values";
import { randomPassword, type SecretStore } from "./secret-store";
import { wafStatement } from "./waf-statement";

/** An AWS account that exists only in this process. */
export class AwsSimulation implements Simulation {
  readonly ephemeralResources = EPHEMERAL_RESOURCES;
  private readonly issuedIds = new Set<string>();

  constructor(
    private readonly secrets: SecretStore,
    private readonly account: SimulatedAccount,
    private readonly answers: AwsAnswers = {},
  ) {}

  /** The statement of a firewall rule contains itself, so the generated classes leave it open. */
  openAttribute(name: string): Member | undefined {
    return name === "statement" ? wafStatement() : undefined;
  }

  plan(subject: Subject): CtyObject {
    return plannedValues(subject);
  }

  describe(subject: Subject): ValueMaker {
    const resource = this.identify(subject);
    return (path, attribute) => this.makeUp(resource, path, attribute);
  }

  read(subject: Subject): CtyObject {
    const answer = this.answers.dataSources?.[subject.type] ?? DATA_SOURCES[subject.type];
    return answer?.(this.described(subject, textOf(subject)), this.account) ?? {};
  }

  exists(type: string, values: CtyObject): void {
    this.issuedIds.add(`${type} ${values.id}`);
    this.account.adopt(type, values);
  }

  isGone(type: string, values: CtyObject): boolean {
    return this.account.lacks(type, idOf(type, values));
  }

  find(type: string, id: string, provider: CtyObject): CtyObject | undefined {
    return this.account.lookFor(type, id, regionOf(provider));
  }

  refuse(change: Change): void {
    const { refusals = [] } = this.answers;
    const rules = refusals === "none" ? [] : [...REFUSAL_RULES, ...refusals];
    const refusal = refusalOf(rules, change, this.account);
    if (refusal !== undefined) throw new SimulatedError(refusal);
  }

  changed(change: Change): void {
    if (change.values) this.issuedIds.add(`${change.type} ${change.values.id}`);
    this.account.changed(change);
    this.secrets.changed(change);
  }

  open({ type, values }: Subject): CtyObject {
    if (type === "aws_secretsmanager_random_password") return randomPassword(values);
    return this.secrets.open(values);
  }

  /** Gives the resource an identifier that none of its kind has: equal configurations are told apart by number. */
  private identify(subject: Subject): DescribedResource {
    const text = textOf(subject);
    let resource = this.described(subject, text);
    for (let n = 2; this.issuedIds.has(`${subject.type} ${resource.id}`); n++) {
      const next = this.described(subject, `${text} ${n}`);
      // Where a resource is identified by its name, nothing tells two of the same name apart.
      if (next.id === resource.id) break;
      resource = next;
    }
    return resource;
  }

  private described(subject: Subject, text: string): DescribedResource {
    const { identities, account } = this.answers;
    return new DescribedResource(subject, new Seed(text), identities?.[subject.type], account);
  }

  private makeUp(resource: DescribedResource, path: readonly string[], attribute: Attribute): CtyValue {
    const given = this.answers.attributes?.[`${resource.type}.${path.join(".")}`];
    const maker = given ?? attributeMaker(resource.type, path, attribute);
    const value = maker?.(resource) ?? null;
    if (value !== null && fits(value, attribute.type)) return value;
    return neutralValue(resource.seed, path, attribute, (inner, part) => this.makeUp(resource, inner, part));
  }
}

function textOf({ type, values }: Subject): string {
  return `${type} ${canonicalJson(values)}`;
}

/** A rule by name may meet an attribute of another type that happens to be called the same. */
function fits(value: CtyValue, type: CtyType): boolean {
  if (Array.isArray(value)) return Array.isArray(type) && (type[0] === "list" || type[0] === "set");
  if (isObject(value)) return Array.isArray(type) && (type[0] === "map" || type[0] === "object");
  return type === (typeof value === "boolean" ? "bool" : typeof value);
}

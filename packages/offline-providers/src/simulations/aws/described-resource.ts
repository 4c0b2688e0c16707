import type { CtyObject, CtyValue } from "../../cty/types";
import type { Seed } from "../../seed";
import type { Subject } from "../../simulation";
import { identityOf } from "./identities";
import type { Identity } from "./identity";

/** The account that everything is made in where none is named; AWS's own documentation uses this number. */
const ACCOUNT_ID = "123456789012";

const DEFAULT_REGION = "us-east-1";

/** A resource as the account knows it: what was asked for, and the identifiers that were given to it. */
export class DescribedResource {
  readonly type: string;
  /** Configured values, and others as far as they are known. */
  readonly values: CtyObject;
  readonly region: string;
  /** Its name or identifier as configured, or one made from its prefix. */
  readonly name: string;
  readonly id: string;
  readonly arn: string;

  /**
   * @param seed makes up parts of identifiers that are the same in each run
   * @param given how resources of the type are identified, over what is known here
   * @param account number of the account that it is in
   */
  constructor(
    subject: Subject,
    readonly seed: Seed,
    given?: Identity,
    readonly account = ACCOUNT_ID,
  ) {
    this.type = subject.type;
    this.values = subject.values;
    this.region = text(subject.values.region) ?? regionOf(subject.provider);
    this.name = nameOf(subject, seed);
    const known = (attribute: string) => text(subject.values[attribute]) ?? text(subject.prior?.[attribute]);
    const identity = { ...identityOf(subject.type), ...given };
    // Either template may refer to the other one's outcome.
    const arn = () => known("arn") ?? this.asArn(this.fill(identity.arn));
    this.id = known("id") ?? this.fill(identity.id.replace("{arn}", arn));
    this.arn = known("arn") ?? this.asArn(this.fill(identity.arn.replace("{id}", this.id)));
  }

  /** An attribute that is a text, where it has a value that is not empty. */
  text(attribute: string): string | undefined {
    return text(this.values[attribute]);
  }

  /** Puts values in the places of a template; see {@link Identity}. */
  private fill(template: string): string {
    return template.replace(/\{(\/?\w+?)(\d*)\}/g, (_, word: string, digits: string) =>
      this.part(word, digits),
    );
  }

  private part(word: string, digits: string): string {
    if (word === "account") return this.account;
    if (word === "region") return this.region;
    if (word === "name") return this.name;
    if (word === "/name") return `/${this.name.replace(/^\//, "")}`;
    if (word === "path") return this.text("path") ?? "/";
    if (word === "uuid") return this.seed.uuid();
    if (digits) return this.seed[word as "hex" | "digits" | "capitals" | "letters"](Number(digits));
    return this.text(word) ?? this.seed.hex(17, word);
  }

  private asArn(rest: string): string {
    return rest.startsWith("arn:") ? rest : `arn:aws:${rest}`;
  }
}

/** The region that a provider block chose. */
export function regionOf(provider: CtyObject): string {
  return text(provider.region) ?? DEFAULT_REGION;
}

function nameOf({ type, values, prior }: Subject, seed: Seed): string {
  const lastWords = type.split("_").slice(2).join("_");
  const candidates = [
    "name",
    `${lastWords}_name`,
    `${lastWords}_identifier`,
    "bucket",
    "identifier",
    ...Object.keys(values).filter((attribute) =>
      /^(function|alarm|dashboard|family|user|domain)(_name)?$/.test(attribute),
    ),
  ];
  for (const candidate of candidates) {
    const name = text(values[candidate]) ?? text(prior?.[candidate]);
    if (name) return name;
    const prefix = text(values[`${candidate}_prefix`]);
    if (prefix) return prefix + seed.digits(20, "name");
  }
  return `terraform-${seed.digits(16, "name")}`;
}

function text(value: CtyValue | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

import type { StackFiles } from "../configuration/stack-files";
import type { Simulation } from "../simulation";
import { UnsupportedError } from "../unsupported-error";
import type { SchemaCatalog } from "./catalog";
import type { Member, Members, ProviderSchema } from "./model";

/** Parts of a provider's schemas that the generated classes do not tell. */
export type SchemaSupplement = Pick<Simulation, "ephemeralResources" | "openAttribute">;

/** The schemas of one provider, as far as one stack needs them. */
export class StackSchemas {
  private readonly resources = new Map<string, Members | undefined>();
  private latest?: { readonly extent: number; readonly schema: ProviderSchema };

  constructor(
    private readonly catalog: SchemaCatalog,
    private readonly files: StackFiles,
    private readonly supplement: SchemaSupplement,
  ) {}

  get providerName(): string {
    return this.catalog.providerName;
  }

  /** Reads the stack anew, for a command that Terraform has begun. The same object while nothing new is in it. */
  current(): ProviderSchema {
    this.files.read();
    const { extent } = this.files;
    if (this.latest?.extent !== extent) this.latest = { extent, schema: this.make() };
    return this.latest.schema;
  }

  provider(): Members {
    return this.catalog.provider();
  }

  resource(type: string): Members | undefined {
    if (!this.resources.has(type)) {
      this.resources.set(
        type,
        this.catalog.resource(type)?.map((member) => this.closeGap(member)),
      );
    }
    return this.resources.get(type);
  }

  dataSource(type: string): Members | undefined {
    return this.catalog.dataSource(type);
  }

  ephemeralResource(type: string): Members | undefined {
    return this.supplement.ephemeralResources?.[type];
  }

  private make(): ProviderSchema {
    this.resources.clear();
    return {
      provider: this.catalog.provider(),
      resources: this.found(this.files.resources, (type) => this.resource(type)),
      dataSources: this.found(this.files.dataSources, (type) => this.dataSource(type)),
      ephemeralResources: this.found(this.files.ephemeralResources, (type) => this.knownEphemeral(type)),
    };
  }

  /** Terraform would say that the provider has no such type, which is not so. */
  private knownEphemeral(type: string): Members {
    const members = this.ephemeralResource(type);
    if (members) return members;
    const known = Object.keys(this.supplement.ephemeralResources ?? {});
    throw new UnsupportedError(
      `The configuration has the ephemeral resource ${type}, which cannot be served offline: the packages ` +
        `@cdktf/provider-* carry no schemas of ephemeral resources. Of the provider ${this.providerName}, ` +
        `${known.length > 0 ? `only ${known.join(" and ")} are known` : "none is known"}. Leave it out of what is ` +
        "planned offline, or give a simulation with its schema (option simulations).",
    );
  }

  /** Leaves out a type that the provider does not have: Terraform says that well by itself. */
  private found(types: Set<string>, membersOf: (type: string) => Members | undefined) {
    const own = [...types].filter((type) => this.catalog.owns(type));
    const entries = own.map((type) => [type, membersOf(type)] as const);
    return new Map(entries.filter((entry): entry is [string, Members] => entry[1] !== undefined));
  }

  /** Puts in what the generated classes leave open. */
  private closeGap(member: Member): Member {
    if (member.kind === "block") {
      return { ...member, members: member.members.map((inner) => this.closeGap(inner)) };
    }
    const substitute = member.type === "dynamic" ? this.supplement.openAttribute?.(member.name) : undefined;
    return substitute ? this.withoutUnused(substitute) : member;
  }

  /** Leaves out unused blocks: all that a firewall's statement may hold costs Terraform half a second in each command. */
  private withoutUnused<M extends Member>(member: M): M {
    if (member.kind === "attribute") return member;
    const used = member.members.filter(
      ({ kind, name }) => kind === "attribute" || this.files.names.has(name),
    );
    return { ...member, members: used.map((inner) => this.withoutUnused(inner)) };
  }
}

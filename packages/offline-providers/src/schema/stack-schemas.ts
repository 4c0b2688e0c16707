import { EPHEMERAL_RESOURCES } from "../simulations/aws/ephemeral-resources";
import { wafStatement } from "../simulations/aws/waf-statement";
import type { SchemaCatalog } from "./catalog";
import type { Member, Members, ProviderSchema } from "./model";
import type { StackFiles } from "./stack-files";

/** The schemas of one provider, as far as one stack needs them. */
export class StackSchemas {
  private readonly resources = new Map<string, Members | undefined>();
  private latest?: { readonly extent: number; readonly schema: ProviderSchema };

  constructor(
    private readonly catalog: SchemaCatalog,
    private readonly files: StackFiles,
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

  private make(): ProviderSchema {
    this.resources.clear();
    return {
      provider: this.catalog.provider(),
      resources: this.found(this.files.resources, (type) => this.resource(type)),
      dataSources: this.found(this.files.dataSources, (type) => this.dataSource(type)),
      ephemeralResources: this.found(this.files.ephemeralResources, (type) => this.ephemeralResource(type)),
    };
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
    return EPHEMERAL_RESOURCES[type];
  }

  /** What the provider does not have is left out: Terraform says that well by itself. */
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
    return member.name === "statement" && member.type === "dynamic"
      ? this.withoutUnused(wafStatement())
      : member;
  }

  /** The whole statement, with all that may stand in it, would cost Terraform half a second in each command. */
  private withoutUnused<M extends Member>(member: M): M {
    if (member.kind === "attribute") return member;
    const used = member.members.filter(
      ({ kind, name }) => kind === "attribute" || this.files.names.has(name),
    );
    return { ...member, members: used.map((inner) => this.withoutUnused(inner)) };
  }
}

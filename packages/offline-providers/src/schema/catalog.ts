import { GeneratedSource } from "./generated-source";
import type { Members } from "./model";
import type { ProviderPackage } from "./provider-package";
import { readMembers } from "./read-members";

/**
 * The schemas of one provider, read from its installed package type by type, as they are asked for:
 * all 1,500 of AWS would take minutes.
 */
export class SchemaCatalog {
  private readonly known = new Map<string, Members | undefined>();

  constructor(private readonly source: ProviderPackage) {}

  /** The provider's short name. */
  get providerName(): string {
    return this.source.name;
  }

  provider(): Members {
    return this.remember("provider", () => this.source.providerSource())!;
  }

  resource(type: string): Members | undefined {
    return this.remember(`resource ${type}`, () => this.source.resourceSource(type));
  }

  dataSource(type: string): Members | undefined {
    return this.remember(`data ${type}`, () => this.source.dataSourceSource(type));
  }

  /** Whether the type is one of this provider's, by its name. */
  owns(type: string): boolean {
    return type.startsWith(`${this.providerName}_`);
  }

  private remember(key: string, read: () => string | undefined): Members | undefined {
    if (!this.known.has(key)) {
      const text = read();
      this.known.set(key, text === undefined ? undefined : readMembers(new GeneratedSource(text)));
    }
    return this.known.get(key);
  }
}

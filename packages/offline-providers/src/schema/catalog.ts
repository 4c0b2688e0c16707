import { GeneratedSource } from "./generated-source";
import type { Members } from "./model";
import { ProviderPackage } from "./package-source";
import { readMembers } from "./read-members";

/**
 * The schemas of one provider, read from its installed package type by type, as they are asked for:
 * all of them would take seconds.
 */
export class SchemaCatalog {
  private readonly package: ProviderPackage;
  private readonly known = new Map<string, Members | undefined>();

  constructor(readonly providerName: string) {
    this.package = new ProviderPackage(providerName);
  }

  provider(): Members {
    return this.remember("provider", () => this.package.providerSource())!;
  }

  resource(type: string): Members | undefined {
    return this.remember(`resource ${type}`, () => this.package.resourceSource(type));
  }

  dataSource(type: string): Members | undefined {
    return this.remember(`data ${type}`, () => this.package.dataSourceSource(type));
  }

  /** Whether the type is one of this provider's, by its name. */
  owns(type: string): boolean {
    return type.startsWith(`${this.providerName}_`);
  }

  private remember(key: string, source: () => string | undefined): Members | undefined {
    if (!this.known.has(key)) {
      const text = source();
      this.known.set(key, text === undefined ? undefined : readMembers(new GeneratedSource(text)));
    }
    return this.known.get(key);
  }
}

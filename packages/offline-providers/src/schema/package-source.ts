import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** What is before the embedded source map, at the end of each generated module. */
const SOURCE_MAP = "//# sourceMappingURL=data:application/json;base64,";

/** The installed package of prebuilt classes for one provider. */
export class ProviderPackage {
  private readonly library: string;

  /** @param name the provider's short name, as in `@cdktf/provider-<name>` */
  constructor(readonly name: string) {
    this.library = join(dirname(require.resolve(`@cdktf/provider-${name}/package.json`)), "lib");
  }

  /** TypeScript source of the class that configures the provider itself. */
  providerSource(): string {
    return this.read("provider");
  }

  /** TypeScript source of the class for a resource type, or undefined where the package has none. */
  resourceSource(type: string): string | undefined {
    const folder = this.folderName(type);
    // A class name that TypeScript reserves, such as String, lives in a folder of its own name.
    return this.readIfExists(folder) ?? this.readIfExists(`${folder}-resource`);
  }

  /** TypeScript source of the class for a data source type, or undefined where the package has none. */
  dataSourceSource(type: string): string | undefined {
    return this.readIfExists(`data-${this.name}-${this.folderName(type)}`);
  }

  private folderName(type: string): string {
    return type.slice(this.name.length + 1).replaceAll("_", "-");
  }

  private readIfExists(folder: string): string | undefined {
    return existsSync(join(this.library, folder, "index.js")) ? this.read(folder) : undefined;
  }

  /** A large resource keeps its nested structs in a folder of its own. */
  private read(folder: string): string {
    const structs = join(this.library, folder, "index-structs");
    const files = existsSync(structs) ? readdirSync(structs).filter((file) => file.endsWith(".js")) : [];
    return [join(this.library, folder, "index.js"), ...files.map((file) => join(structs, file))]
      .map(embeddedSource)
      .join("\n");
  }
}

/**
 * A compiled module embeds its TypeScript source. That tells more than the module: the comments over
 * private fields, which say what is computed, are gone from the compiled classes.
 */
function embeddedSource(file: string): string {
  const module = readFileSync(file, "latin1");
  const start = module.lastIndexOf(SOURCE_MAP);
  if (start < 0) throw new Error(`${file} embeds no source map, so its schema cannot be read.`);
  const map = JSON.parse(Buffer.from(module.slice(start + SOURCE_MAP.length), "base64").toString());
  const source: string | undefined = map.sourcesContent?.[0];
  if (!source) throw new Error(`The source map in ${file} holds no source, so its schema cannot be read.`);
  return source;
}

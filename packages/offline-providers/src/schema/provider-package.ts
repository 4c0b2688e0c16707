import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { RequiredProvider } from "../configuration/required-provider";
import { UnsupportedError } from "../unsupported-error";

/** Text before the embedded source map, which is at the end of each generated module. */
const SOURCE_MAP = "//# sourceMappingURL=data:application/json;base64,";

interface Manifest {
  readonly version: string;
  readonly cdktf?: { readonly provider?: { readonly name?: string; readonly version?: string } };
}

/** An installed package of prebuilt classes for one provider: `@cdktf/provider-<name>`. */
export class ProviderPackage {
  private constructor(
    /** The provider's short name, with which its types begin. */
    readonly name: string,
    private readonly folder: string,
    private readonly manifest: Manifest,
  ) {}

  /**
   * @param folders from where Node.js looks for it, one after the other
   * @throws UnsupportedError where it is not installed, or is of another provider
   */
  static find({ address }: RequiredProvider, folders: readonly string[]): ProviderPackage {
    const name = address.split("/").at(-1)!;
    const file = folders
      .map((folder) => resolveFrom(folder, `@cdktf/provider-${name}/package.json`))
      .find(Boolean);
    if (!file) {
      throw new UnsupportedError(
        `The configuration needs the provider ${address}, but the package @cdktf/provider-${name}, which carries its ` +
          `schema, is not installed. It was looked for from ${folders.join(", ")}. Install it (npm install ` +
          `--save-dev @cdktf/provider-${name}). A provider without such a package cannot be served offline.`,
      );
    }
    const found = new ProviderPackage(name, dirname(file), JSON.parse(readFileSync(file, "utf8")));
    const own = found.manifest.cdktf?.provider?.name;
    if (own && own !== address) {
      throw new UnsupportedError(
        `The configuration needs the provider ${address}, but the installed @cdktf/provider-${name} is of ${own}. ` +
          "A provider without a package of its own cannot be served offline.",
      );
    }
    return found;
  }

  /** Such as `@cdktf/provider-aws 21.22.1`. */
  get title(): string {
    return `@cdktf/provider-${this.name} ${this.manifest.version}`;
  }

  /** The version of the provider whose schema the package carries. @default - an old package does not tell */
  get providerVersion(): string | undefined {
    return this.manifest.cdktf?.provider?.version;
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
    return existsSync(join(this.folder, "lib", folder, "index.js")) ? this.read(folder) : undefined;
  }

  /** A large resource keeps its nested structs in a folder of its own. */
  private read(folder: string): string {
    const library = join(this.folder, "lib", folder);
    const structs = join(library, "index-structs");
    const files = existsSync(structs) ? readdirSync(structs).filter((file) => file.endsWith(".js")) : [];
    return [join(library, "index.js"), ...files.map((file) => join(structs, file))]
      .map(embeddedSource)
      .join("\n");
  }
}

function resolveFrom(folder: string, request: string): string | undefined {
  try {
    return createRequire(join(folder, "package.json")).resolve(request);
  } catch {
    return undefined;
  }
}

/**
 * A compiled module embeds its TypeScript source. That tells more than the module: the comments over
 * private fields, which say what is computed, are gone from the compiled classes.
 */
function embeddedSource(file: string): string {
  const module = readFileSync(file, "latin1");
  const start = module.lastIndexOf(SOURCE_MAP);
  if (start < 0) throw new UnsupportedError(`${file} embeds no source map, so its schema cannot be read.`);
  const map = JSON.parse(Buffer.from(module.slice(start + SOURCE_MAP.length), "base64").toString());
  const source: string | undefined = map.sourcesContent?.[0];
  if (!source) {
    throw new UnsupportedError(`The source map in ${file} holds no source, so its schema cannot be read.`);
  }
  return source;
}

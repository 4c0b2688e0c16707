/** One getter of a class, by the comment over it and its code. */
export interface Getter {
  readonly name: string;
  readonly computed: boolean;
  readonly optional: boolean;
  readonly required: boolean;
  /** The private field behind it: its type annotation or its initializer; empty for a computed result. */
  readonly field: string;
  /** The expression that it returns. */
  readonly returns: string;
}

/** One argument, by the entry that the generator made for HCL output. */
export interface HclEntry {
  readonly name: string;
  readonly value: string;
  readonly type: string;
  readonly storageClassType: string;
}

const DECLARATION = /^export (?:class|function|interface) (\w+)/gm;
const GETTER =
  /\/\/ (\w+) - computed: (\w+), optional: (\w+), required: (\w+)\n(?: {2}private _\w+(.*); ?\n)? {2}public get \w+\(\) \{\n {4}return (.*);\n/g;
const HCL_ENTRY =
  /^ +(\w+): \{\n +value: (.*),\n +isBlock: \w+,\n +type: "(\w+)",\n +storageClassType: "(\w+)",$/gm;
const PROPERTY = /^ {2}readonly (\w+)(\??): (.*);$/gm;

/** One generated TypeScript module, cut into its declarations. */
export class GeneratedSource {
  private readonly declarations = new Map<string, string>();

  constructor(source: string) {
    const starts = [...source.matchAll(DECLARATION)];
    starts.forEach((start, i) => {
      this.declarations.set(start[1]!, source.slice(start.index, starts[i + 1]?.index));
    });
  }

  /** Name of the class of the resource, data source or provider: the only one that is no helper. */
  get mainClass(): string {
    for (const [name, text] of this.declarations) {
      if (/^export class \w+ extends cdktf\.Terraform(Resource|DataSource|Provider) /.test(text)) return name;
    }
    throw new Error("The module has no class of a resource, data source or provider.");
  }

  has(declaration: string): boolean {
    return this.declarations.has(declaration);
  }

  getters(className: string): Getter[] {
    return [...this.text(className).matchAll(GETTER)].map((match) => ({
      name: match[1]!,
      computed: match[2] === "true",
      optional: match[3] === "true",
      required: match[4] === "true",
      field: match[5] ?? "",
      returns: match[6]!,
    }));
  }

  hclEntries(declaration: string): HclEntry[] {
    return [...this.text(declaration).matchAll(HCL_ENTRY)].map((match) => ({
      name: match[1]!,
      value: match[2]!,
      type: match[3]!,
      storageClassType: match[4]!,
    }));
  }

  /** Names of the properties that an interface demands, in camel case. */
  requiredProperties(interfaceName: string): Set<string> {
    const properties = [...this.text(interfaceName).matchAll(PROPERTY)];
    return new Set(properties.filter((match) => match[2] === "").map((match) => match[1]!));
  }

  private text(declaration: string): string {
    const text = this.declarations.get(declaration);
    if (text === undefined) throw new Error(`The module declares no ${declaration}.`);
    return text;
  }
}

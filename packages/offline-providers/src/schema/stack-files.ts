import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

interface ConfigurationFile {
  terraform?: { backend?: { local?: { path?: string } } };
  resource?: object;
  data?: object;
  ephemeral?: object;
}

interface StateFile {
  resources?: { mode: "managed" | "data"; type: string; instances?: object[] }[];
}

/** What a stack's files mention, and have mentioned: what is no longer configured still has to be destroyed. */
export class StackFiles {
  readonly resources = new Set<string>();
  readonly dataSources = new Set<string>();
  readonly ephemeralResources = new Set<string>();
  /** Names of the arguments and blocks that are configured, or that a firewall's rules in the state have. */
  readonly names = new Set<string>();

  constructor(private readonly stackDirectory: string) {}

  /** Grows with whatever is mentioned for the first time. */
  get extent(): number {
    const sets = [this.resources, this.dataSources, this.ephemeralResources, this.names];
    return sets.reduce((sum, { size }) => sum + size, 0);
  }

  /** Reads the Terraform JSON, and the state where it is local, as they are now. */
  read(): void {
    const stateFiles = new Set(["terraform.tfstate"]);
    for (const file of readdirSync(this.stackDirectory).filter((name) => name.endsWith(".tf.json"))) {
      const configuration = this.readJson(file) as ConfigurationFile;
      const { terraform, resource, data, ephemeral } = configuration;
      addTo(this.names, namesIn(configuration));
      addTo(this.resources, Object.keys(resource ?? {}));
      addTo(this.dataSources, Object.keys(data ?? {}));
      addTo(this.ephemeralResources, Object.keys(ephemeral ?? {}));
      addTo(stateFiles, [terraform?.backend?.local?.path ?? []].flat());
    }
    for (const file of stateFiles) {
      const { resources = [] } = this.readJson(file) as StateFile;
      for (const { mode, type, instances } of resources) {
        (mode === "data" ? this.dataSources : this.resources).add(type);
        // A state names every attribute that a type has, so all of it would make the schema change by an apply.
        addTo(this.names, namesIn(statementsIn(instances)));
      }
    }
  }

  private readJson(name: string): object {
    const file = resolve(this.stackDirectory, name);
    const text = existsSync(file) ? readFileSync(file, "utf8") : "";
    // Terraform locks a new state as an empty file.
    return text === "" ? {} : JSON.parse(text);
  }
}

function namesIn(document: object = {}): string[] {
  return [...JSON.stringify(document).matchAll(/"(\w+)":/g)].map((match) => match[1]!);
}

/** What firewall rules look for: the one part of a state whose names decide about the schema. */
function statementsIn(instances: unknown): object[] {
  if (typeof instances !== "object" || instances === null) return [];
  return Object.entries(instances).flatMap(([name, value]) =>
    name === "statement" ? [value as object] : statementsIn(value),
  );
}

function addTo(set: Set<string>, entries: string[]): void {
  for (const entry of entries) set.add(entry);
}

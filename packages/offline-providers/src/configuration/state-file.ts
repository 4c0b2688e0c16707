import { namesIn } from "./json-file";
import { type RequiredProvider, requiredProvider } from "./required-provider";

interface StateJson {
  readonly resources?: ReadonlyArray<{
    readonly mode: "managed" | "data";
    readonly type: string;
    /** Such as `provider["registry.terraform.io/hashicorp/aws"].alias`. */
    readonly provider?: string;
    readonly instances?: readonly object[];
  }>;
}

/** Types and providers in a state file: a resource that is no longer configured still has to be destroyed. */
export interface StateFile {
  readonly resources: readonly string[];
  readonly dataSources: readonly string[];
  readonly providers: readonly RequiredProvider[];
  /** Names in the statements of firewall rules: the one part of a state whose names decide about the schema. */
  readonly names: readonly string[];
}

/** @param text empty for a state that Terraform has only locked so far */
export function readStateFile(text: string): StateFile {
  const { resources = [] } = (text === "" ? {} : JSON.parse(text)) as StateJson;
  const typesOf = (mode: string) => resources.filter((r) => r.mode === mode).map(({ type }) => type);
  return {
    resources: typesOf("managed"),
    dataSources: typesOf("data"),
    providers: resources.flatMap(({ provider = "" }) => {
      const address = /\["([^"]+)"\]/.exec(provider)?.[1];
      return address ? [requiredProvider(address.split("/").at(-1)!, address)] : [];
    }),
    // A state names every attribute that a type has, so all of it would make the schema change by an apply.
    names: namesIn(resources.flatMap(({ instances }) => statementsIn(instances))),
  };
}

function statementsIn(instances: unknown): object[] {
  if (typeof instances !== "object" || instances === null) return [];
  return Object.entries(instances).flatMap(([name, value]) =>
    name === "statement" ? [value as object] : statementsIn(value),
  );
}

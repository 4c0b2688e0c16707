import { existsSync, readFileSync } from "node:fs";

/** The head of a state file. */
export interface StateFile {
  /** Made up with a state's first version and kept by every later one. */
  readonly lineage: string;
  /** Raised by every version. */
  readonly serial: number;
  readonly addresses: readonly string[];
  readonly outputs: Readonly<Record<string, string>>;
}

/** @returns `undefined` for a state that holds nothing */
export function parseState(json: string): StateFile | undefined {
  if (json.trim() === "") return undefined;
  const { lineage, serial, resources = [], outputs = {} } = JSON.parse(json);
  if (resources.length === 0) return undefined;
  return {
    lineage,
    serial,
    addresses: resources
      .filter(({ mode }: { mode: string }) => mode === "managed")
      .map(({ type, name }: { type: string; name: string }) => `${type}.${name}`),
    outputs: Object.fromEntries(
      Object.entries(outputs as Record<string, { value: string }>).map(([name, { value }]) => [name, value]),
    ),
  };
}

export function readStateFile(file: string): StateFile | undefined {
  return existsSync(file) ? parseState(readFileSync(file, "utf8")) : undefined;
}

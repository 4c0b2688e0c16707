import type { ModuleFile } from "./module-file";
import { type RequiredProvider, requiredProvider } from "./required-provider";

type OneOrMany<T> = T | readonly T[];

interface JsonConfiguration {
  readonly terraform?: OneOrMany<{
    readonly backend?: OneOrMany<{ readonly local?: OneOrMany<{ readonly path?: string }> }>;
    readonly required_providers?: OneOrMany<Record<string, string | { source?: string; version?: string }>>;
  }>;
  readonly module?: OneOrMany<Record<string, OneOrMany<{ readonly source?: string }>>>;
  readonly resource?: OneOrMany<object>;
  readonly data?: OneOrMany<object>;
  readonly ephemeral?: OneOrMany<object>;
}

/** Reads a configuration in JSON, as cdktf writes it. */
export function readJsonFile(text: string): ModuleFile {
  const configuration = parse(text);
  const settings = each(configuration.terraform);
  return {
    resources: typesIn(configuration.resource),
    dataSources: typesIn(configuration.data),
    ephemeralResources: typesIn(configuration.ephemeral),
    names: namesIn(configuration),
    requiredProviders: settings.flatMap(({ required_providers: required }) =>
      each(required).flatMap((providers) => Object.entries(providers).map(readRequirement)),
    ),
    modules: each(configuration.module)
      .flatMap((modules) => Object.values(modules).flatMap(each))
      .flatMap(({ source }) => (source && /^\.\.?\//.test(source) ? [source] : [])),
    state: settings.flatMap(({ backend }) => each(backend).flatMap(({ local }) => each(local)))[0]?.path,
  };
}

/** Terraform itself says best what is wrong with a file that is no JSON. */
function parse(text: string): JsonConfiguration {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** Every key of a document. */
export function namesIn(document: object = {}): string[] {
  return [...JSON.stringify(document).matchAll(/"(\w+)":/g)].map((match) => match[1]!);
}

function readRequirement([name, required]: [
  string,
  string | { source?: string; version?: string },
]): RequiredProvider {
  return typeof required === "string"
    ? requiredProvider(name, name, required)
    : requiredProvider(name, required.source, required.version);
}

function typesIn(blocks: OneOrMany<object> | undefined): string[] {
  return each(blocks).flatMap((byType) => Object.keys(byType));
}

/** Terraform's JSON takes a list wherever a block may be repeated. */
function each<T>(value: OneOrMany<T> | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value as T];
}

import { nearestName, UserError } from "../user-error";
import { STATE_SETTINGS, type StateKind, type StateSetting } from "./settings-table";

/** Where state lives, as far as it is known. What a kind requires may be missing: see {@link missingSettings}. */
export interface StateSettings {
  readonly kind: StateKind;
  readonly bucket?: string;
  readonly region?: string;
  readonly lockTable?: string;
  readonly useLockfile?: boolean;
  readonly kmsKey?: string;
  readonly name?: string;
  readonly organization?: string;
  readonly project?: string;
  readonly hostname?: string;
  readonly directory?: string;
}

/** Where in cdktf.json the settings are. */
const PLACE = "context.state of cdktf.json";

/**
 * Reads the settings from `context.state` of cdktf.json; an environment variable that is set and not empty
 * takes precedence.
 *
 *     readStateSettings(app.node.tryGetContext("state"), process.env)
 */
export function readStateSettings(
  context: unknown,
  environment: Readonly<Record<string, string | undefined>>,
): StateSettings {
  const recorded = asObject(context);
  refuseUnknown(Object.keys(recorded));
  const settings: Record<string, unknown> = {};
  for (const setting of STATE_SETTINGS) {
    const override = environment[setting.environmentVariable];
    if (override) {
      settings[setting.key] = read(setting, fromText(setting, override), setting.environmentVariable);
    } else if (recorded[setting.key] !== undefined && recorded[setting.key] !== null) {
      settings[setting.key] = read(setting, recorded[setting.key], `"${setting.key}" in ${PLACE}`);
    }
  }
  return Object.freeze({ kind: "s3", ...settings }) as StateSettings;
}

/** Names of the settings that a deploy still needs. */
export function missingSettings(settings: StateSettings): string[] {
  return STATE_SETTINGS.filter(({ required, kinds }) => required && kinds.includes(settings.kind))
    .map(({ key }) => key)
    .filter((key) => settings[key as keyof StateSettings] === undefined)
    .filter((key) => key !== "lockTable" || !settings.useLockfile);
}

/** What is missing and the way out, in a few words. */
export function describeMissing(settings: StateSettings, missing: readonly string[]): string {
  const variables = STATE_SETTINGS.filter(({ key }) => missing.includes(key)).map(
    ({ environmentVariable }) => environmentVariable,
  );
  const wayOut =
    settings.kind === "s3" ? "npm run bootstrap sets" : `set ${PLACE} or ${variables.join(", ")} for`;
  const several = missing.length > 1;
  return `${missing.join(", ")} ${several ? "are" : "is"} not set; ${wayOut} ${several ? "them" : "it"}`;
}

/** Stops what needs a place for state while settings are missing. */
export function requireStateSettings(settings: StateSettings): void {
  const missing = missingSettings(settings);
  if (missing.length === 0) return;
  throw new UserError(
    `State is kept by "${settings.kind}", and has no place yet: ${describeMissing(settings, missing)}. Nothing was changed.`,
  );
}

function asObject(context: unknown): Record<string, unknown> {
  if (context === undefined || context === null) return {};
  if (typeof context === "object" && !Array.isArray(context)) return context as Record<string, unknown>;
  throw new UserError(
    `${PLACE} is ${JSON.stringify(context)}, but must be an object with keys among ${allKeys().join(", ")}.`,
  );
}

function refuseUnknown(keys: readonly string[]): void {
  for (const key of keys) {
    if (allKeys().includes(key)) continue;
    const nearest = nearestName(key, allKeys());
    throw new UserError(
      `"${key}" in ${PLACE} is not a setting.${nearest ? ` Did you mean "${nearest}"?` : ""} ` +
        `The settings are ${allKeys().join(", ")}. Rename or remove it.`,
    );
  }
}

/** The value of an environment variable, in the type of the setting where it has the form of one. */
function fromText({ type }: StateSetting, text: string): unknown {
  return type === "bool" && (text === "true" || text === "false") ? text === "true" : text;
}

function read({ type, pattern, mustBe }: StateSetting, value: unknown, source: string): unknown {
  const refuse = (allowed: string) =>
    new UserError(
      `${source} is ${JSON.stringify(value)}, but must be ${allowed}. Correct it${source.startsWith('"') ? "" : " or unset it"}.`,
    );
  if (type === "bool") {
    if (typeof value !== "boolean") throw refuse("true or false");
  } else if (typeof value !== "string" || value === "" || (pattern && !pattern.test(value))) {
    throw refuse(mustBe ?? "a text");
  }
  return value;
}

function allKeys(): string[] {
  return STATE_SETTINGS.map(({ key }) => key);
}

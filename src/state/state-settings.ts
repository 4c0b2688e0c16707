import { isInForm } from "../terraform/rules";
import { nearestName, UserError } from "../user-error";
import { STATE_SETTINGS, type StateKind, type StateSetting, VARIABLE_PREFIX } from "./settings-table";

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

const ENVIRONMENT_VARIABLE = /^[A-Z_]+$/;

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
  refuseUnknown(Object.keys(recorded), allKeys(), ` in ${PLACE}`);
  refuseUnknown(givenVariables(environment), allVariables(), "");
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

/** Refuses a value for a setting that was given in another place, in the same words. */
export function checkSetting(key: keyof StateSettings, value: string, source: string): void {
  read(STATE_SETTINGS.find((setting) => setting.key === key)!, value, source);
}

/** Names of the settings that a deploy still needs. */
export function missingSettings(settings: StateSettings): string[] {
  return STATE_SETTINGS.filter(({ required, kinds }) => required && kinds.includes(settings.kind))
    .map(({ key }) => key)
    .filter((key) => settings[key as keyof StateSettings] === undefined)
    .filter((key) => key !== "lockTable" || !settings.useLockfile);
}

/** Names a missing setting and the way out, in a few words. */
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

function refuseUnknown(names: readonly string[], known: readonly string[], place: string): void {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const nearest = nearestName(unknown, known);
  throw new UserError(
    `"${unknown}"${place} is not a setting.${nearest ? ` Did you mean "${nearest}"?` : ""} ` +
      `The settings are ${known.join(", ")}. Rename or remove it.`,
  );
}

/** The environment variables that are meant for a setting, and not empty. */
function givenVariables(environment: Readonly<Record<string, string | undefined>>): string[] {
  return Object.keys(environment).filter((name) => name.startsWith(VARIABLE_PREFIX) && environment[name]);
}

/** The value of an environment variable, in the type of the setting where it has the form of one. */
function fromText({ type }: StateSetting, text: string): unknown {
  return type === "bool" && (text === "true" || text === "false") ? text === "true" : text;
}

function read({ type, forms = [] }: StateSetting, value: unknown, source: string): unknown {
  const wayOut = ENVIRONMENT_VARIABLE.test(source) ? "Correct it or unset it." : "Correct it.";
  const refuse = (mustBe: string, hint?: string) =>
    new UserError(
      [`${source} is ${JSON.stringify(value)}, but must be ${mustBe}.`, ...(hint ? [hint] : []), wayOut].join(
        " ",
      ),
    );
  if (type === "bool") {
    if (typeof value !== "boolean") throw refuse("true or false");
  } else {
    const broken = forms.find((form) => typeof value !== "string" || !isInForm(form, value));
    if (broken) throw refuse(broken.mustBe, broken.hint);
  }
  return value;
}

function allKeys(): string[] {
  return STATE_SETTINGS.map(({ key }) => key);
}

function allVariables(): string[] {
  return STATE_SETTINGS.map(({ environmentVariable }) => environmentVariable);
}

import { FunctionError } from "./function-error";

/** The environment of the function is not what the stack makes it. */
export class SettingsError extends FunctionError {
  override readonly name = "SettingsError";
}

/**
 * Values of environment variables, none of which is empty.
 *
 * @param names of the variables, by those of the settings
 * @throws SettingsError that names all that are missing
 */
export function settingsFrom<Setting extends string>(
  names: Readonly<Record<Setting, string>>,
  environment: NodeJS.ProcessEnv,
): Readonly<Record<Setting, string>> {
  const all = Object.entries<string>(names);
  const missing = all.map(([, name]) => name).filter((name) => !environment[name]);
  if (missing.length > 0) {
    throw new SettingsError(
      `The function lacks the settings ${missing.join(", ")}. Deploy the stack again, which sets them.`,
    );
  }
  return Object.fromEntries(all.map(([setting, name]) => [setting, environment[name]])) as Record<
    Setting,
    string
  >;
}

/** @throws SettingsError where a setting is no number, as it is where it is empty */
export function wholeNumber(name: string, text: string): number {
  if (!/^\d+$/.test(text)) {
    throw new SettingsError(
      `The setting ${name} is ${JSON.stringify(text)}, but must be a whole number. Deploy the stack again, which sets it.`,
    );
  }
  return Number(text);
}

import { anyOf, UserError } from "../../src/user-error";

/** Options of a command that writes what it found in several forms, of which programs read JSON. */
export const FORMAT_OPTIONS = {
  format: { type: "string" },
  json: { type: "boolean", default: false },
} as const;

/**
 * The form that was asked for: JSON by `--json`, as everywhere, and any other by `--format`.
 *
 * @param forms which `--format` takes; the first is the default
 */
export function readFormat<const F extends string>(
  forms: readonly [F, ...F[]],
  { format, json }: { readonly format?: string; readonly json: boolean },
): F | "json" {
  if (json && format !== undefined) {
    throw new UserError(`--json and --format ${format} are both given. Leave one out.`);
  }
  if (json) return "json";
  const form = format === undefined ? forms[0] : forms.find((name) => name === format);
  if (form !== undefined) return form;
  throw new UserError(`--format is "${format}", but must be ${anyOf(forms)}. For JSON give --json.`);
}

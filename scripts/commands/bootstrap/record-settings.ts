import { readFileSync, renameSync, writeFileSync } from "node:fs";
import type { StateSettings } from "../../../src/state/state-settings";
import { parseProjectConfig } from "../../terraform/project-config";

/**
 * Writes settings into `context.state` of cdktf.json, and leaves everything else, its order and its
 * indentation as they are. The file is replaced at once: a failure leaves the old one.
 *
 * @returns whether anything changed
 */
export function recordSettings(file: string, settings: Partial<StateSettings>): boolean {
  const text = readFileSync(file, "utf8");
  const recorded = parseProjectConfig(file, text);
  const state = { ...(recorded.context?.state as Partial<StateSettings> | undefined), ...settings };
  const document = { ...recorded, context: { ...recorded.context, state } };
  const indentation = /^([ \t]+)"/m.exec(text)?.[1] ?? "  ";
  const updated = JSON.stringify(document, null, indentation) + (text.endsWith("\n") ? "\n" : "");
  if (JSON.stringify(recorded) === JSON.stringify(document)) return false;
  writeFileSync(`${file}.new`, updated);
  renameSync(`${file}.new`, file);
  return true;
}

import { STATE_SETTINGS } from "../../../src/state/settings-table";
import { markdownTable } from "./markdown-table";

/** The settings of where state lives, made from their declarations. */
export function stateSettingsTable(): string {
  return markdownTable(
    ["Setting", "Environment variable", "For", "What it does"],
    STATE_SETTINGS.map(({ key, environmentVariable, kinds, required, description }) => [
      `\`${key}\``,
      `\`${environmentVariable}\``,
      `${kinds.join(", ")}${required ? " (required)" : ""}`,
      description,
    ]),
  );
}

import { acceptanceTable } from "./acceptance-table";
import { alarmTable } from "./alarm-table";
import { eventTable } from "./event-table";
import { stateSettingsTable } from "./state-settings-table";
import { variableTable } from "./variable-table";

/** The sections that the code writes into documents, between `<!-- <name>:begin -->` and its end, by document. */
const SECTIONS: Readonly<Record<string, Readonly<Record<string, () => string>>>> = {
  "README.md": { variables: variableTable },
  "docs/monitoring.md": { alarms: alarmTable, events: eventTable },
  "docs/security.md": { accepted: acceptanceTable },
  "docs/state.md": { "state-settings": stateSettingsTable },
};

/** Documents with generated sections, relative to the project. */
export const GENERATED_DOCUMENTS: readonly string[] = Object.keys(SECTIONS);

/** A document with its generated sections as the code has them now. */
export function withGeneratedSections(name: string, text: string): string {
  return Object.entries(SECTIONS[name] ?? {}).reduce(
    (document, [section, render]) => replaceSection(document, section, render()),
    text,
  );
}

/** A document with another content between the markers of a section. */
export function replaceSection(document: string, name: string, content: string): string {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The document has no section between ${begin} and ${end}.`);
  return `${document.slice(0, from + begin.length)}\n\n${content}\n\n${document.slice(to)}`;
}

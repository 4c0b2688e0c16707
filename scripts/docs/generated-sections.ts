import { stateSettingsTable } from "./state-settings-table";
import { variableTable } from "./variable-table";

/** By name, what stands between `<!-- <name>:begin -->` and `<!-- <name>:end -->`. */
const SECTIONS: Readonly<Record<string, () => string>> = {
  "state-settings": stateSettingsTable,
  variables: variableTable,
};

/** The document with its generated sections as the code has them now. */
export function withGeneratedSections(document: string): string {
  return Object.entries(SECTIONS).reduce(
    (text, [name, render]) => replaceSection(text, name, render()),
    document,
  );
}

function replaceSection(document: string, name: string, content: string): string {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The document has no section between ${begin} and ${end}.`);
  return `${document.slice(0, from + begin.length)}\n\n${content}\n\n${document.slice(to)}`;
}

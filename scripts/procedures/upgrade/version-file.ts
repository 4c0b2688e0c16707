import { readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { assignmentsIn, textAssigned } from "../../../src/terraform/tfvars";
import { UserError } from "../../../src/user-error";
import type { Step } from "../step";

const VARIABLE = "openemr_version";

/** The line of an environment's file that says which version of OpenEMR runs. */
export class VersionFile {
  /** @param file its path @param shown the path as people know it */
  constructor(
    private readonly file: string,
    readonly shown: string,
  ) {}

  /** The version that the file names; undefined where it names none. */
  get version(): string | undefined {
    return textAssigned(readFileSync(this.file, "utf8"), VARIABLE);
  }

  /** The change as a diff, a line each; empty where the file names that version already. */
  diff(to: string): string[] {
    const { before, after } = this.change(to);
    if (before === after) return [];
    return [this.shown, ...(before === undefined ? [] : [`-${before}`]), `+${after}`];
  }

  /** A step that writes the version, and nothing else, into the file. */
  write(to: string): Step {
    return {
      title: `Write ${to} into ${this.shown}`,
      takes: "1 s",
      look: async () => ({ is: this.version === to ? "done" : "to do" }),
      begin: async () => {
        // A reader finds the former file or the new one, and never half of it.
        const beside = `${this.file}.new`;
        writeFileSync(beside, this.change(to).text, { mode: statSync(this.file).mode });
        renameSync(beside, this.file);
      },
    };
  }

  private change(to: string) {
    const text = readFileSync(this.file, "utf8");
    const written = `${VARIABLE} = "${to}"`;
    const found = assignmentsIn(text).find(({ name }) => name === VARIABLE);
    if (!found) {
      const end = text === "" || text.endsWith("\n") ? "" : "\n";
      return { text: `${text}${end}${written}\n`, after: written };
    }
    const lines = text.split("\n");
    const before = lines[found.line - 1]!;
    const after = before.replace(/(=[ \t]*)"[^"]*"/, (_, equals: string) => `${equals}"${to}"`);
    if (this.version === undefined || (after === before && this.version !== to)) {
      throw new UserError(
        `Line ${found.line} of ${this.shown} is ${JSON.stringify(before)}, in which this command cannot set the version. ` +
          `Write it as one line: ${written}`,
      );
    }
    lines[found.line - 1] = after;
    return { text: lines.join("\n"), before, after };
  }
}

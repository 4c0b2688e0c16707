import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { makeFolder } from "./make-folder";
import { explainingWriteErrors } from "./write-errors";

const WAY_OUT = "name another with --out <folder>";

interface ResultFolderProps<File extends string> {
  /** The folder that a person is in. */
  readonly here: string;
  /** The folder that this person named with `--out`. @default - `otherwise` */
  readonly out: string | undefined;
  readonly otherwise: string;
  /** Names of the files that the command writes there. */
  readonly files: readonly File[];
}

/** The folder that a command leaves its results in. */
export class ResultFolder<File extends string> {
  readonly folder: string;
  private readonly here: string;

  /** Makes the folder, and removes an earlier run's results: they would be taken for this one's if it failed. */
  constructor({ here, out, otherwise, files }: ResultFolderProps<File>) {
    this.here = here;
    const folder = out === undefined ? otherwise : path.resolve(here, out);
    this.folder = folder;
    const prepare = () => {
      makeFolder(folder);
      for (const file of files) rmSync(path.join(folder, file), { force: true });
    };
    explainingWriteErrors(folder, prepare, WAY_OUT);
  }

  /** @param contents of the files, by their names */
  write(contents: Readonly<Record<File, string>>): void {
    const write = () => {
      for (const [file, content] of Object.entries<string>(contents)) {
        writeFileSync(path.join(this.folder, file), content);
      }
    };
    explainingWriteErrors(this.folder, write, WAY_OUT);
  }

  /** Where a file is, for the person. */
  path(file: File): string {
    const relative = path.relative(this.here, this.folder);
    return path.join(relative.startsWith("..") ? this.folder : relative, file);
  }
}

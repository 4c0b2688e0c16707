import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { CtyObject, CtyValue } from "../../cty/types";
import type { ValueMaker } from "../../lifecycle/complete";
import { SimulatedError, type Simulation, type Subject } from "../../simulation";
import { type ArchivedFile, filesBelow } from "./archived-files";
import { zip } from "./zip";

/**
 * The provider hashicorp/archive: `archive_file` writes a real zip file. The real provider compresses the files, so its
 * digests are others.
 */
export class ArchiveSimulation implements Simulation {
  /** @param folder that paths are relative to: the one in which Terraform runs */
  constructor(private readonly folder: string) {}

  describe({ type, values }: Subject): ValueMaker {
    if (values.type !== "zip") {
      throw new SimulatedError(`${type} has the type "${values.type}", but only "zip" is simulated offline.`);
    }
    const mode = Number.parseInt(String(values.output_file_mode ?? "644"), 8);
    const content = zip(this.filesOf(values), mode);
    const output = this.path(values.output_path);
    mkdirSync(dirname(output), { recursive: true });
    writeFileSync(output, content);
    const results = resultsOf(content);
    return ([attribute]) => results[attribute!] ?? null;
  }

  private filesOf(values: CtyObject): ArchivedFile[] {
    const excludes = (values.excludes ?? []) as string[];
    if (values.source_dir) return filesBelow(this.path(values.source_dir), excludes);
    if (values.source_file) {
      const file = this.path(values.source_file);
      return [{ name: file.split("/").at(-1)!, content: read(file) }];
    }
    const sources = (values.source ?? []) as CtyObject[];
    const given = sources.map(({ filename, content }) => ({
      name: String(filename),
      content: String(content),
    }));
    if (values.source_content_filename) {
      given.push({
        name: String(values.source_content_filename),
        content: String(values.source_content ?? ""),
      });
    }
    return given.map(({ name, content }) => ({ name, content: Buffer.from(content) }));
  }

  private path(value: CtyValue | undefined): string {
    return resolve(this.folder, String(value));
  }
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new SimulatedError(`Archive creation error: could not read ${file} (${(error as Error).message}).`);
  }
}

function resultsOf(content: Uint8Array): Record<string, CtyValue> {
  const digest = (algorithm: string, encoding: "hex" | "base64") =>
    createHash(algorithm).update(content).digest(encoding);
  return {
    id: digest("sha1", "hex"),
    output_size: content.length,
    output_md5: digest("md5", "hex"),
    output_sha: digest("sha1", "hex"),
    output_sha256: digest("sha256", "hex"),
    output_sha512: digest("sha512", "hex"),
    output_base64sha256: digest("sha256", "base64"),
    output_base64sha512: digest("sha512", "base64"),
  };
}

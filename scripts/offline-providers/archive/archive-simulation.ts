import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import type { CtyObject, CtyValue } from "../cty/types";
import type { ValueMaker } from "../lifecycle/complete";
import { SimulatedError, type Simulation, type Subject } from "../simulation";
import { type ZipEntry, zip } from "./zip";

/** The provider hashicorp/archive: nothing is made up here, the archive is written. */
export class ArchiveSimulation implements Simulation {
  /** @param stackDirectory where Terraform runs: relative paths start there */
  constructor(private readonly stackDirectory: string) {}

  describe({ values }: Subject): ValueMaker {
    const results = this.archive(values);
    return ([attribute]) => results[attribute!] ?? null;
  }

  read({ values }: Subject): CtyObject {
    return this.archive(values);
  }

  private archive(config: CtyObject): CtyObject {
    if (config.type !== "zip")
      throw new SimulatedError(`archives of type ${config.type} are not written offline`);
    const content = zip(this.entries(config));
    const path = resolve(this.stackDirectory, String(config.output_path));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    const digest = (algorithm: string, encoding: "hex" | "base64") =>
      createHash(algorithm).update(content).digest(encoding);
    return {
      id: digest("sha1", "hex"),
      output_base64sha256: digest("sha256", "base64"),
      output_base64sha512: digest("sha512", "base64"),
      output_md5: digest("md5", "hex"),
      output_sha: digest("sha1", "hex"),
      output_sha256: digest("sha256", "hex"),
      output_sha512: digest("sha512", "hex"),
      output_size: content.length,
    };
  }

  private entries(config: CtyObject): ZipEntry[] {
    const mode = (file?: string) => {
      if (typeof config.output_file_mode === "string") return Number.parseInt(config.output_file_mode, 8);
      return file === undefined ? 0o644 : statSync(file).mode & 0o777;
    };
    const text = (name: CtyValue, content: CtyValue): ZipEntry => ({
      name: String(name),
      content: Buffer.from(String(content)),
      mode: mode(),
    });
    if (typeof config.source_content === "string") {
      return [text(config.source_content_filename ?? null, config.source_content)];
    }
    if (typeof config.source_file === "string") {
      const file = this.existing(config.source_file);
      return [{ name: basename(file), content: readFileSync(file), mode: mode(file) }];
    }
    if (typeof config.source_dir === "string") {
      const root = this.existing(config.source_dir);
      return filesIn(root, (config.excludes ?? []) as string[]).map((file) => ({
        name: relative(root, file).split(sep).join("/"),
        content: readFileSync(file),
        mode: mode(file),
      }));
    }
    const blocks = (config.source ?? []) as CtyObject[];
    if (blocks.length === 0) throw new SimulatedError("the archive has no source");
    return blocks.map(({ filename, content }) => text(filename ?? null, content ?? null));
  }

  private existing(path: string): string {
    const absolute = resolve(this.stackDirectory, path);
    if (!existsSync(absolute)) throw new SimulatedError(`error archiving: could not archive missing ${path}`);
    return absolute;
  }
}

function filesIn(root: string, excludes: readonly string[]): string[] {
  const patterns = excludes.map(globPattern);
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => statSync(join(root, path)).isFile())
    .filter((path) => !patterns.some((pattern) => pattern.test(path.split(sep).join("/"))))
    .map((path) => join(root, path));
}

/** `*` within a folder, `**` across folders; a folder excludes what is in it. */
function globPattern(glob: string): RegExp {
  const source = glob
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*\*\/?|\*|\?/g, (wildcard) => (wildcard === "*" ? "[^/]*" : wildcard === "?" ? "[^/]" : ".*"));
  return new RegExp(`^${source}(/.*)?$`);
}

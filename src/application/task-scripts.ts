import { join } from "node:path";
import { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { type Expression, tf } from "../terraform/expression";
import { textOfFile } from "../terraform/text-file";

/** Files in `container/` that the main container gets, beside unpack.sh, which writes them. */
export const SCRIPTS = [
  "start.sh",
  "common.sh",
  "passwords.sh",
  "versions.sh",
  "certificates.sh",
  "database.sh",
  "cache.sh",
  "sqlconf.sh",
  "sites-rights.sh",
  "lock.sh",
  "protection.sh",
  "mark.sh",
  "moment.sh",
  "decision.sh",
  "job.sh",
  "installation.sh",
  "upgrade.sh",
  "serving.sh",
  "health-check.sh",
  "apply-settings.php",
  "aws-values.php",
  "declaration.php",
  "settings.php",
  "ending.php",
  "database.php",
  "file-keys.php",
  "web-server.sh",
  "background-services.sh",
  "background-services.php",
  "apache-common.conf",
  "apache-maintenance.conf",
  "apache-serving.conf",
  "maintenance.html",
] as const;

/** Begins a file in the archive; its name follows. */
export const FILE_BEGINS = "@@ ";

/** Name of the last, empty one, by which unpack.sh sees that it has all. */
export const END_OF_FILES = "end";

/** The text of a file in `container/` without its lines of comment. */
export function scriptText(scope: Construct, name: string): Expression<string> {
  const file = textOfFile(scope, name, join(__dirname, "container", name));
  return tf`replace(${file}, "/(?m)^[ \\\\t]*(#([^!\\\\n].*)?|//.*)\\\\n/", "")`;
}

/**
 * The files that the main container of a task runs.
 *
 * A task definition holds 64 KiB, and they are more: it carries them packed. So that a plan shows what changes in
 * them, they are also the values of a resource that does nothing.
 */
export class TaskScripts extends Construct {
  /** All files as one text, packed by gzip and in base64: what unpack.sh takes. */
  readonly archive: Expression<string>;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const texts = SCRIPTS.map((name) => ({ name, text: scriptText(this, name) }));
    // cdktf's own class for this type runs the Terraform binary in each synthesis, to check its version.
    const shown = new TerraformResource(this, "Default", { terraformResourceType: "terraform_data" });
    // One instance for each file: a plan that changes one of them shows no other.
    shown.addOverride("for_each", tf`${Object.fromEntries(texts.map(({ name, text }) => [name, text]))}`);
    shown.addOverride("input", tf`each.value`);
    const files = texts.flatMap(({ name, text }) => [`${FILE_BEGINS}${name}\n`, text]);
    this.archive = tf`base64gzip(join("", ${[...files, `${FILE_BEGINS}${END_OF_FILES}\n`]}))`;
  }
}

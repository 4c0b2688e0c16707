import { join } from "node:path";
import { TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { type Expression, tf } from "../terraform/expression";
import { textOfFile, textsOfFolder } from "../terraform/text-file";

const CONTAINER = join(__dirname, "container");

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
  "client.php",
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
  return withoutComments(textOfFile(scope, name, join(CONTAINER, name)));
}

function withoutComments(text: Expression<string>): Expression<string> {
  return tf`replace(${text}, "/(?m)^[ \\\\t]*(#([^!\\\\n].*)?|//.*|/[*]{2}.*[*]/)\\\\n/", "")`;
}

/** For the archive: indentation would be a twentieth of it. */
function withoutIndentation(text: Expression<string>): Expression<string> {
  return tf`replace(${text}, "/(?m)^[ \\\\t]+/", "")`;
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
    const texts = textsOfFolder(this, "files", CONTAINER);
    // cdktf's own class for this type runs the Terraform binary in each synthesis, to check its version.
    const shown = new TerraformResource(this, "Default", { terraformResourceType: "terraform_data" });
    // One instance for each file: a plan that changes one of them shows no other.
    shown.addOverride("for_each", tf`toset(${SCRIPTS})`);
    shown.addOverride("input", withoutComments(texts(tf`each.key`)));
    const files = tf`[for name in ${SCRIPTS} : [${FILE_BEGINS}, name, "\\n", ${withoutComments(texts(tf`name`))}]]`;
    const lines = tf`join("", flatten([${files}, ${`${FILE_BEGINS}${END_OF_FILES}\n`}]))`;
    this.archive = tf`base64gzip(${withoutIndentation(lines)})`;
  }
}

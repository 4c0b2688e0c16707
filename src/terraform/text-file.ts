import { AssetType, TerraformAsset } from "cdktf";
import type { Construct } from "constructs";
import { type Expression, rawExpression, tf, type Value } from "./expression";

/**
 * The text of a file, to the byte: Terraform reads it beside the stack. Inside the stack's JSON Terraform would parse it
 * as a template, several times in each run; a script of 20 kB takes a tenth of a plan's time that way.
 *
 * @param path of a file in UTF-8
 */
export function textOfFile(scope: Construct, id: string, path: string): Expression<string> {
  const asset = new TerraformAsset(scope, id, { path, type: AssetType.FILE });
  return rawExpression(`file("\${path.module}/${asset.path}")`);
}

/**
 * The texts of a folder's files, each by its name, which may be an expression: a resource with one instance for each
 * file then reads one in each, and not all.
 *
 * @param path of a folder with files in UTF-8
 */
export function textsOfFolder(
  scope: Construct,
  id: string,
  path: string,
): (name: Value<string>) => Expression<string> {
  const { path: copy } = new TerraformAsset(scope, id, { path, type: AssetType.DIRECTORY });
  return (name) => tf`file(join("/", [path.module, ${copy}, ${name}]))`;
}

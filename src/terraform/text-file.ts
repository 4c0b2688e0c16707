import { AssetType, TerraformAsset } from "cdktf";
import type { Construct } from "constructs";
import { type Expression, rawExpression } from "./expression";

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

type Parse = (name: string, text: string) => Promise<Record<string, unknown>>;

/** The values of a file of Terraform's variables. */
export async function tfvarsIn(text: string): Promise<Record<string, unknown>> {
  // Its types bring those of browsers along, which contradict Node.js's.
  const { parse } = require("@cdktf/hcl2json") as { readonly parse: Parse };
  return parse("environment.tf", text);
}

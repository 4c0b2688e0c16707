type Reader = (file: string, text: string) => Promise<Readonly<Record<string, unknown>>>;

/**
 * Reads a text in Terraform's language into the values that it assigns. Its blocks become objects by their labels, each
 * with a list of the blocks that have it. An expression that is no literal stays a text, as "${var.region}".
 *
 * @param file its name, for the error
 */
export const readHcl: Reader = async (file, text) => {
  // It starts a Go program in WebAssembly, which takes half a second, so it is loaded where something is read. Its own
  // types would bring those of a browser into this project.
  const { parse } = require("@cdktf/hcl2json") as { readonly parse: Reader };
  return parse(file, text);
};

/**
 * Parts for programs that speak Terraform's plugin protocol themselves, such as one that stands between Terraform and
 * a provider.
 */
export { StackFiles } from "./configuration/stack-files";
export { decodeValue, encodeValue } from "./cty/msgpack";
export {
  type CtyObject,
  type CtyType,
  type CtyValue,
  canonicalJson,
  Dynamic,
  isWhollyKnown,
  Unknown,
} from "./cty/types";
export { PROTOCOL_FILE } from "./plugin/protocol-file";
export type { ReattachConfig } from "./plugin/server";

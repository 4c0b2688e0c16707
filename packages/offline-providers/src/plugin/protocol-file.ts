import { join } from "node:path";

/** Terraform's plugin protocol 5, as Protocol Buffers describe it. */
export const PROTOCOL_FILE = join(__dirname, "../../protocol/tfplugin5.proto");

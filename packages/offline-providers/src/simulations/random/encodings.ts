import type { CtyValue } from "../../cty/types";

/** Some bytes in all forms that `random_id` and `random_bytes` give. */
export function encodings(raw: Buffer, prefix: string): Record<string, CtyValue> {
  return {
    b64_std: prefix + raw.toString("base64"),
    b64_url: prefix + raw.toString("base64url"),
    base64: raw.toString("base64"),
    dec: prefix + BigInt(`0x${raw.toString("hex")}`).toString(),
    hex: prefix + raw.toString("hex"),
    id: raw.toString("base64url"),
  };
}

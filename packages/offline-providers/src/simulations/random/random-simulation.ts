import { createHash } from "node:crypto";
import { type CtyObject, type CtyValue, canonicalJson } from "../../cty/types";
import type { ValueMaker } from "../../lifecycle/complete";
import { SimulatedError, type Simulation, type Subject } from "../../simulation";

/** The provider hashicorp/random, except that its results follow from the configuration. */
export class RandomSimulation implements Simulation {
  private readonly made = new Map<string, number>();

  plan({ type, values, prior }: Subject): CtyObject {
    return prior === null && /_(password|string)$/.test(type) ? characterDefaults(values) : {};
  }

  describe({ type, values }: Subject): ValueMaker {
    const text = `${type} ${canonicalJson(values)}`;
    // Two resources of the same configuration get different results.
    const number = (this.made.get(text) ?? 0) + 1;
    this.made.set(text, number);
    const results = resultsOf(type, values, randomBytes(`${text} ${number}`));
    return ([attribute]) => results[attribute!] ?? null;
  }
}

type Bytes = (count: number) => Buffer;

function resultsOf(type: string, values: CtyObject, bytes: Bytes): Record<string, CtyValue> {
  switch (type) {
    case "random_id":
    case "random_bytes":
      return encodings(bytes(Number(values.byte_length ?? values.length)), String(values.prefix ?? ""));
    case "random_password":
    case "random_string": {
      const result = characters(values, bytes);
      return {
        result,
        id: type === "random_string" ? result : "none",
        bcrypt_hash: `$2a$10$${bytes(26).toString("hex")}`,
      };
    }
    case "random_integer": {
      const [min, max] = [Number(values.min), Number(values.max)];
      const result = min + (bytes(4).readUInt32BE() % (max - min + 1));
      return { result, id: String(result) };
    }
    case "random_uuid": {
      const result = bytes(16)
        .toString("hex")
        .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.*)$/, "$1-$2-4$3-a$4-$5");
      return { result, id: result };
    }
    default:
      throw new SimulatedError(`${type} is not simulated offline.`);
  }
}

function encodings(raw: Buffer, prefix: string): Record<string, CtyValue> {
  return {
    b64_std: prefix + raw.toString("base64"),
    b64_url: prefix + raw.toString("base64url"),
    base64: raw.toString("base64"),
    dec: prefix + BigInt(`0x${raw.toString("hex")}`).toString(),
    hex: prefix + raw.toString("hex"),
    id: raw.toString("base64url"),
  };
}

const KINDS: Record<string, string> = {
  lower: "abcdefghijklmnopqrstuvwxyz",
  upper: "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  numeric: "0123456789",
  special: "!@#$%&*()-_=+[]{}<>:?",
};

function characters(values: CtyObject, bytes: Bytes): string {
  const special = (values.override_special as string | null) || KINDS.special!;
  const alphabet = Object.entries({ ...KINDS, special })
    .filter(([kind]) => values[kind] !== false)
    .map(([, letters]) => letters)
    .join("");
  return [...bytes(Number(values.length))].map((byte) => alphabet[byte % alphabet.length]).join("");
}

/** The provider's own defaults, which it knows at plan. */
function characterDefaults(values: CtyObject): CtyObject {
  const given = (name: string) => values[name] === true || values[name] === false;
  const isOn = [...Object.keys(KINDS), "number"].map(
    (kind) => [kind, given(kind) ? values[kind] : true] as const,
  );
  const minimums = Object.keys(KINDS).map((kind) => [`min_${kind}`, 0] as const);
  return Object.fromEntries([...isOn, ...minimums] as [string, CtyValue][]);
}

function randomBytes(text: string): Bytes {
  return (count) => {
    const blocks = Array.from({ length: Math.ceil(count / 64) }, (_, i) =>
      createHash("sha512").update(`${text} ${i}`).digest(),
    );
    return Buffer.concat(blocks).subarray(0, count);
  };
}

import { Decoder, Encoder, ExtData } from "@msgpack/msgpack";
import { type CtyObject, type CtyType, type CtyValue, Dynamic, isObject, Unknown } from "./types";

const UNKNOWN_EXTENSION = 0;
const REFINED_UNKNOWN_EXTENSION = 12;

const DECODER = new Decoder({ useBigInt64: true });
const ENCODER = new Encoder();

/** Reads a value that Terraform sent. */
export function decodeValue(bytes: Uint8Array, type: CtyType): CtyValue {
  return bytes.length === 0 ? null : fromWire(DECODER.decode(bytes), type);
}

/** Writes a value as Terraform expects it: every attribute present, numbers exact, unknowns as extensions. */
export function encodeValue(value: CtyValue, type: CtyType): Uint8Array {
  return ENCODER.encode(toWire(value, type));
}

function fromWire(raw: unknown, type: CtyType): CtyValue {
  if (raw === null || raw === undefined) return null;
  if (raw instanceof ExtData) {
    return new Unknown(raw.type === REFINED_UNKNOWN_EXTENSION ? (raw.data as Uint8Array) : undefined);
  }
  if (type === "dynamic") {
    const [typeJson, value] = raw as [Uint8Array, unknown];
    const actual = JSON.parse(Buffer.from(typeJson).toString()) as CtyType;
    return new Dynamic(actual, fromWire(value, actual));
  }
  // Terraform takes digits for a number too, which keeps one that JavaScript would round.
  if (typeof raw === "bigint") return Number.isSafeInteger(Number(raw)) ? Number(raw) : String(raw);
  if (typeof type === "string") return raw as CtyValue;
  const [kind, inner] = type;
  switch (kind) {
    case "list":
    case "set":
      return (raw as unknown[]).map((element) => fromWire(element, inner));
    case "tuple":
      return (raw as unknown[]).map((element, i) => fromWire(element, inner[i]!));
    case "map":
      return mapValues(raw as CtyObject, (element) => fromWire(element, inner));
    case "object":
      return mapValues(inner, (attribute, name) => fromWire((raw as CtyObject)[name], attribute));
  }
}

function toWire(value: CtyValue | undefined, type: CtyType): unknown {
  if (value === null || value === undefined) return null;
  if (value instanceof Unknown) {
    return value.refinements
      ? new ExtData(REFINED_UNKNOWN_EXTENSION, value.refinements)
      : new ExtData(UNKNOWN_EXTENSION, new Uint8Array([0]));
  }
  if (type === "dynamic") {
    const { type: actual, value: inner } = value instanceof Dynamic ? value : inferDynamic(value);
    return [Buffer.from(JSON.stringify(actual)), toWire(inner, actual)];
  }
  if (typeof type === "string") return value;
  const [kind, inner] = type;
  switch (kind) {
    case "list":
    case "set":
      return (value as CtyValue[]).map((element) => toWire(element, inner));
    case "tuple":
      return (value as CtyValue[]).map((element, i) => toWire(element, inner[i]!));
    case "map":
      return mapValues(value as CtyObject, (element) => toWire(element, inner));
    case "object":
      return mapValues(inner, (attribute, name) => toWire((value as CtyObject)[name], attribute));
  }
}

/** The type of a plain value, for attributes whose type the schema leaves open. */
function inferDynamic(value: CtyValue): Dynamic {
  return new Dynamic(inferType(value), value);
}

function inferType(value: CtyValue): CtyType {
  if (value instanceof Dynamic) return value.type;
  if (Array.isArray(value)) return ["tuple", value.map(inferType)];
  if (isObject(value)) return ["object", mapValues(value, inferType)];
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "bool";
  return typeof value === "string" ? "string" : "dynamic";
}

function mapValues<From, To>(source: Record<string, From>, convert: (value: From, name: string) => To) {
  return Object.fromEntries(Object.entries(source).map(([name, value]) => [name, convert(value, name)]));
}

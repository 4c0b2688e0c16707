import { ExtData, encode } from "@msgpack/msgpack";
import { decodeValue, encodeValue } from "../src/cty/msgpack";
import { type CtyType, Dynamic, UNKNOWN, Unknown } from "../src/cty/types";

const roundTrip = (wire: unknown, type: CtyType) =>
  Buffer.from(encodeValue(decodeValue(encode(wire, { useBigInt64: true }), type), type));
const bytes = (wire: unknown) => Buffer.from(encode(wire, { useBigInt64: true }));

describe("Terraform's value encoding", () => {
  it("writes every attribute of an object, missing ones as null", () => {
    expect(Buffer.from(encodeValue({ a: 1 }, ["object", { a: "number", b: "string" }]))).toEqual(
      bytes({ a: 1, b: null }),
    );
  });

  it("writes an unknown value as extension 0, in a set too", () => {
    expect(Buffer.from(encodeValue([UNKNOWN], ["set", "string"]))).toEqual(Buffer.from([0x91, 0xd4, 0, 0]));
  });

  it("hands a refined unknown back as it came", () => {
    const refined = new ExtData(12, encode(new Map([[1, false]]).size));
    expect(decodeValue(encode(refined), "string")).toBeInstanceOf(Unknown);
    expect(roundTrip(refined, "string")).toEqual(bytes(refined));
  });

  it.each([0, -1, 1.5, 2 ** 40, "123456789012345678901234567890"])("keeps the number %s", (number) => {
    expect(decodeValue(encodeValue(number, "number"), "number")).toBe(number);
  });

  it("keeps an integer that JavaScript would round", () => {
    expect(decodeValue(bytes(2n ** 60n + 1n), "number")).toBe("1152921504606846977");
  });

  it("carries the type of a value whose type is open", () => {
    const wire = [Buffer.from('["list","string"]'), ["a"]];
    expect(decodeValue(encode(wire), "dynamic")).toEqual(new Dynamic(["list", "string"], ["a"]));
    expect(roundTrip(wire, "dynamic")).toEqual(bytes(wire));
  });
});

import { type CtyObject, type CtyValue, canonicalJson } from "../../cty/types";
import type { ValueMaker } from "../../lifecycle/complete";
import { Seed } from "../../seed";
import { SimulatedError, type Simulation, type Subject } from "../../simulation";
import { characters, defaultsOfCharacters } from "./characters";
import { encodings } from "./encodings";
import { defaultsOfPet, petName } from "./pet-name";
import { shuffled } from "./shuffled";

/** The provider hashicorp/random, except that its results follow from the configuration. */
export class RandomSimulation implements Simulation {
  private readonly made = new Map<string, number>();

  plan({ type, values, prior }: Subject): CtyObject {
    // The provider's own defaults, which it knows before it makes anything.
    if (prior !== null) return {};
    if (type === "random_pet") return defaultsOfPet(values);
    return /_(password|string)$/.test(type) ? defaultsOfCharacters(values) : {};
  }

  describe({ type, values }: Subject): ValueMaker {
    const text = `${type} ${canonicalJson(values)}`;
    // Two resources of the same configuration get different results.
    const number = (this.made.get(text) ?? 0) + 1;
    this.made.set(text, number);
    const results = resultsOf(type, values, new Seed(`${text} ${number}`));
    return ([attribute]) => results[attribute!] ?? null;
  }
}

function resultsOf(type: string, values: CtyObject, seed: Seed): Record<string, CtyValue> {
  switch (type) {
    case "random_id":
    case "random_bytes": {
      const bytes = seed.bytes(Number(values.byte_length ?? values.length));
      return encodings(bytes, String(values.prefix ?? ""));
    }
    case "random_password":
    case "random_string": {
      const result = characters(values, seed);
      return {
        result,
        id: type === "random_string" ? result : "none",
        bcrypt_hash: `$2a$10$${seed.bytes(26).toString("hex")}`,
      };
    }
    case "random_integer": {
      const [min, max] = [Number(values.min), Number(values.max)];
      const result = min + (seed.bytes(4).readUInt32BE() % (max - min + 1));
      return { result, id: String(result) };
    }
    case "random_pet":
      return petName(values, seed);
    case "random_shuffle":
      return { result: shuffled(values, seed), id: "-" };
    case "random_uuid": {
      const result = uuid(seed);
      return { result, id: result };
    }
    default:
      throw new SimulatedError(`${type} is not simulated offline.`);
  }
}

function uuid(seed: Seed): string {
  return seed
    .bytes(16)
    .toString("hex")
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.*)$/, "$1-$2-4$3-a$4-$5");
}

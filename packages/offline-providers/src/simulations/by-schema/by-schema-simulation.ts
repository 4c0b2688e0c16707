import { type CtyObject, canonicalJson } from "../../cty/types";
import type { ValueMaker } from "../../lifecycle/complete";
import { neutralValue } from "../../lifecycle/neutral-value";
import { Seed } from "../../seed";
import type { Change, Simulation, Subject } from "../../simulation";

/** A provider of which only the schema is known: what it decides is made up, by name and type of the attribute. */
export class BySchemaSimulation implements Simulation {
  private readonly issuedIds = new Set<string>();

  describe({ type, values, prior }: Subject): ValueMaker {
    const text = `${type} ${canonicalJson(values)}`;
    let seed = new Seed(text);
    // Two resources of the same configuration are told apart by number.
    for (let n = 2; !prior && this.issuedIds.has(keyOf(type, seed.hex(16))); n++)
      seed = new Seed(`${text} ${n}`);
    return (path, attribute) =>
      path.length === 1 && attribute.name === "id" && attribute.type === "string"
        ? seed.hex(16)
        : neutralValue(seed, path, attribute);
  }

  changed({ type, values }: Change): void {
    if (values) this.exists(type, values);
  }

  exists(type: string, { id }: CtyObject): void {
    this.issuedIds.add(keyOf(type, String(id)));
  }
}

function keyOf(type: string, id: string): string {
  return `${type} ${id}`;
}

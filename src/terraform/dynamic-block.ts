import { Lazy, type TerraformElement } from "cdktf";
import { type Expression, rawExpression, tf, type Value } from "./expression";

/** A nested block in Terraform's spelling. */
export type Block = Record<string, unknown>;

/**
 * Nested blocks of which each exists only while its condition holds, as in
 * `{ ...blocksWhen({ none: tf`!${countOnly}`, count: countOnly }) }`.
 *
 * @param conditions Terraform conditions by the name of an empty block, or of one with content
 */
export function blocksWhen(
  conditions: Readonly<Record<string, Value<boolean>>>,
  content: Readonly<Record<string, Block>> = {},
): Block {
  const blocks = Object.entries(conditions).map(([name, condition]) => [
    name,
    [{ for_each: tf`(${condition}) ? [1] : []`, content: content[name] ?? {} }],
  ]);
  return { dynamic: Object.fromEntries(blocks) };
}

/** Adds blocks to a resource, beside those that it always has, while a condition holds. */
export function addBlocksWhen(
  condition: Value<boolean>,
  resource: TerraformElement,
  name: string,
  blocks: readonly Block[],
): void {
  resource.addOverride(
    `dynamic.${name}`,
    blocks.map((content) => ({ for_each: tf`(${condition}) ? [1] : []`, content })),
  );
}

/**
 * A nested block for each entry of a map that Terraform computes.
 *
 * @param content is given references to the entry's key and value
 */
export function blockForEach(
  name: string,
  entries: Expression,
  content: (key: Expression, value: Expression) => Block,
): Block {
  const [key, value] = [rawExpression(`${name}.key`), rawExpression(`${name}.value`)];
  return { dynamic: { [name]: [{ for_each: entries, content: content(key, value) }] } };
}

/**
 * A nested block that reaches the synthesized JSON as it is. The provider's classes cannot express dynamic
 * blocks below the first level, so such a block is written in Terraform's spelling.
 */
export function verbatim<T>(block: Block): T {
  return Lazy.anyValue({ produce: () => block }) as unknown as T;
}

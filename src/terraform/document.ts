import {
  DefaultTokenResolver,
  StringConcat,
  TerraformBackend,
  TerraformElement,
  TerraformOutput,
  type TerraformStack,
  Tokenization,
} from "cdktf";
import { Expression } from "./expression";

/** A block of Terraform JSON: arguments by name. */
export interface Block {
  readonly [argument: string]: unknown;
  readonly depends_on?: readonly string[];
}

type Blocks = Record<string, Record<string, Block>>;

/** A stack in Terraform's JSON syntax. */
export interface TerraformDocument {
  readonly [kind: string]: unknown;
  /** Read by cdktf's command line: the stack's name, its backend, its outputs by construct. */
  readonly "//": {
    readonly metadata: Readonly<Record<string, unknown>>;
    readonly outputs: Readonly<Record<string, unknown>>;
  };
  readonly terraform: Readonly<Record<string, unknown>>;
  readonly locals?: Readonly<Record<string, unknown>>;
  readonly resource?: Blocks;
  readonly data?: Blocks;
  readonly ephemeral?: Blocks;
  readonly moved?: ReadonlyArray<{ readonly from: string; readonly to: string }>;
}

/** cdktf looks for tokens in what a token has become, again and again. An expression leaves none. */
class Resolver extends DefaultTokenResolver {
  override resolveToken(
    ...[token, context, postProcessor]: Parameters<DefaultTokenResolver["resolveToken"]>
  ) {
    if (token instanceof Expression) return token.resolve(context);
    return super.resolveToken(token, context, postProcessor);
  }
}

const RESOLVER = new Resolver(new StringConcat());

/**
 * Writes a stack as cdktf does, but resolves each value once. cdktf resolves all of them three times, to find
 * references to other stacks, of which there are none here, and to be sure: 7 % of the processor time of a synthesis.
 *
 * @param overrides what is written over the whole in the end
 */
export function writeDocument(stack: TerraformStack, overrides: object): TerraformDocument {
  const elements = stack.node.findAll().filter((one) => TerraformElement.isTerraformElement(one));
  const document: Record<string, unknown> = { "//": notesOf(stack, elements) };
  for (const element of elements) merge(document, resolve(element.toTerraform(), stack) as object);
  merge(document, resolve(overrides, stack) as object);
  return document as TerraformDocument;
}

/** Finds a token in a text: a mark, or a number such as `-1.8881545897087e+289`. */
const TOKEN = /TfToken\[|e\+\d/;

/** Resolves the tokens in a value. cdktf is asked only where there may be one: it looks at each name and text four times. */
function resolve(value: unknown, stack: TerraformStack): unknown {
  if (typeof value === "string" ? !TOKEN.test(value) : typeof value === "boolean") return value;
  if (Array.isArray(value) && !value.some(mayBeToken)) {
    return value.map((item) => resolve(item, stack)).filter((item) => item !== undefined);
  }
  if (isPlain(value) && !Object.keys(value).some(mayBeToken)) {
    const block: Record<string, unknown> = {};
    for (const [name, item] of Object.entries(value)) {
      const resolved = resolve(item, stack);
      if (resolved !== undefined) block[name] = resolved;
    }
    return block;
  }
  return Tokenization.resolve(value, { scope: stack, resolver: RESOLVER });
}

/** A list or a map that is a token has it as its only item, or name. */
function mayBeToken(item: unknown): boolean {
  return typeof item === "number" || (typeof item === "string" && TOKEN.test(item));
}

function isPlain(value: unknown): value is object {
  return (
    isObject(value) && Object.getPrototypeOf(value) === Object.prototype && !Tokenization.isResolvable(value)
  );
}

function notesOf(stack: TerraformStack, elements: readonly TerraformElement[]): TerraformDocument["//"] {
  const metadata = { version: stack.node.tryGetContext("cdktfVersion"), stackName: stack.node.id };
  const outputs = { [stack.node.id]: {} };
  for (const element of elements) {
    if (TerraformBackend.isBackend(element)) merge(metadata, element.toMetadata());
    if (TerraformOutput.isTerraformOutput(element)) {
      merge(outputs, nested(element.node.path.split("/"), element.friendlyUniqueId));
    }
  }
  return { metadata, outputs };
}

/** `(["a", "b"], 1)` -> `{ a: { b: 1 } }` */
function nested(path: readonly string[], value: unknown): object {
  return path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as object;
}

/** Puts what the second has into the first: objects are merged, lists joined, any other value takes the former's place. */
export function merge(target: object, source: object): void {
  const into = target as Record<string, unknown>;
  for (const [key, value] of Object.entries(source)) {
    const former = into[key];
    if (isObject(former) && isObject(value)) merge(former, value);
    else if (Array.isArray(former) && Array.isArray(value)) into[key] = [...former, ...value];
    else if (value !== undefined) into[key] = value;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

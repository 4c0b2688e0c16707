import {
  DefaultTokenResolver,
  StringConcat,
  TerraformBackend,
  TerraformElement,
  TerraformOutput,
  type TerraformStack,
  Tokenization,
} from "cdktf";

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

const RESOLVER = new DefaultTokenResolver(new StringConcat());

/**
 * Writes a stack as cdktf does, but resolves each value once. cdktf resolves all of them three times, to find
 * references to other stacks, of which there are none here, and to be sure: 7 % of the processor time of a synthesis.
 *
 * @param overrides what is written over the whole in the end
 */
export function writeDocument(stack: TerraformStack, overrides: object): TerraformDocument {
  const elements = stack.node.findAll().filter((one) => TerraformElement.isTerraformElement(one));
  const document: Record<string, unknown> = { "//": notesOf(stack, elements) };
  for (const element of elements) {
    merge(document, Tokenization.resolve(element.toTerraform(), { scope: stack, resolver: RESOLVER }));
  }
  merge(document, Tokenization.resolve(overrides, { scope: stack, resolver: RESOLVER }));
  return document as TerraformDocument;
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

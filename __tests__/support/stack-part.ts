import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

type Blocks = Readonly<Record<string, unknown>>;
type BlocksByType = Readonly<Record<string, Blocks>>;

/** The part of Terraform's JSON syntax that is read here. */
interface StackDocument {
  readonly resource?: BlocksByType;
  readonly data?: BlocksByType;
  readonly ephemeral?: BlocksByType;
  readonly locals?: Blocks;
  readonly output?: Blocks;
  readonly check?: Blocks;
  readonly moved?: unknown;
}

const REFERENCE =
  /\b((?:data\.|ephemeral\.)?(?:aws_\w+|random_\w+|terraform_data|archive_file)\.\w+|local\.\w+)/g;

/** All but the analytics environment and monitoring, which are half of the stack. */
export const WITHOUT_ANALYTICS_AND_MONITORING = /^aws_\w+\.(?!analytics_|monitoring_)|^terraform_data\./;

/**
 * The part of a synthesized stack that holds the wanted resources, whatever they refer to, and the outputs and checks
 * of these. A plan of it takes a fraction of the time. A guard, which waits for all that it guards, takes nothing along:
 * it waits for what is there.
 *
 * @param wanted addresses without an index, such as `aws_lb.edge`
 */
export function stackPart<T extends StackDocument>(document: T, wanted: RegExp): T {
  const { terraform_data: guards = {}, ...resources } = document.resource ?? {};
  const blocks = new Map([
    ...addressed(resources, ""),
    ...addressed({ terraform_data: withDependsOn(guards, () => false) }, ""),
    ...addressed(document.data, "data."),
    ...addressed(document.ephemeral, "ephemeral."),
    ...Object.entries(document.locals ?? {}).map(([name, value]): [string, unknown] => [
      `local.${name}`,
      value,
    ]),
  ]);
  const referencesOf = (block: unknown) =>
    [...JSON.stringify(block).matchAll(REFERENCE)]
      .map(([reference]) => reference)
      .filter((address) => blocks.has(address));

  const kept = new Set<string>();
  const found = [...blocks.keys()].filter((address) => wanted.test(address));
  if (found.length === 0) throw new Error(`No address in the stack matches ${wanted}.`);
  for (let address = found.pop(); address; address = found.pop()) {
    if (kept.has(address)) continue;
    kept.add(address);
    found.push(...referencesOf(blocks.get(address)));
  }

  const isKept = (block: unknown) => referencesOf(block).every((address) => kept.has(address));
  const { moved: _, ...rest } = document;
  const parts = {
    resource: keep(
      { ...resources, terraform_data: withDependsOn(guards, (address) => kept.has(address)) },
      "",
      kept,
    ),
    data: keep(document.data, "data.", kept),
    ephemeral: keep(document.ephemeral, "ephemeral.", kept),
    locals: pick(document.locals, ([name]) => kept.has(`local.${name}`)),
    output: pick(document.output, ([, block]) => isKept(block)),
    check: pick(document.check, ([, block]) => isKept(block)),
  };
  const none = Object.keys(parts).filter(
    (kind) => Object.keys(parts[kind as keyof typeof parts]).length === 0,
  );
  // Terraform refuses a kind of block without any.
  return pick({ ...rest, ...parts }, ([kind]) => !none.includes(kind)) as unknown as T;
}

/** Leaves such a part of the stack in a folder. */
export function keepPart(folder: string, wanted: RegExp): void {
  const file = join(folder, "cdk.tf.json");
  writeFileSync(file, JSON.stringify(stackPart(JSON.parse(readFileSync(file, "utf8")), wanted)));
}

/** A copy of a synthesized stack's folder with such a part of it. */
export function folderWithPart(stackFolder: string, wanted: RegExp): string {
  const folder = mkdtempSync(join(tmpdir(), "stack-part-"));
  cpSync(stackFolder, folder, { recursive: true });
  keepPart(folder, wanted);
  return folder;
}

/** Such blocks with the dependencies that are wanted. */
function withDependsOn(blocks: Blocks, isWanted: (address: string) => boolean): Blocks {
  return Object.fromEntries(
    Object.entries(blocks as Readonly<Record<string, { readonly depends_on?: readonly string[] }>>).map(
      ([name, block]) => [name, { ...block, depends_on: block.depends_on?.filter(isWanted) }],
    ),
  );
}

function addressed(types: BlocksByType = {}, kind: string): Array<[address: string, block: unknown]> {
  return Object.entries(types).flatMap(([type, blocks]) =>
    Object.entries(blocks).map(([name, block]): [string, unknown] => [`${kind}${type}.${name}`, block]),
  );
}

function keep(types: BlocksByType = {}, kind: string, kept: ReadonlySet<string>): BlocksByType {
  const found = Object.entries(types).map(([type, blocks]): [string, Blocks] => [
    type,
    pick(blocks, ([name]) => kept.has(`${kind}${type}.${name}`)),
  ]);
  return Object.fromEntries(found.filter(([, blocks]) => Object.keys(blocks).length > 0));
}

function pick(blocks: Blocks = {}, isWanted: (entry: [name: string, block: unknown]) => boolean): Blocks {
  return Object.fromEntries(Object.entries(blocks).filter(isWanted));
}

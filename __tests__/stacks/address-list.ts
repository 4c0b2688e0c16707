import { readFileSync } from "node:fs";
import path from "node:path";
import { withoutKey } from "../../src/terraform/instance-scope";
import type { TerraformDocument } from "../support/synthesized-project";

const FILE = "__tests__/stacks/addresses.txt";
const REMOVALS_FILE = "__tests__/stacks/removals.ts";

/** The addresses of a stack that every installation may have. */
export function listedAddresses(stack: string): string[] {
  const sections = text().split(/^\[(.+)\]$/m);
  const section = sections[sections.indexOf(stack) + 1];
  if (!sections.includes(stack) || section === undefined)
    throw new Error(`${FILE} has no section [${stack}].`);
  return section.split("\n").filter((line) => line !== "");
}

/** The types of resources that any stack of the list has. */
export function listedTypes(): ReadonlySet<string> {
  return new Set([...text().matchAll(/^([a-z]\w+)\.\w+$/gm)].map(([, type]) => type!));
}

function text(): string {
  return readFileSync(path.join(__dirname, "../..", FILE), "utf8");
}

/**
 * Problems with the addresses of a stack, each with the line that mends it.
 *
 * @param removals addresses that may be lost, with the reason
 */
export function addressProblems(
  stack: string,
  listed: readonly string[],
  document: Pick<TerraformDocument, "resource" | "moved">,
  removals: Readonly<Record<string, string>> = {},
): string[] {
  const present = addressesIn(document);
  const moved = new Set((document.moved ?? []).map(({ from }) => withoutKey(from)));
  const gone = listed.filter((address) => !present.includes(address) && !moved.has(address));
  return [
    ...gone
      .filter((address) => !removals[address])
      .map(
        (address) =>
          `${address} is gone: Terraform deletes it in every installation, with all that it holds. Where it is only ` +
          'renamed, add where its construct is made: moveFrom(<construct>, "<its former path>"). Where it may be lost, ' +
          `add to ${REMOVALS_FILE}, under "${stack}": "${address}": "<what is lost with it, and why that may be>",`,
      ),
    ...present
      .filter((address) => !listed.includes(address))
      .map((address) => `${address} is new. Add the line to ${FILE}, in [${stack}]: ${address}`),
    ...Object.keys(removals)
      .filter((address) => !gone.includes(address))
      .map(
        (address) =>
          `${address} is not lost: it is in the stack, has a move, or is not in ${FILE}. Delete its line in ${REMOVALS_FILE}.`,
      ),
  ];
}

function addressesIn({ resource }: Pick<TerraformDocument, "resource">): string[] {
  return Object.entries(resource)
    .flatMap(([type, blocks]) => Object.keys(blocks).map((id) => `${type}.${id}`))
    .sort();
}

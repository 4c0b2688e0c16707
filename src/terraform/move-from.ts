import { TerraformResource, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { InstanceScope, withoutKey } from "./instance-scope";
import { readableId } from "./readable-id";

/** The former and the new address of a resource. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

interface Rename {
  readonly construct: Construct;
  readonly former: string;
}

const renames = new WeakMap<TerraformStack, Rename[]>();

/**
 * Keeps what exists where a construct gets another id or another place in the tree: Terraform moves every resource of
 * it and below it to its new address, with all instances, and neither destroys nor makes anything.
 *
 *     const audit = new Toggle(this, "trail", variables.trail.value);
 *     moveFrom(audit, "audit");
 *
 * @param former where the construct was: the ids from the stack to it, with a slash between each two
 */
export function moveFrom(construct: Construct, former: string): void {
  const stack = TerraformStack.of(construct);
  renames.set(stack, [...(renames.get(stack) ?? []), { construct, former }]);
}

/** The moves of a stack, once nothing is added to it any more. */
export function movesOf(stack: TerraformStack): Move[] {
  const existing = new Set(stack.node.findAll().filter(isResource).map(addressOf));
  return (renames.get(stack) ?? []).flatMap(({ construct, former }) => {
    const resources = construct.node.findAll().filter(isResource);
    if (resources.length === 0) {
      throw new Error(`${construct.node.path} has no resources, so nothing moves from ${former}.`);
    }
    return resources.flatMap((resource) => {
      const to = addressOf(resource);
      const from = `${resource.terraformResourceType}.${readableId(formerPath(resource, construct, former))}`;
      if (from === to) {
        throw new Error(
          `${to} would move to itself. Give moveFrom its former path, in place of ${JSON.stringify(former)}.`,
        );
      }
      if (existing.has(from)) {
        throw new Error(`${to} would move from ${from}, which the stack still has. Rename that one first.`);
      }
      // Where it was no instance of several, it becomes the first: Terraform does so by itself, but not after a move.
      const isToggled = InstanceScope.keyOf(resource) === "[0]";
      return [{ from, to }, ...(isToggled ? [{ from: to, to: `${to}[0]` }] : [])];
    });
  });
}

function isResource(element: unknown): element is TerraformResource {
  return TerraformResource.isTerraformResource(element);
}

function addressOf(resource: TerraformResource): string {
  return `${resource.terraformResourceType}.${withoutKey(resource.friendlyUniqueId)}`;
}

function formerPath(resource: TerraformResource, construct: Construct, former: string): string[] {
  const { scopes } = resource.node;
  const below = scopes.slice(scopes.indexOf(construct) + 1).map((scope) => scope.node.id);
  return [...former.split("/"), ...below];
}

import { TerraformDataSource, TerraformElement, TerraformStack } from "cdktf";
import type { Node } from "constructs";
import { type Block, type TerraformDocument, writeDocument } from "./document";
import { InstanceScope, isCountable, withoutKey } from "./instance-scope";
import { movesOf } from "./move-from";
import { readableId } from "./readable-id";

type Overrides = Record<string, unknown>;

/**
 * A stack whose addresses people can read: the construct path in snake case, without a hash, so that
 * `new RdsCluster(database, "cluster")` is `aws_rds_cluster.database_cluster`. The id "Default" leaves no
 * trace. Two elements that would get the same address are an error, where cdktf would merge them silently.
 *
 * Below a `Toggle`, a `Repeat` or an `Each`, a resource gets its `count` or `for_each`, and each reference to it its instance key.
 */
export class ReadableStack extends TerraformStack {
  private owners?: Map<string, Node>;
  private readonly overrides: Overrides = {};
  private document?: TerraformDocument;

  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const isElement = TerraformElement.isTerraformElement(element);
    const node = isElement ? element.node : element;
    const path = node.scopes.slice(node.scopes.indexOf(this) + 1).map((scope) => scope.node.id);
    const id = readableId(path);
    // Anything but an element is an asset, whose folder has the id as its name.
    this.claim(`${isElement ? addressSpace(element) : "assets"}.${id}`, node);
    if (!isElement) return id;
    if (!isCountable(element)) return id;
    element.count ??= InstanceScope.countOf(element);
    const forEach = InstanceScope.forEachOf(element);
    if (forEach) element.addOverride("for_each", forEach);
    return id + InstanceScope.keyOf(element);
  }

  /**
   * Without cdktf's search for references to other stacks, of which there are none: one would be an address that this
   * stack does not have, which `terraform validate` tells. The search takes 10 % of a synthesis.
   */
  override prepareStack(): void {
    this.ensureBackendExists();
  }

  /** @param path `terraform.required_version` is the argument `required_version` of the block `terraform` */
  override addOverride(path: string, value: unknown): void {
    const keys = path.split(".");
    const last = keys.pop()!;
    const parent = keys.reduce((block, key) => {
      block[key] ??= {};
      return block[key] as Overrides;
    }, this.overrides);
    parent[last] = value;
  }

  /** Written once: after that, nothing may be added to the stack any more. */
  override toTerraform(): TerraformDocument {
    this.document ??= this.write();
    return this.document;
  }

  private write(): TerraformDocument {
    // An element gets its count with its address, so every address is asked for before anything is written.
    for (const element of this.node.findAll()) {
      if (TerraformElement.isTerraformElement(element)) void element.friendlyUniqueId;
    }
    const document = writeDocument(this, this.overrides);
    for (const kind of ["resource", "data", "ephemeral"] as const) {
      const blocksOfKind = document[kind] ?? {};
      for (const [type, blocks] of Object.entries(blocksOfKind)) {
        blocksOfKind[type] = Object.fromEntries(
          Object.entries(blocks).map(([id, block]) => [withoutKey(id), tidy(block)]),
        );
      }
    }
    // A whole resource moves: with the key of one instance, the others would be destroyed and made anew.
    const given = (document.moved ?? []).map(({ from, to }) => ({
      from: withoutKey(from),
      to: withoutKey(to),
    }));
    const moves = [...given, ...movesOf(this)];
    return moves.length > 0 ? { ...document, moved: moves } : document;
  }

  private claim(address: string, node: Node): void {
    this.owners ??= new Map();
    const owner = this.owners.get(address);
    if (owner && owner !== node) {
      throw new Error(
        `Two elements would have the address ${address}: ${owner.path} and ${node.path}. Give one of them another id.`,
      );
    }
    this.owners.set(address, node);
  }
}

/** Addresses are unique within a type of resource; variables, outputs and the like within their kind. */
function addressSpace(element: TerraformElement): string {
  const kind = TerraformDataSource.isTerraformDataSource(element) ? "data." : "";
  return (
    kind + ((element as { terraformResourceType?: string }).terraformResourceType ?? element.constructor.name)
  );
}

/**
 * A dependency is on a whole resource, never on one instance. cdktf's note of where in the tree a block was made says
 * what its address says, and would take the address's place in what `cdktf deploy` prints.
 */
function tidy({ "//": note, depends_on: dependencies, ...block }: Block): Block {
  return dependencies ? { ...block, depends_on: dependencies.map(withoutKey) } : block;
}

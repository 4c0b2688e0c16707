import type { ChangeKind } from "./resource";

interface ChangeWords {
  /** For what a plan does to a resource: `2 replaced`. */
  readonly done: string;
  /** For what it would do: `replace aws_s3_bucket.exports`. */
  readonly toDo: string;
  /** After the address of a resource, where this is announced before it happens. */
  readonly announced: string;
  /** The sign that Terraform writes before such a resource. */
  readonly sign: string;
}

/** Words for each kind of change, the most dangerous first. */
export const CHANGE_WORDS: Readonly<Record<Exclude<ChangeKind, "unchanged">, ChangeWords>> = {
  destroy: { done: "deleted", toDo: "destroy", announced: "will be DESTROYED", sign: "-" },
  replace: {
    done: "replaced",
    toDo: "replace",
    announced: "will be REPLACED, what it holds is lost",
    sign: "-/+",
  },
  update: { done: "changed", toDo: "change", announced: "will change", sign: "~" },
  create: { done: "added", toDo: "create", announced: "will be added", sign: "+" },
  forget: {
    done: "forgotten",
    toDo: "forget",
    announced: "will be forgotten by Terraform, and stays",
    sign: "x",
  },
};

/** The kinds of change that are something, the most dangerous first. */
export const CHANGE_KINDS = Object.keys(CHANGE_WORDS) as (keyof typeof CHANGE_WORDS)[];

/** How many changes of each kind there are: `["1 replaced", "2 changed"]`. */
export function changeCounts(countOf: (kind: keyof typeof CHANGE_WORDS) => number): string[] {
  return CHANGE_KINDS.flatMap((kind) => {
    const count = countOf(kind);
    return count === 0 ? [] : [`${count} ${CHANGE_WORDS[kind].done}`];
  });
}

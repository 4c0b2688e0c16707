/** Where a plan comes from, which decides what it can know. */
export type Origin =
  /** Planned without an account, as a new installation. */
  | { readonly kind: "new" }
  /** Planned without an account over the stack of another commit, or over that of a folder. */
  | {
      readonly kind: "against";
      readonly ref: string;
      readonly commit?: string;
      /** The environment does not exist there. */
      readonly isNewThere: boolean;
    }
  /** Made by Terraform in an account. */
  | { readonly kind: "saved"; readonly file: string };

/** In a sentence, for the head of a report. */
export function describeOrigin(origin: Origin): string {
  switch (origin.kind) {
    case "new":
      return "Planned without an account, as a new installation.";
    case "against": {
      const { ref, commit, isNewThere } = origin;
      const other = commit === undefined || commit.startsWith(ref) ? ref : `${ref} (${commit.slice(0, 10)})`;
      const isNew = isNewThere ? ", where this environment does not exist" : "";
      return `Planned without an account: what changes in comparison with ${other}${isNew}.`;
    }
    case "saved":
      return `From the plan of a real run, ${origin.file}.`;
  }
}

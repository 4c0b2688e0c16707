import { type HalfMade, halfMade } from "./half-made";
import { missingDataKey } from "./kept";
import type { Lost } from "./seen-resources";

/** Remains of an interrupted deployment or destroy, because of which no further deployment completes by itself. */
export interface Leftovers {
  /** Resources that Terraform would delete and make anew, and that cannot be made anew. */
  readonly halfMade: readonly HalfMade[];
  /** Resources that are in the account, and of which the state does not know. */
  readonly lost: readonly Lost[];
}

/**
 * Finds what the state tells by itself, without a look into the account.
 *
 * @param state text of the state
 * @returns undefined where there is nothing
 */
export function leftoversIn(state: string): Leftovers | undefined {
  const key = missingDataKey(state);
  const found = { halfMade: halfMade(state), lost: key ? [key] : [] };
  return found.halfMade.length + found.lost.length > 0 ? found : undefined;
}

/**
 * Says what happened and which commands mend it.
 *
 * @param shownFolder folder of the stack, as a person is told to use it in commands
 */
export function explainLeftovers({ halfMade, lost }: Leftovers, shownFolder: string): string {
  const at = `terraform -chdir=${shownFolder}`;
  return [
    "An earlier deployment or destroy was interrupted, or an installation of the same name left something. Nothing has to be deleted: Terraform can go on with what is there.",
    ...halfMade.flatMap(({ address, because }) => [
      `${address}: its creation was not seen to end, so Terraform would make it anew, but ${because}. This keeps it:`,
      `  ${at} untaint '${address}'`,
    ]),
    ...lost.flatMap(({ address, id }) => [
      `${address}: the account has it, but the state does not know of it. This takes it in:`,
      `  ${at} import '${address}' '${id}'`,
    ]),
  ].join("\n");
}

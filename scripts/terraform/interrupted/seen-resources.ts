import type { ResourceChange } from "../../plan/terraform-plan";
import type { Candidates } from "./import-ids";

/** A resource that the account has and the state lacks: its creation was begun and the answer was lost. */
export interface Lost {
  readonly address: string;
  /** By which Terraform imports it. */
  readonly id: string;
}

/**
 * Resources of an account as plans with imports have shown them. Each is looked at once, whichever resource of the
 * stack it was guessed for, and then known to all of its type: of 60 rules of security groups, each with 60 candidates, the
 * second plan is right.
 */
export class SeenResources {
  /** Values by type and identifier; null where there is no such resource. */
  private readonly found = new Map<string, object | null>();
  /** Values with which the stack would make a resource, by address, as far as the last plan knew them. */
  private readonly wanted = new Map<string, object>();

  /**
   * The likeliest identifier for each resource, none for two of them.
   *
   * @param most number of those that no plan has shown yet
   */
  choose(guesses: readonly Candidates[], most = Number.POSITIVE_INFINITY): Lost[] {
    const taken = new Set<string>();
    const take = (isLikely: (guess: Candidates, key: string) => boolean) => (guess: Candidates) => {
      const id = guess.ids.find((each) => {
        const key = keyOf(guess.address, each);
        return !taken.has(key) && isLikely(guess, key);
      });
      if (id === undefined) return undefined;
      taken.add(keyOf(guess.address, id));
      return { address: guess.address, id };
    };
    const isMatching = take(({ address, isSame }, key) => {
      const values = this.found.get(key);
      return values ? isSame(values, this.wanted.get(address) ?? {}) : false;
    });
    const known = new Map(guesses.map((guess) => [guess, isMatching(guess)]));
    let unseen = 0;
    const isUnseen = take((_, key) => !this.found.has(key) && ++unseen <= most);
    return guesses.flatMap((guess) => known.get(guess) ?? isUnseen(guess) ?? []);
  }

  /** Takes note of a plan, and tells which of the chosen are the resources that the stack would make. */
  see(chosen: readonly Lost[], guesses: readonly Candidates[], changes: readonly ResourceChange[]): Lost[] {
    const planned = new Map(changes.map(({ address, change }) => [address, change]));
    for (const { address, id } of chosen) {
      this.found.set(keyOf(address, id), (planned.get(address)?.before ?? null) as object | null);
    }
    for (const { address } of guesses)
      this.wanted.set(address, (planned.get(address)?.after ?? {}) as object);
    const rules = new Map(guesses.map(({ address, isSame }) => [address, isSame]));
    return chosen.filter(({ address, id }) => {
      const values = this.found.get(keyOf(address, id));
      return values && rules.get(address)!(values, this.wanted.get(address)!);
    });
  }

  /** Whether a plan has shown the resource, or that there is none. */
  knows({ address, id }: Lost): boolean {
    return this.found.has(keyOf(address, id));
  }

  /** Takes note that there is no such resource. */
  isAbsent({ address, id }: Lost): void {
    this.found.set(keyOf(address, id), null);
  }
}

function keyOf(address: string, id: string): string {
  return `${address.split(".")[0]} ${id}`;
}

export const KINDS_OF_FILTER = ["severity", "kind", "capability"] as const;

export type KindOfFilter = (typeof KINDS_OF_FILTER)[number];

/** The items that are shown have all of the words, and one of the values of each filter that has some. */
export type Criteria = Readonly<Record<KindOfFilter, ReadonlySet<string>>> & {
  readonly words: readonly string[];
};

/** A finding or a change in the page. */
export class Item {
  readonly isFinding: boolean;
  private readonly text: string;

  constructor(private readonly element: HTMLElement) {
    this.isFinding = element.classList.contains("finding");
    this.text = (element.textContent ?? "").toLowerCase();
  }

  /** Shows or hides it. @returns whether it is shown */
  show({ words, ...filters }: Criteria): boolean {
    const matches =
      words.every((word) => this.text.includes(word)) &&
      KINDS_OF_FILTER.every(
        (name) => filters[name].size === 0 || filters[name].has(this.element.dataset[name] ?? ""),
      );
    this.element.hidden = !matches;
    return matches;
  }

  open(): void {
    if (this.element instanceof HTMLDetailsElement) this.element.open = true;
  }
}

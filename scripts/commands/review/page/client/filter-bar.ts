import { type Criteria, Item, KINDS_OF_FILTER, type KindOfFilter } from "./item";

/** A search that finds at most this many items opens them. */
const FEW = 12;

/** Typing goes on while the list waits. */
const PATIENCE = 120;

/** Narrows findings and changes by what is typed and chosen. */
export class FilterBar {
  private readonly bar: HTMLElement;
  private readonly search: HTMLInputElement;
  private readonly status: HTMLElement;
  private readonly active: HTMLElement;
  private readonly clear: HTMLElement;
  private readonly chips: readonly HTMLButtonElement[];
  private readonly items: readonly Item[];
  private readonly sections: readonly HTMLElement[];
  private readonly folds: readonly HTMLDetailsElement[];
  private timer: number | undefined;

  constructor(private readonly page: Document) {
    const byId = <T extends HTMLElement>(id: string) => page.getElementById(id) as T;
    this.bar = byId("filters");
    this.search = byId<HTMLInputElement>("search");
    this.status = byId("status");
    this.active = byId("active");
    this.clear = byId("clear");
    this.chips = [...page.querySelectorAll<HTMLButtonElement>(".chip")];
    this.items = [...page.querySelectorAll<HTMLElement>(".item")].map((element) => new Item(element));
    this.folds = [...page.querySelectorAll<HTMLDetailsElement>(".fold")];
    this.sections = [...page.querySelectorAll<HTMLElement>(".capability")];
  }

  start(): void {
    this.bar.hidden = false;
    this.search.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.update(), PATIENCE);
    });
    for (const chip of this.chips) chip.addEventListener("click", () => this.toggle(chip));
    for (const part of this.page.querySelectorAll<SVGElement>(".diagram [data-capability]")) {
      part.addEventListener("click", (event) => this.choose(event, part.dataset.capability!));
    }
    this.clear.addEventListener("click", () => this.reset());
    this.page.addEventListener("keydown", (event) => this.key(event));
    this.update();
  }

  private toggle(chip: HTMLButtonElement): void {
    press(chip, !isPressed(chip));
    this.update();
  }

  /** A part of the diagram stands for its capability; chosen again, everything is shown. */
  private choose(event: Event, capability: string): void {
    const chips = this.chips.filter(({ dataset }) => dataset.filter === "capability");
    const chosen = chips.find(({ dataset }) => dataset.value === capability);
    if (!chosen) return;
    const again = isPressed(chosen);
    if (again) event.preventDefault();
    for (const chip of chips) press(chip, chip === chosen && !again);
    this.update();
  }

  private key(event: KeyboardEvent): void {
    const typing = event.target instanceof HTMLInputElement;
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      this.search.focus();
    }
    if (event.key === "Escape") this.reset();
  }

  private reset(): void {
    this.search.value = "";
    for (const chip of this.chips) press(chip, false);
    this.update();
  }

  private update(): void {
    const criteria = this.criteria();
    const shown = this.items.filter((item) => item.show(criteria));
    for (const section of this.sections) section.hidden = !section.querySelector(".item:not([hidden])");
    if (criteria.words.length > 0 && shown.length <= FEW) for (const item of shown) item.open();
    const wasFiltered = this.page.body.classList.contains("filtered");
    this.tell(shown, criteria);
    this.fold(wasFiltered);
  }

  /** Whatever is searched for can be seen; afterwards the page is as short as before. */
  private fold(wasFiltered: boolean): void {
    const isFiltered = !this.clear.hidden;
    if (isFiltered === wasFiltered) return;
    for (const fold of this.folds) fold.open = isFiltered;
  }

  private criteria(): Criteria {
    const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = (name: KindOfFilter) =>
      new Set(
        this.chips
          .filter((chip) => chip.dataset.filter === name && isPressed(chip))
          .map(({ dataset }) => dataset.value!),
      );
    return { words, severity: chosen("severity"), kind: chosen("kind"), capability: chosen("capability") };
  }

  private tell(shown: readonly Item[], criteria: Criteria): void {
    const count = (items: readonly Item[], isFinding: boolean) =>
      items.filter((item) => item.isFinding === isFinding).length;
    const part = (isFinding: boolean, word: string) =>
      `${count(shown, isFinding)} of ${count(this.items, isFinding)} ${word}`;
    this.status.textContent = `${part(true, "findings")}, ${part(false, "changes")}`;
    const filters = KINDS_OF_FILTER.reduce((sum, name) => sum + criteria[name].size, 0);
    this.active.textContent = filters > 0 ? ` (${filters})` : "";
    this.clear.hidden = filters === 0 && criteria.words.length === 0;
    this.page.body.classList.toggle("filtered", !this.clear.hidden);
  }
}

function isPressed(chip: HTMLButtonElement): boolean {
  return chip.getAttribute("aria-pressed") === "true";
}

function press(chip: HTMLButtonElement, pressed: boolean): void {
  chip.setAttribute("aria-pressed", String(pressed));
}

import { Item, KINDS_OF_FILTER } from "./item";

/** A search that finds at most this many opens them, so that nobody has to. */
const FEW = 12;
/** Typing goes on while the list waits. */
const PATIENCE = 120;
/** Narrows findings and changes by what is typed and chosen. */
export class FilterBar {
  page;
  bar;
  search;
  status;
  active;
  clear;
  chips;
  items;
  sections;
  timer;
  constructor(page) {
    this.page = page;
    const byId = (id) => page.getElementById(id);
    this.bar = byId("filters");
    this.search = byId("search");
    this.status = byId("status");
    this.active = byId("active");
    this.clear = byId("clear");
    this.chips = [...page.querySelectorAll(".chip")];
    this.items = [...page.querySelectorAll(".item")].map((element) => new Item(element));
    this.sections = [...page.querySelectorAll(".capability")];
  }
  start() {
    this.bar.hidden = false;
    this.search.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.update(), PATIENCE);
    });
    for (const chip of this.chips) chip.addEventListener("click", () => this.toggle(chip));
    for (const part of this.page.querySelectorAll(".diagram [data-capability]")) {
      part.addEventListener("click", (event) => this.choose(event, part.dataset.capability));
    }
    this.clear.addEventListener("click", () => this.reset());
    this.page.addEventListener("keydown", (event) => this.key(event));
    this.update();
  }
  toggle(chip) {
    press(chip, !isPressed(chip));
    this.update();
  }
  /** A part of the diagram stands for its capability; chosen again, everything is shown. */
  choose(event, capability) {
    const chips = this.chips.filter(({ dataset }) => dataset.filter === "capability");
    const chosen = chips.find(({ dataset }) => dataset.value === capability);
    if (!chosen) return;
    const again = isPressed(chosen);
    if (again) event.preventDefault();
    for (const chip of chips) press(chip, chip === chosen && !again);
    this.update();
  }
  key(event) {
    const typing = event.target instanceof HTMLInputElement;
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      this.search.focus();
    }
    if (event.key === "Escape") this.reset();
  }
  reset() {
    this.search.value = "";
    for (const chip of this.chips) press(chip, false);
    this.update();
  }
  update() {
    const criteria = this.criteria();
    const shown = this.items.filter((item) => item.show(criteria));
    for (const section of this.sections) section.hidden = !section.querySelector(".item:not([hidden])");
    if (criteria.words.length > 0 && shown.length <= FEW) for (const item of shown) item.open();
    this.tell(shown, criteria);
  }
  criteria() {
    const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = (name) =>
      new Set(
        this.chips
          .filter((chip) => chip.dataset.filter === name && isPressed(chip))
          .map(({ dataset }) => dataset.value),
      );
    return { words, severity: chosen("severity"), kind: chosen("kind"), capability: chosen("capability") };
  }
  tell(shown, criteria) {
    const count = (items, isFinding) => items.filter((item) => item.isFinding === isFinding).length;
    const part = (isFinding, word) => `${count(shown, isFinding)} of ${count(this.items, isFinding)} ${word}`;
    this.status.textContent = `${part(true, "findings")}, ${part(false, "changes")}`;
    const filters = KINDS_OF_FILTER.reduce((sum, name) => sum + criteria[name].size, 0);
    this.active.textContent = filters > 0 ? ` (${filters})` : "";
    this.clear.hidden = filters === 0 && criteria.words.length === 0;
    this.page.body.classList.toggle("filtered", !this.clear.hidden);
  }
}
function isPressed(chip) {
  return chip.getAttribute("aria-pressed") === "true";
}
function press(chip, pressed) {
  chip.setAttribute("aria-pressed", String(pressed));
}

export const KINDS_OF_FILTER = ["severity", "kind", "capability"];
/** A finding or a change in the page. */
export class Item {
  element;
  isFinding;
  text;
  constructor(element) {
    this.element = element;
    this.isFinding = element.classList.contains("finding");
    this.text = (element.textContent ?? "").toLowerCase();
  }
  /** Shows or hides it. @returns whether it is shown */
  show({ words, ...filters }) {
    const matches =
      words.every((word) => this.text.includes(word)) &&
      KINDS_OF_FILTER.every(
        (name) => filters[name].size === 0 || filters[name].has(this.element.dataset[name] ?? ""),
      );
    this.element.hidden = !matches;
    return matches;
  }
  open() {
    if (this.element instanceof HTMLDetailsElement) this.element.open = true;
  }
}

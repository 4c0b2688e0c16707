/** Opens what a link leads to, and shows it. */
export function openTarget(page: Document, hash: string): void {
  if (hash.length < 2) return;
  const target = page.getElementById(decodeURIComponent(hash.slice(1)));
  if (!(target instanceof HTMLDetailsElement)) return;
  for (let outer: HTMLElement | null = target; outer; outer = outer.parentElement) {
    if (outer instanceof HTMLDetailsElement) outer.open = true;
  }
  target.scrollIntoView({ block: "start" });
}

/** A closed change would be missing on paper. */
export function openForPrint(view: Window, page: Document): void {
  let closed: HTMLDetailsElement[] = [];
  view.addEventListener("beforeprint", () => {
    closed = [...page.querySelectorAll<HTMLDetailsElement>("main details:not([open])")];
    for (const details of closed) details.open = true;
  });
  view.addEventListener("afterprint", () => {
    for (const details of closed) details.open = false;
  });
}

import { FilterBar } from "./filter-bar";
import { openForPrint, openTarget } from "./targets";

new FilterBar(document).start();
openTarget(document, location.hash);
window.addEventListener("hashchange", () => openTarget(document, location.hash));
openForPrint(window, document);

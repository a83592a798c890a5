// What every page has: htmx, the keys, menus that shut, fields that show their password.
import htmx from "htmx.org";

import { startKeys } from "./keys";
import { startMenus } from "./menus";
import { leadToPinned } from "./pinned";
import { startSearch } from "./search";

Object.assign(htmx.config, {
  allowEval: false,
  // Settling sets style attributes, which the policy forbids.
  attributesToSettle: [],
  // Every screen is an address: going back loads it, so that no old copy of a page is kept.
  historyCacheSize: 0,
  refreshOnHistoryMiss: true,
  includeIndicatorStyles: false,
  scrollBehavior: "instant",
  // Errors are swapped too: they say what to do.
  responseHandling: [
    { code: "204", swap: false },
    { code: "...", swap: true },
  ],
});

function startPasswords(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-shows]")) {
    const field = document.getElementById(button.dataset["shows"] ?? "");
    if (!(field instanceof HTMLInputElement)) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      const shows = field.type === "password";
      field.type = shows ? "text" : "password";
      button.setAttribute("aria-pressed", String(shows));
      field.focus();
    });
  }
}

// What the server drew is shown before ours takes over.
function afterPaint(work: () => void): void {
  if (document.hidden) work();
  else requestAnimationFrame(() => setTimeout(work));
}

afterPaint(() => {
  startPasswords();
  startMenus();
  startKeys();
  leadToPinned();
  const page = document.getElementById("search-page");
  if (page) startSearch(page);
});

// The search page: links inside it swap the result, the list opens in place, keys move in it.
import htmx from "htmx.org";

import { Busy } from "./busy";
import { startCalendar } from "./calendar";
import { startList } from "./list";
import { copyAddress, startCopying } from "./copy";
import { onKey } from "./keys";
import { leadToPinned } from "./pinned";
import { startTimeline } from "./timeline";
import { startWords } from "./words";

type Editor = import("./editor").Editor;

type Part = string | HTMLElement;

// A request that another one took the place of is no error.
function ask(address: string, source: Part, target: Part, swap: string): Promise<void> {
  return htmx.ajax("get", address, { source, target, swap: swap as "innerHTML" }).catch(() => undefined);
}

/** Swap in the result of that address; the server says what the address bar shows. */
export function go(address: string): void {
  void ask(address, "#search-page", "#result", "outerHTML");
}

/** Swap in what a part of the time leaves of the result; the bars and the bar above stay. */
export function select(address: string): void {
  void ask(address, "#search-page", "#found", "outerHTML");
}

const element = (id: string): HTMLElement | null => document.getElementById(id);

function followLinks(page: HTMLElement): void {
  page.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey)
      return;
    const link = event.target instanceof Element && event.target.closest("a[href]");
    if (!link || link.hasAttribute("hx-get") || link.hasAttribute("target")) return;
    const address = link.getAttribute("href") ?? "";
    if (!address.startsWith("/search?") || link.hasAttribute("download")) return;
    event.preventDefault();
    if (link.closest("#fields") && link.hasAttribute("data-field")) return;
    go(address);
  });
}

function startFields(): void {
  const filter = (): HTMLInputElement | null =>
    document.querySelector<HTMLInputElement>("#fields-filter");
  element("fields")?.addEventListener("input", (event) => {
    if (event.target !== filter()) return;
    const wanted = (filter()?.value ?? "").trim().toLowerCase();
    for (const row of document.querySelectorAll<HTMLElement>("#fields .field-item"))
      row.hidden = !(row.dataset["name"] ?? "").toLowerCase().includes(wanted);
    for (const group of document.querySelectorAll<HTMLElement>("#fields .field-group"))
      group.hidden = !group.querySelector(".field-item:not([hidden])");
    const none = element("no-field");
    if (none) none.hidden = !!document.querySelector("#fields .field-item:not([hidden])");
  });
  element("fields")?.addEventListener("click", (event) => {
    const row = event.target instanceof Element && event.target.closest("[data-field]");
    if (!row) return;
    event.preventDefault();
    const values = row.parentElement?.querySelector<HTMLElement>(".values");
    if (!values) return;
    const opens = row.getAttribute("aria-expanded") !== "true";
    row.setAttribute("aria-expanded", String(opens));
    values.hidden = !opens;
    if (opens && !values.childElementCount)
      void ask(row.getAttribute("data-values") ?? "", values, values, "innerHTML");
  });
  onKey("f", () => filter()?.focus());
  // The button comes and goes with the result.
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("#show-fields")) return;
    event.preventDefault();
    element("fields")?.classList.toggle("shown");
  });
}

function refreshFields(): void {
  const fields = element("fields");
  const address = element("found")?.dataset["fields"];
  element("search-body")?.classList.toggle("alone", !address);
  if (!fields || !address || fields.dataset["of"] === address) return;
  fields.dataset["of"] = address;
  const top = fields.scrollTop;
  void ask(address, fields, fields, "innerHTML").then(() => (fields.scrollTop = top));
}

function startChart(): void {
  if (document.querySelector("[data-chart]"))
    void import("./chart").then(({ takeOver }) => takeOver());
}

// Pinned filters go along to a search that is begun from any page of this tab.
function keepPinned(): void {
  const pinned = [...document.querySelectorAll<HTMLElement>("[data-pinned]")].map(
    (pill) => pill.dataset["pinned"] ?? "",
  );
  sessionStorage.setItem("pinned", JSON.stringify(pinned));
  leadToPinned();
}

class SearchPage {
  #editor: Editor | undefined;
  #busy: Busy;
  #textarea = document.querySelector<HTMLTextAreaElement>("#query");
  // What stood in the bar when the search that runs was begun.
  #sent = "";

  constructor(private readonly page: HTMLElement) {
    this.#busy = new Busy(page);
  }

  start(): void {
    this.page.classList.add("scripted");
    followLinks(this.page);
    startFields();
    startList();
    startTimeline(this.page);
    startCalendar();
    startCopying();
    startWords();
    keepPinned();
    this.#startKeys();
    this.page.addEventListener("htmx:beforeSwap", (event) => this.#beforeSwap(event));
    this.page.addEventListener("htmx:beforeRequest", (event) => {
      if (!this.#isSearch(event)) return;
      this.#busy.begin();
      this.#sent = this.#textarea?.value ?? "";
    });
    this.page.addEventListener("htmx:afterRequest", (event) => {
      if (this.#isSearch(event)) this.#busy.end();
    });
    document.body.addEventListener("htmx:afterSwap", (event) => this.#afterSwap(event));
    refreshFields();
    startChart();
    void this.#edit();
  }

  async #edit(): Promise<void> {
    if (!this.#textarea) return;
    const { takeOver } = await import("./editor");
    this.#editor = takeOver(this.#textarea);
    this.#showWrong();
  }

  #isSearch(event: Event): boolean {
    const target: unknown = (event as CustomEvent).detail.target;
    return target instanceof Element && ["result", "found", "error"].includes(target.id);
  }

  // An error goes into its own place: the result before it stays.
  #beforeSwap(event: Event): void {
    const { detail } = event as CustomEvent;
    if (detail.xhr.status < 400 || !this.#isSearch(event)) return;
    detail.shouldSwap = true;
    detail.target = element("error");
    detail.swapOverride = "innerHTML";
  }

  #afterSwap(event: Event): void {
    const result = element("result");
    const target: unknown = (event as CustomEvent).detail.target;
    if (!result || !(target instanceof Element)) return;
    if (target.id === "error") return this.#failed();
    if (target.id !== "result" && target.id !== "found") return;
    this.#sayStatus();
    refreshFields();
    keepPinned();
    if (target.id === "found") return;
    startChart();
    this.#editor?.setWrong(undefined);
    this.#showQuery(result.dataset["q"] ?? "");
    for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]"))
      menu.open = false;
    if (document.activeElement === document.body) result.focus({ preventScroll: true });
  }

  // Who types on while a search runs keeps what was typed.
  #showQuery(query: string): void {
    if (this.#textarea?.value !== this.#sent) return;
    if (this.#editor) this.#editor.setText(query);
    else this.#textarea.value = query;
  }

  #failed(): void {
    const label = element("result-label");
    if (label) label.hidden = false;
    const status = element("status");
    if (status) status.hidden = true;
    this.#showWrong();
  }

  #showWrong(): void {
    const wrong = document.querySelector<HTMLElement>("#error [data-start]");
    if (!wrong) return;
    const { start, end } = wrong.dataset;
    this.#editor?.setWrong([Number(start), Number(end)]);
  }

  #sayStatus(): void {
    const said = element("said");
    if (said) said.textContent = element("found")?.dataset["said"] ?? "";
  }

  #startKeys(): void {
    // From the bar, Tab goes to the first text that would fit.
    document.querySelector(".query")?.addEventListener("keydown", (event) => {
      if (!(event instanceof KeyboardEvent) || event.key !== "Tab" || event.shiftKey) return;
      const fix = document.querySelector<HTMLElement>("#error .fixes a");
      if (!fix || event.defaultPrevented) return;
      event.preventDefault();
      fix.focus();
    });
    onKey("/", () => {
      if (this.#editor) this.#editor.focus();
      else this.#textarea?.focus();
    });
    onKey("t", () => {
      const when = element("when");
      if (when instanceof HTMLDetailsElement) when.open = true;
      when?.querySelector("summary")?.focus();
    });
    onKey("y", copyAddress);
    onKey("[", () => history.back());
    onKey("]", () => history.forward());
  }
}

export function startSearch(page: HTMLElement): void {
  new SearchPage(page).start();
}

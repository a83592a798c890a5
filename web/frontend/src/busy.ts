// While a search runs: after 300 ms its button ends it and says for how long it runs.
import htmx from "htmx.org";

const AFTER_MS = 300;

export class Busy {
  #begun = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  #button = document.querySelector<HTMLButtonElement>("#go");

  constructor(private readonly page: HTMLElement) {
    this.#button?.addEventListener("click", (event) => {
      if (!this.page.classList.contains("slow")) return;
      event.preventDefault();
      this.cancel();
    });
  }

  /** Whether a search runs. */
  get now(): boolean {
    return this.#timer !== undefined;
  }

  begin(): void {
    this.end();
    this.#begun = performance.now();
    this.page.classList.add("searching");
    this.#timer = setInterval(() => this.#tick(), 100);
  }

  end(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.page.classList.remove("searching", "slow");
    const button = this.#button;
    button?.setAttribute("aria-label", button.dataset["search"] ?? "");
  }

  cancel(): void {
    for (const element of [this.page, document.querySelector("#search-form")])
      if (element) htmx.trigger(element, "htmx:abort", {});
    this.end();
  }

  #tick(): void {
    const passed = performance.now() - this.#begun;
    const button = this.#button;
    if (passed < AFTER_MS || !button) return;
    this.page.classList.add("slow");
    button.setAttribute("aria-label", button.dataset["cancel"] ?? "");
    const time = button.querySelector(".go-time");
    if (time) time.textContent = `${(passed / 1000).toFixed(1)} s`;
  }
}

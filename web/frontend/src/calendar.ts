// A month in the time picker: the first day that is pressed is the begin, the second one the end.
const DAY = 86_400_000;
const MONTH = new Intl.DateTimeFormat("en", { month: "long", year: "numeric", timeZone: "UTC" });
const WEEKDAY = new Intl.DateTimeFormat("en", { weekday: "short", timeZone: "UTC" });
const WHOLE = new Intl.DateTimeFormat("en", { dateStyle: "full", timeZone: "UTC" });

// Days are `YYYY-MM-DD`, which sort as they follow each other.
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
const next = (day: string, days: number): string => dayOf(Date.parse(day) + days * DAY);

function monthAfter(month: string, count: number): string {
  const first = new Date(`${month}-01`);
  first.setUTCMonth(first.getUTCMonth() + count);
  return first.toISOString().slice(0, 7);
}

class Calendar {
  #start: string;
  #end: string;
  #month: string;
  // The day that arrow keys walk from.
  #at: string;
  #ends = false;

  constructor(private readonly place: HTMLElement) {
    const { today = "", start = "", end = "" } = place.dataset;
    this.#start = start;
    this.#end = end || today;
    this.#at = this.#end;
    this.#month = this.#end.slice(0, 7);
  }

  start(): void {
    this.#draw();
    this.place.hidden = false;
    this.place.addEventListener("click", (event) => this.#pressed(event));
    this.place.addEventListener("keydown", (event) => this.#walked(event));
  }

  #pressed(event: Event): void {
    const button = event.target instanceof Element && event.target.closest("button");
    if (!button) return;
    event.stopPropagation();
    const { day, turn } = button.dataset;
    if (turn) {
      this.#month = monthAfter(this.#month, Number(turn));
      this.#at = `${this.#month}-01`;
      this.#draw();
      this.place.querySelector<HTMLElement>(`[data-turn="${turn}"]`)?.focus();
    } else if (day) this.#choose(day);
  }

  #choose(day: string): void {
    if (this.#ends && day >= this.#start) this.#end = day;
    else this.#start = this.#end = day;
    this.#ends = !this.#ends;
    this.#at = day;
    const own = this.place.closest("#when");
    const fill = (name: string, text: string): void => {
      const field = own?.querySelector<HTMLInputElement>(`[name=${name}]`);
      if (field) field.value = text;
    };
    fill("earliest", `${this.#start}T00:00`);
    fill("latest", `${next(this.#end, 1)}T00:00`);
    this.#draw();
    this.#focus();
  }

  #walked(event: KeyboardEvent): void {
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
    const step = steps[event.key];
    if (!step || !(event.target as HTMLElement).dataset["day"]) return;
    event.preventDefault();
    event.stopPropagation();
    this.#at = next(this.#at, step);
    this.#month = this.#at.slice(0, 7);
    this.#draw();
    this.#focus();
  }

  #focus(): void {
    this.place.querySelector<HTMLElement>(`[data-day="${this.#at}"]`)?.focus();
  }

  #draw(): void {
    const first = `${this.#month}-01`;
    // Weeks begin on Monday.
    const before = (new Date(first).getUTCDay() + 6) % 7;
    const count = Math.round((Date.parse(`${monthAfter(this.#month, 1)}-01`) - Date.parse(first)) / DAY);
    const monday = next(first, -before);
    const heads = Array.from({ length: 7 }, (_, at) => this.#cell(WEEKDAY.format(new Date(next(monday, at))).slice(0, 2)));
    const gaps = Array.from({ length: before }, () => this.#cell(""));
    const days = Array.from({ length: count }, (_, at) => this.#day(next(first, at)));
    const grid = Object.assign(document.createElement("div"), { className: "calendar-days" });
    grid.append(...heads, ...gaps, ...days);
    this.place.replaceChildren(this.#head(), grid);
  }

  #head(): HTMLElement {
    const head = Object.assign(document.createElement("div"), { className: "calendar-head" });
    const month = Object.assign(document.createElement("span"), { textContent: MONTH.format(new Date(`${this.#month}-01`)) });
    month.setAttribute("aria-live", "polite");
    head.append(this.#turn(-1, "before", "‹"), month, this.#turn(1, "after", "›"));
    return head;
  }

  #turn(by: number, name: string, sign: string): HTMLButtonElement {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "icon-button", textContent: sign });
    button.dataset["turn"] = String(by);
    button.setAttribute("aria-label", this.place.dataset[name] ?? "");
    return button;
  }

  #cell(text: string): HTMLElement {
    return Object.assign(document.createElement("span"), { textContent: text });
  }

  #day(day: string): HTMLButtonElement {
    const button = Object.assign(document.createElement("button"), { type: "button" });
    button.textContent = String(Number(day.slice(8)));
    button.dataset["day"] = day;
    button.tabIndex = day === (this.#at.startsWith(this.#month) ? this.#at : `${this.#month}-01`) ? 0 : -1;
    button.setAttribute("aria-label", WHOLE.format(new Date(day)));
    const edge = day === this.#start || day === this.#end;
    button.setAttribute("aria-pressed", String(edge));
    button.classList.toggle("between", day > this.#start && day < this.#end);
    button.classList.toggle("later", day > (this.place.dataset["today"] ?? ""));
    return button;
  }
}

/** Puts a month into the time picker each time it is opened. */
export function startCalendar(): void {
  document.addEventListener(
    "toggle",
    (event) => {
      const menu = event.target;
      if (!(menu instanceof HTMLDetailsElement) || menu.id !== "when" || !menu.open) return;
      const place = menu.querySelector<HTMLElement>(".calendar");
      if (place?.hidden) new Calendar(place).start();
    },
    true,
  );
}

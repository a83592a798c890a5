// uPlot in the place of the server's drawing, over the data of the table below it.
import uPlot from "uplot";

const SHORT = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const OTHER = "OTHER";

type Numbers = (number | null)[];

interface Data {
  names: string[];
  times: number[];
  numbers: Numbers[];
  words: string[];
  /** The words of each number, by series and time, as the table writes them. */
  texts: string[][];
}

function read(table: HTMLTableElement): Data {
  const names = [...table.tHead!.rows[0]!.cells].slice(1).map((cell) => cell.innerText.trim());
  const rows = [...table.tBodies[0]!.rows].map((row) => ({
    at: Number(row.dataset["at"]),
    words: row.cells[0]!.innerText,
    texts: [...row.cells].slice(1).map((cell) => cell.innerText.trim()),
    numbers: [...row.cells].slice(1).map((cell) => {
      const value = cell.dataset["value"];
      return value ? Number(value) : null;
    }),
  }));
  rows.sort((one, other) => one.at - other.at);
  return {
    names,
    times: rows.map((row) => row.at),
    numbers: names.map((_, at) => rows.map((row) => row.numbers[at] ?? null)),
    words: rows.map((row) => row.words),
    texts: names.map((_, at) => rows.map((row) => row.texts[at] ?? "–")),
  };
}

// `16:00`; with its day at the begin and at midnight, as the server writes it.
function axisWords(zone: string): (plot: uPlot, splits: number[]) => string[] {
  const format = new Intl.DateTimeFormat("en", {
    timeZone: zone,
    weekday: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  });
  return (_plot, splits) => {
    const step = (splits[1] ?? 0) - (splits[0] ?? 0);
    return splits.map((seconds, at) => {
      const parts = Object.fromEntries(format.formatToParts(seconds * 1000).map(({ type, value }) => [type, value]));
      const day = `${parts["weekday"]} ${parts["day"]}`;
      const clock = `${parts["hour"]}:${parts["minute"]}` + (step % 60 ? `:${parts["second"]}` : "");
      if (step >= 86400) return day;
      return at === 0 || clock.startsWith("00:00") ? `${day} · ${clock}` : clock;
    });
  };
}

// Nanoseconds on an axis.
function lasting(nanoseconds: number): string {
  const units: [number, string][] = [[3.6e12, "h"], [6e10, "m"], [1e9, "s"], [1e6, "ms"]];
  // Seconds up to two minutes, as round steps of an axis are decimal.
  const fits = ([size]: [number, string]): boolean => nanoseconds >= size * (size > 1e9 ? 2 : 1);
  const [size, unit] = units.find(fits) ?? [1e9, "s"];
  return `${Number((nanoseconds / size).toFixed(1))} ${unit}`;
}

const rowAt = (time: number): HTMLElement | null =>
  document.querySelector<HTMLElement>(`#result-table tr[data-at^="${time}"]`);

class Chart {
  #plot: uPlot | undefined;
  #hidden = new Set<number>();
  #box = document.createElement("div");
  #buttons = [...document.querySelectorAll<HTMLElement>("[data-series]")];

  constructor(
    private readonly place: HTMLElement,
    private readonly data: Data,
  ) {
    this.#box.className = "chart-tip";
    place.append(this.#box);
  }

  start(table: HTMLTableElement): void {
    this.#draw();
    new ResizeObserver(() => this.#plot?.setSize(this.#size())).observe(this.place);
    for (const button of this.#buttons) button.addEventListener("click", (event) => this.#toggle(button, event));
    for (const link of document.querySelectorAll<HTMLAnchorElement>(".chart-kinds a"))
      link.addEventListener("click", (event) => this.#turn(link, event), true);
    this.place.addEventListener("keydown", (event) => this.#walk(event));
    this.place.addEventListener("blur", () => this.#plot?.setCursor({ left: -10, top: -10 }));
    table.addEventListener("mouseover", (event) => {
      const row = event.target instanceof Element && event.target.closest<HTMLElement>("tr[data-at]");
      if (row) this.#point(this.data.times.indexOf(Number(row.dataset["at"])));
    });
    table.addEventListener("mouseleave", () => this.#plot?.setCursor({ left: -10, top: -10 }));
  }

  get #kind(): string {
    return this.place.dataset["chart"] ?? "line";
  }

  #size(): { width: number; height: number } {
    return { width: this.place.clientWidth, height: this.place.clientHeight };
  }

  // What lies under each bar: the sum of those before it that are shown.
  #floor(series: number, at: number): number {
    if (this.#kind !== "stacked") return 0;
    let sum = 0;
    for (let before = 0; before < series; before++)
      if (!this.#hidden.has(before)) sum += this.data.numbers[before]?.[at] ?? 0;
    return sum;
  }

  #columns(): uPlot.AlignedData {
    const raised = this.data.numbers.map((numbers, series) =>
      numbers.map((value, at) => (value === null ? null : value + this.#floor(series, at))),
    );
    return [this.data.times, ...raised] as uPlot.AlignedData;
  }

  #draw(): void {
    this.#plot?.destroy();
    this.place.querySelector(":scope > svg")?.remove();
    this.#plot = new uPlot(this.#options(), this.#columns(), this.place);
    this.#said(undefined);
  }

  #options(): uPlot.Options {
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string): string => style.getPropertyValue(`--${name}`).trim();
    const font = `11px ${style.getPropertyValue("--sans")}`;
    const axis = { stroke: colour("text-3"), font, ticks: { show: false } };
    const bars = this.#bars;
    const times = this.data.times;
    const zone = this.place.dataset["zone"] ?? "UTC";
    const half = bars && times.length > 1 ? (times[1]! - times[0]!) / 2 : 0;
    const spoken = (split: number): string => ("lasting" in this.place.dataset ? lasting(split) : SHORT.format(split));
    return {
      ...this.#size(),
      legend: { show: false },
      padding: [12, 8, 0, 0],
      cursor: { y: false, drag: { x: false, y: false }, points: { show: !bars } },
      scales: {
        x: { range: (_plot, low, high) => [low - half, high + half] },
        y: { range: (_plot, _low, high) => [0, (high || 1) * 1.05] },
      },
      axes: [
        { ...axis, grid: { show: false }, size: 24, space: 90, values: axisWords(zone) },
        {
          ...axis,
          size: 46,
          space: 48,
          grid: { stroke: colour("line"), width: 1 },
          values: (_plot, splits) => splits.map(spoken),
        },
      ],
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), zone),
      series: [{}, ...this.data.names.map((name, at) => this.#series(name, at, colour))],
      hooks: { setCursor: [(plot) => this.#said(plot)] },
    };
  }

  get #bars(): boolean {
    return this.#kind === "bars" || this.#kind === "stacked";
  }

  #series(label: string, at: number, colour: (name: string) => string): uPlot.Series {
    const other = at > 7 || label === OTHER;
    const stroke = colour(other ? "text-3" : `chart-${at + 1}`);
    const shared = { label, stroke, points: { show: false }, show: !this.#hidden.has(at) };
    if (this.#bars) return { ...shared, fill: stroke, width: 0, paths: (plot) => this.#rects(plot, at) };
    const area = this.#kind === "area" ? { fill: `color-mix(in srgb, ${stroke} 16%, transparent)` } : {};
    return { ...shared, ...area, width: 1.5, ...(other ? { dash: [4, 3] } : {}) };
  }

  #rects(plot: uPlot, series: number): uPlot.Series.Paths {
    const path = new Path2D();
    const [first = 0, second = first + 60] = this.data.times;
    const across = (at: number): number => plot.valToPos(at, "x", true);
    const up = (value: number): number => plot.valToPos(value, "y", true);
    const slot = (across(second) - across(first)) * 0.84;
    const shown = this.data.names.flatMap((_, at) => (this.#hidden.has(at) ? [] : [at]));
    const stacked = this.#kind === "stacked";
    const width = stacked ? slot : slot / Math.max(1, shown.length);
    const shift = stacked ? 0 : shown.indexOf(series) * width;
    this.data.numbers[series]?.forEach((value, at) => {
      if (!value) return;
      const floor = this.#floor(series, at);
      const top = up(floor + value);
      path.rect(across(this.data.times[at]!) - slot / 2 + shift, top, Math.max(1, width), up(floor) - top);
    });
    return { stroke: path, fill: path, flags: 3 };
  }

  // The label at the cross line, and the row of the table that it stands for.
  #said(plot: uPlot | undefined): void {
    const at = plot?.cursor.idx;
    document.querySelector("#result-table tr.at")?.classList.remove("at");
    this.#box.hidden = at === null || at === undefined || (plot?.cursor.left ?? -1) < 0;
    if (this.#box.hidden || at === null || at === undefined || !plot) return;
    rowAt(this.data.times[at]!)?.classList.add("at");
    const head = Object.assign(document.createElement("span"), { className: "hint" });
    head.textContent = this.data.words[at] ?? "";
    this.#box.replaceChildren(head, ...this.data.names.flatMap((name, series) => this.#line(name, series, at)));
    const left = (plot.cursor.left ?? 0) + plot.bbox.left / devicePixelRatio;
    // Beside the line, on the side with room, and never beyond the page.
    const width = this.#box.offsetWidth;
    const beside = left > this.place.clientWidth / 2 ? left - 12 - width : left + 12;
    this.#box.style.left = `${Math.max(0, Math.min(beside, this.place.clientWidth - width))}px`;
  }

  #line(name: string, series: number, at: number): HTMLElement[] {
    if (this.#hidden.has(series)) return [];
    const made = document.createElement("div");
    const swatch = document.createElement("span");
    swatch.className = `swatch series-${name === OTHER ? 9 : Math.min(series + 1, 9)}`;
    const value = document.createElement("b");
    value.textContent = this.data.texts[series]?.[at] ?? "–";
    made.append(swatch, name, value);
    return [made];
  }

  #point(at: number): void {
    const plot = this.#plot;
    if (plot && at >= 0) plot.setCursor({ left: plot.valToPos(this.data.times[at]!, "x"), top: 10 });
  }

  #walk(event: KeyboardEvent): void {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const now = this.#plot?.cursor.idx ?? (step > 0 ? -1 : this.data.times.length);
    this.#point(Math.max(0, Math.min(this.data.times.length - 1, now + step)));
  }

  #toggle(button: HTMLElement, event: MouseEvent): void {
    event.preventDefault();
    const own = Number(button.dataset["series"]) - 1;
    const all = this.data.names.map((_, at) => at);
    if (event.altKey) this.#hidden = new Set(all.filter((at) => at !== own));
    else if (!this.#hidden.delete(own)) this.#hidden.add(own);
    for (const other of this.#buttons)
      other.setAttribute("aria-pressed", String(!this.#hidden.has(Number(other.dataset["series"]) - 1)));
    this.#draw();
  }

  // The same numbers drawn otherwise: nothing is asked anew.
  #turn(link: HTMLAnchorElement, event: MouseEvent): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    for (const other of document.querySelectorAll(".chart-kinds a")) other.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    this.place.dataset["chart"] = link.dataset["kind"] ?? "line";
    history.replaceState(history.state, "", link.href);
    const kept = document.querySelector<HTMLInputElement>("#pills [name=kind]");
    if (kept) kept.value = this.#kind;
    this.#draw();
  }
}

function loadStyles(): Promise<void> {
  const address = document.querySelector<HTMLElement>("[data-chart-styles]")?.dataset["chartStyles"];
  if (!address || document.querySelector(`link[href="${address}"]`)) return Promise.resolve();
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address });
  return new Promise((done) => {
    link.onload = () => done();
    document.head.append(link);
  });
}

export async function takeOver(): Promise<void> {
  const place = document.querySelector<HTMLElement>("[data-chart]");
  const table = document.querySelector<HTMLTableElement>("#result-table");
  if (!place || !table || place.querySelector(".uplot")) return;
  const data = read(table);
  if (!data.words.length || !data.names.length) return;
  await loadStyles();
  new Chart(place, data).start(table);
}

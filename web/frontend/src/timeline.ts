// The timeline: its bars are links; here a part of it is dragged over, held by its edges, or walked
// to by key.  A selection changes the list below; the bars stay as they are.
import { onKey } from "./keys";
import { go, select } from "./search";

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 84;
// How near to an edge of a selection a press takes hold of it, in pixels.
const HOLD = { mouse: 8, touch: 22 };

interface Bar {
  link: SVGAElement;
  start: number;
  end: number;
  count: number;
}

/** First and last bar of a selection. */
type Part = [number, number];

const plot = (): SVGSVGElement | null => document.querySelector<SVGSVGElement>("#bars");

function bars(svg: SVGSVGElement): Bar[] {
  return [...svg.querySelectorAll<SVGAElement>("a")].map((link) => ({
    link,
    start: Number(link.dataset["start"]),
    end: Number(link.dataset["end"]),
    count: Number(link.dataset["count"]),
  }));
}

function chosen(svg: SVGSVGElement, all: Bar[]): Part | undefined {
  if (!svg.classList.contains("selecting")) return undefined;
  const marked = all.map(({ link }) => link.classList.contains("in"));
  const first = marked.indexOf(true);
  return first < 0 ? undefined : [first, marked.lastIndexOf(true)];
}

function indexAt(svg: SVGSVGElement, x: number, count: number): number {
  const box = svg.getBoundingClientRect();
  return Math.max(0, Math.min(count - 1, Math.floor(((x - box.left) / box.width) * count)));
}

function address(svg: SVGSVGElement, changes: Record<string, string>): string {
  const url = new URL(svg.dataset["base"] ?? "", location.href);
  for (const [name, value] of Object.entries(changes)) url.searchParams.set(name, value);
  return url.pathname + url.search;
}

function shape(kind: string, name: string, at: Record<string, string | number>): SVGElement {
  const made = document.createElementNS(SVG, name);
  made.setAttribute("class", kind);
  for (const [key, value] of Object.entries(at)) made.setAttribute(key, String(value));
  return made;
}

function edge(x: number): SVGElement[] {
  const line = (kind: string, y1: number, y2: number): SVGElement =>
    shape(kind, "line", { x1: x, x2: x, y1, y2, "vector-effect": "non-scaling-stroke" });
  return [line("brush-edge", 0, HEIGHT), line("brush-grip", 36, 48), line("brush-hold", 0, HEIGHT)];
}

function clear(svg: SVGSVGElement): void {
  svg.querySelectorAll("[class^=brush]").forEach((old) => old.remove());
  svg.classList.remove("selecting");
  document.querySelector("#brush")?.remove();
}

function draw(svg: SVGSVGElement, all: Bar[], [from, to]: Part): void {
  clear(svg);
  svg.classList.add("selecting");
  all.forEach(({ link }, at) => link.classList.toggle("in", at >= from && at <= to));
  const left = (from / all.length) * 100;
  const right = ((to + 1) / all.length) * 100;
  const ground = shape("brush", "rect", { x: left, width: right - left, y: 0, height: HEIGHT });
  svg.append(ground, ...edge(left), ...edge(right));
  label(svg, all.slice(from, to + 1), place(left, right));
}

// Beside the selection, on the side with room: as the server does it.
function place(left: number, right: number): string {
  if (right <= 58) return `brush-after-${Math.ceil(right / 5)}`;
  return `brush-before-${Math.ceil((100 - left) / 5)}`;
}

// `45 s`, `3 h 45 m`, as the server writes it.
function length(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const units: [number, string][] = [[86400, "d"], [3600, "h"], [60, "m"], [1, "s"]];
  const at = Math.max(0, units.findIndex(([size]) => seconds >= size));
  return units
    .slice(at, at + 2)
    .map(([size, unit], place) => {
      const whole = place ? Math.floor((seconds % units[at]![0]) / size) : Math.floor(seconds / size);
      return whole ? `${whole} ${unit}` : "";
    })
    .join(" ")
    .trim();
}

function icon(name: string): SVGElement {
  const made = shape("icon", "svg", { "aria-hidden": "true" });
  made.append(shape("", "use", { href: `#icon-${name}` }));
  return made;
}

function label(svg: SVGSVGElement, part: Bar[], place: string): void {
  const first = part[0]!;
  const last = part[part.length - 1]!;
  const count = part.reduce((sum, bar) => sum + bar.count, 0);
  const made = Object.assign(document.createElement("div"), { id: "brush" });
  made.className = `brush-label ${place}`;
  const range = document.createElement("span");
  range.textContent = `${first.link.dataset["from"]} – ${last.link.dataset["to"]}`;
  const about = Object.assign(document.createElement("span"), { className: "length" });
  about.dataset["length"] = length(last.end - first.start);
  say(about, svg, count);
  const zoom = Object.assign(document.createElement("a"), { className: "button quiet" });
  const [earliest, latest] = [first.start, last.end].map((at) => new Date(at).toISOString());
  zoom.href = address(svg, { earliest: earliest!, latest: latest! });
  zoom.dataset["zoom"] = "";
  zoom.append(icon("zoom-in"), ` ${svg.dataset["zoom"]}`);
  const drop = Object.assign(document.createElement("a"), { className: "icon-button" });
  drop.href = address(svg, {});
  drop.dataset["drop"] = "";
  drop.title = svg.dataset["drop"] ?? "";
  drop.setAttribute("aria-label", drop.title);
  drop.append(icon("x"));
  made.append(range, about, zoom, drop);
  svg.closest(".timeline-plot")?.append(made);
}

function say(about: HTMLElement, svg: SVGSVGElement, count: number): void {
  const words = svg.dataset[count === 1 ? "one" : "many"] ?? "";
  about.textContent = `${about.dataset["length"]} · ${count.toLocaleString("en")} ${words}`;
}

// The list may know of events that came since the bars were drawn.
function recount(): void {
  const about = document.querySelector<HTMLElement>("#brush [data-length]");
  const count = document.querySelector<HTMLElement>("#found")?.dataset["count"];
  const svg = plot();
  if (about && count && svg) say(about, svg, Number(count));
}

// Entries of the legend hide a level and keep the selection.
function keepInLegend(part: string): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("#levels a")) {
    const url = new URL(link.href);
    if (part) url.searchParams.set("sel", part);
    else url.searchParams.delete("sel");
    link.href = url.pathname + url.search;
  }
}

function follow(svg: SVGSVGElement, all: Bar[], [from, to]: Part): void {
  const part = `${all[from]!.start}~${all[to]!.end}`;
  keepInLegend(part);
  select(address(svg, { sel: part }));
}

function drop(svg: SVGSVGElement): void {
  clear(svg);
  keepInLegend("");
  select(address(svg, {}));
}

// Where a press begins: at the other edge of the selection whose edge it takes hold of.
function anchor(svg: SVGSVGElement, all: Bar[], down: PointerEvent): number {
  const part = chosen(svg, all);
  const box = svg.getBoundingClientRect();
  const reach = down.pointerType === "mouse" ? HOLD.mouse : HOLD.touch;
  const near = (bar: number): boolean =>
    Math.abs(box.left + (bar / all.length) * box.width - down.clientX) <= reach;
  if (part && near(part[1] + 1)) return part[0];
  if (part && near(part[0])) return part[1];
  return indexAt(svg, down.clientX, all.length);
}

function startDrag(down: PointerEvent): void {
  const svg = plot();
  if (!svg || down.button || !(down.target instanceof Node) || !svg.contains(down.target)) return;
  const all = bars(svg);
  const from = anchor(svg, all, down);
  let part: Part | undefined;
  const move = (event: PointerEvent): void => {
    if (!part && Math.abs(event.clientX - down.clientX) < 4) return;
    const to = indexAt(svg, event.clientX, all.length);
    part = [Math.min(from, to), Math.max(from, to)];
    draw(svg, all, part);
  };
  const stop = (event: Event): void => {
    removeEventListener("pointermove", move);
    removeEventListener("pointerup", stop);
    removeEventListener("pointercancel", stop);
    if (!part) return;
    if (event.type === "pointercancel") return drop(svg);
    // The click that follows a drag must not follow the link under the pointer.
    addEventListener("click", (click) => (click.preventDefault(), click.stopPropagation()), {
      capture: true,
      once: true,
      signal: AbortSignal.timeout(50),
    });
    follow(svg, all, part);
  };
  addEventListener("pointermove", move);
  addEventListener("pointerup", stop);
  addEventListener("pointercancel", stop);
}

// A bar chosen by itself, and ✕.
function click(event: MouseEvent): void {
  const svg = plot();
  if (!svg || !(event.target instanceof Element) || event.defaultPrevented) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.target.closest("#brush [data-drop]")) {
    event.preventDefault();
    return drop(svg);
  }
  const link = event.target.closest("#bars a");
  if (!link) return;
  event.preventDefault();
  const all = bars(svg);
  const at = all.findIndex((bar) => bar.link === link);
  draw(svg, all, [at, at]);
  follow(svg, all, [at, at]);
}

let stretchFrom: number | undefined;
let waiting: ReturnType<typeof setTimeout> | undefined;

function walk(event: KeyboardEvent, step: number): boolean {
  const svg = plot();
  const all = svg ? bars(svg) : [];
  const at = all.findIndex(({ link }) => link === document.activeElement);
  if (!svg || at < 0) return false;
  const next = Math.max(0, Math.min(all.length - 1, at + step));
  if (event.shiftKey) {
    stretchFrom ??= at;
    const part: Part = [Math.min(stretchFrom, next), Math.max(stretchFrom, next)];
    draw(svg, all, part);
    clearTimeout(waiting);
    waiting = setTimeout(() => follow(svg, all, part), 250);
  } else stretchFrom = undefined;
  all[at]?.link.setAttribute("tabindex", "-1");
  all[next]?.link.setAttribute("tabindex", "0");
  all[next]?.link.focus();
  return true;
}

// On a bar of the selection, Enter makes it the time of the search.
function enter(event: KeyboardEvent): void {
  const focused = document.activeElement;
  if (event.key !== "Enter" || !focused?.matches("#bars.selecting a.in")) return;
  event.preventDefault();
  clearTimeout(waiting);
  zoom();
}

function zoom(): void {
  const link = document.querySelector<HTMLAnchorElement>("#brush [data-zoom]");
  if (link) go(link.getAttribute("href") ?? "");
}

function oneStop(): void {
  const svg = plot();
  if (!svg || svg.querySelector("a[tabindex='0']")) return;
  stretchFrom = undefined;
  bars(svg).forEach(({ link }, at) => link.setAttribute("tabindex", at ? "-1" : "0"));
}

export function startTimeline(page: HTMLElement): void {
  document.addEventListener("pointerdown", startDrag);
  document.addEventListener("dragstart", (event) => {
    if (event.target instanceof Element && event.target.closest("#bars")) event.preventDefault();
  });
  document.addEventListener("dblclick", (event) => {
    if (event.target instanceof Element && event.target.closest("#bars")) zoom();
  });
  page.addEventListener("click", click, true);
  document.addEventListener("keydown", enter, true);
  document.body.addEventListener("htmx:afterSwap", oneStop);
  document.body.addEventListener("htmx:afterSwap", recount);
  oneStop();
  onKey("ArrowRight", (event) => walk(event, 1));
  onKey("ArrowLeft", (event) => walk(event, -1));
  onKey("Escape", () => {
    const svg = plot();
    if (!svg?.classList.contains("selecting")) return false;
    drop(svg);
    return true;
  });
}

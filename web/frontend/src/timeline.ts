// The timeline: its bars are links; here they can be dragged over and walked by key.
import { onKey } from "./keys";
import { go } from "./search";

const SVG = "http://www.w3.org/2000/svg";

interface Bar {
  link: SVGAElement;
  start: string;
  end: string;
  count: number;
}

const plot = (): SVGSVGElement | null => document.querySelector<SVGSVGElement>("#bars");

function bars(svg: SVGSVGElement): Bar[] {
  return [...svg.querySelectorAll<SVGAElement>("a")].map((link) => ({
    link,
    start: link.dataset["start"] ?? "",
    end: link.dataset["end"] ?? "",
    count: Number(link.dataset["count"]),
  }));
}

function indexAt(svg: SVGSVGElement, x: number, count: number): number {
  const box = svg.getBoundingClientRect();
  return Math.max(0, Math.min(count - 1, Math.floor(((x - box.left) / box.width) * count)));
}

function address(svg: SVGSVGElement, all: Bar[], from: number, to: number): string {
  const url = new URL(svg.dataset["base"] ?? "", location.href);
  url.searchParams.set("sel", `${all[from]?.start}~${all[to]?.end}`);
  return url.pathname + url.search;
}

function line(x: number, kind: string, from: number, to: number): SVGLineElement {
  const made = document.createElementNS(SVG, "line");
  const at = { x1: x, x2: x, y1: from, y2: to, class: kind, "vector-effect": "non-scaling-stroke" };
  for (const [name, value] of Object.entries(at)) made.setAttribute(name, String(value));
  return made;
}

function edges(x: number): SVGLineElement[] {
  return [line(x, "brush-edge", 0, 84), line(x, "brush-grip", 36, 48)];
}

function draw(svg: SVGSVGElement, all: Bar[], from: number, to: number): void {
  svg.querySelectorAll(".brush, .brush-edge, .brush-grip").forEach((old) => old.remove());
  svg.classList.add("selecting");
  all.forEach(({ link }, at) => link.classList.toggle("in", at >= from && at <= to));
  const left = (from / all.length) * 100;
  const right = ((to + 1) / all.length) * 100;
  const rect = document.createElementNS(SVG, "rect");
  rect.setAttribute("class", "brush");
  rect.setAttribute("x", `${left}%`);
  rect.setAttribute("width", `${right - left}%`);
  rect.setAttribute("height", "100%");
  svg.append(rect, ...edges(left), ...edges(right));
  const count = all.slice(from, to + 1).reduce((sum, bar) => sum + bar.count, 0);
  label(svg, all[from], all[to], count, place(left, right));
}

// Beside the selection, on the side with room: as the server does it.
function place(left: number, right: number): string {
  if (right <= 58) return `brush-after-${Math.ceil(right / 5)}`;
  return `brush-before-${Math.ceil((100 - left) / 5)}`;
}

function label(
  svg: SVGSVGElement,
  first: Bar | undefined,
  last: Bar | undefined,
  count: number,
  place: string,
): void {
  document.querySelector("#brush")?.remove();
  const made = document.createElement("div");
  made.id = "brush";
  made.className = `brush-label ${place}`;
  const range = `${first?.link.dataset["from"]} – ${last?.link.dataset["to"]}`;
  const words = document.createElement("span");
  words.className = "length";
  words.textContent = `${count.toLocaleString("en")} ${svg.dataset["unit"] ?? ""}`;
  made.append(range, words);
  svg.closest(".timeline-plot")?.append(made);
}

function startDrag(down: PointerEvent): void {
  const svg = plot();
  if (!svg || down.button || !(down.target instanceof Node) || !svg.contains(down.target)) return;
  const all = bars(svg);
  const from = indexAt(svg, down.clientX, all.length);
  let to = from;
  let moved = false;
  const move = (event: PointerEvent): void => {
    if (!moved && Math.abs(event.clientX - down.clientX) < 4) return;
    moved = true;
    to = indexAt(svg, event.clientX, all.length);
    draw(svg, all, Math.min(from, to), Math.max(from, to));
  };
  const stop = (event: Event): void => {
    removeEventListener("pointermove", move);
    removeEventListener("pointerup", stop);
    removeEventListener("pointercancel", stop);
    if (!moved || event.type === "pointercancel") return;
    // The click that follows a drag must not follow the link under the pointer.
    addEventListener("click", (click) => (click.preventDefault(), click.stopPropagation()), {
      capture: true,
      once: true,
      signal: AbortSignal.timeout(50),
    });
    go(address(svg, all, Math.min(from, to), Math.max(from, to)));
  };
  addEventListener("pointermove", move);
  addEventListener("pointerup", stop);
  addEventListener("pointercancel", stop);
}

let stretchFrom: number | undefined;

function walk(event: KeyboardEvent, step: number): boolean {
  const svg = plot();
  const all = svg ? bars(svg) : [];
  const at = all.findIndex(({ link }) => link === document.activeElement);
  if (!svg || at < 0) return false;
  const next = Math.max(0, Math.min(all.length - 1, at + step));
  if (event.shiftKey) {
    stretchFrom ??= at;
    draw(svg, all, Math.min(stretchFrom, next), Math.max(stretchFrom, next));
  } else stretchFrom = undefined;
  all[at]?.link.setAttribute("tabindex", "-1");
  all[next]?.link.setAttribute("tabindex", "0");
  all[next]?.link.focus();
  return true;
}

function enter(event: KeyboardEvent): void {
  const svg = plot();
  if (event.key !== "Enter" || stretchFrom === undefined || !svg) return;
  const all = bars(svg);
  const at = all.findIndex(({ link }) => link === document.activeElement);
  if (at < 0) return;
  event.preventDefault();
  go(address(svg, all, Math.min(stretchFrom, at), Math.max(stretchFrom, at)));
  stretchFrom = undefined;
}

function oneStop(): void {
  const svg = plot();
  if (svg) bars(svg).forEach(({ link }, at) => link.setAttribute("tabindex", at ? "-1" : "0"));
}

export function startTimeline(): void {
  document.addEventListener("pointerdown", startDrag);
  document.addEventListener("dragstart", (event) => {
    if (event.target instanceof Element && event.target.closest("#bars")) event.preventDefault();
  });
  document.addEventListener("dblclick", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("#bars")) return;
    document.querySelector<HTMLElement>("#brush [data-zoom]")?.click();
  });
  document.addEventListener("keydown", enter, true);
  document.body.addEventListener("htmx:afterSwap", oneStop);
  oneStop();
  onKey("ArrowRight", (event) => walk(event, 1));
  onKey("ArrowLeft", (event) => walk(event, -1));
  onKey("Escape", () => {
    const drop = document.querySelector<HTMLElement>("#brush [data-drop]");
    drop?.click();
    return drop !== null;
  });
}

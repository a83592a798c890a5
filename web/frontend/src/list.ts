// The list of events: rows open in place, j and k walk, Enter opens.
import { onKey } from "./keys";

const rows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>("#list .event")];
const chosen = (): HTMLElement | null => document.querySelector<HTMLElement>("#list .event.at");

function show(row: HTMLElement, opens: boolean): void {
  row.classList.toggle("opened", opens);
  row.querySelector(".event-open")?.setAttribute("aria-expanded", String(opens));
  const detail = row.querySelector<HTMLElement>(".detail");
  if (detail) detail.hidden = !opens;
}

function toggle(row: HTMLElement): void {
  const link = row.querySelector<HTMLElement>(".event-open");
  const detail = row.querySelector<HTMLElement>(".detail");
  if (!link || !detail) return;
  if (row.classList.contains("opened")) return show(row, false);
  if (detail.childElementCount) return show(row, true);
  const address = link.dataset["detail"] ?? "";
  void open(row, detail, address);
}

// The message in the row becomes whole and its detail comes below, at once: nothing moves twice.
async function open(row: HTMLElement, detail: HTMLElement, address: string): Promise<void> {
  const answer = await fetch(address, { headers: { "HX-Request": "true" } });
  const signIn = answer.headers.get("HX-Redirect");
  if (signIn) return location.assign(signIn);
  const parts = document.createElement("template");
  parts.innerHTML = await answer.text();
  const whole = parts.content.querySelector(".whole");
  whole?.remove();
  const message = row.querySelector(".event-text");
  if (whole && message) message.replaceChildren(...whole.childNodes);
  detail.replaceChildren(parts.content);
  show(row, true);
}

function walk(step: number): boolean {
  const all = rows();
  if (!all.length) return false;
  const now = chosen();
  const at = now ? all.indexOf(now) + step : 0;
  const row = all[Math.max(0, Math.min(all.length - 1, at))];
  now?.classList.remove("at");
  row?.classList.add("at");
  row?.querySelector<HTMLElement>(".event-open")?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest" });
  return true;
}

function openChosen(): boolean {
  const row = chosen();
  if (row) toggle(row);
  return row !== null;
}

export function startList(): void {
  const page = document.getElementById("search-page");
  page?.addEventListener(
    "click",
    (event) => {
      if (!(event.target instanceof Element)) return;
      const row = event.target.closest<HTMLElement>("#list .event");
      if (!row || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const opener = event.target.closest(".event-open");
      if (!opener) {
        if (event.target.closest("a, button, label, input, summary, .detail")) return;
        if (getSelection()?.toString()) return;
      }
      event.preventDefault();
      chosen()?.classList.remove("at");
      toggle(row);
    },
    true,
  );
  onKey("j", () => walk(1));
  onKey("k", () => walk(-1));
  onKey("o", openChosen);
  onKey("Enter", (event) => {
    if (event.target instanceof Element && event.target.matches("a, button, summary")) return false;
    return openChosen();
  });
}

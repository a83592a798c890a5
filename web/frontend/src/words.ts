// Any words of a message that are selected lead on: include, exclude, search only them.
import { go } from "./search";

const MENU = "word-menu";

// What is searched for, up to the first `|` outside of quotation marks, and the commands behind it.
const QUERY = /^(?:\s*search\s)?((?:"(?:\\.|[^"\\])*"|[^"|])*)([^]*)$/i;

const quoted = (text: string): string => `"${text.replace(/[\\"]/g, "\\$&")}"`;

// The words as they stand in the message: places where a line may break are no part of them.
function chosen(): { text: string; box: DOMRect; list: HTMLElement } | undefined {
  const selection = getSelection();
  if (!selection?.rangeCount || selection.isCollapsed) return undefined;
  const range = selection.getRangeAt(0);
  const at = range.commonAncestorContainer;
  const element = at instanceof Element ? at : at.parentElement;
  const list = element?.closest<HTMLElement>("#list");
  const text = selection.toString().replaceAll("\u200b", "").trim();
  if (!list || !element?.closest(".event-message, .trace, .pane-text") || !text) return undefined;
  return text.length > 200 || text.includes("\n") ? undefined : { text, box: range.getBoundingClientRect(), list };
}

function withWords(words: string): string {
  const url = new URL(location.href);
  const now = document.querySelector<HTMLElement>("#result")?.dataset["q"] ?? "";
  // Before the first command, and beside whatever was searched for.
  const [, searched = "", rest = ""] = QUERY.exec(now) ?? [];
  const found = searched.trim();
  const before = found && found !== "*" ? (/\sOR\s/.test(found) ? `(${found}) ` : `${found} `) : "";
  url.searchParams.set("q", `${before}${words} ${rest}`.trim());
  for (const name of ["open", "offset"]) url.searchParams.delete(name);
  return url.pathname + url.search;
}

function alone(words: string): string {
  const url = new URL(location.href);
  url.searchParams.set("q", words);
  for (const name of ["f", "open", "offset", "view", "sort"]) url.searchParams.delete(name);
  return url.pathname + url.search;
}

function shut(): void {
  document.getElementById(MENU)?.remove();
}

function show(): void {
  shut();
  const found = chosen();
  if (!found) return;
  const words = quoted(found.text);
  const ways: [string, string][] = [
    ["include", withWords(words)],
    ["exclude", withWords(`NOT ${words}`)],
    ["only", alone(words)],
  ];
  const menu = Object.assign(document.createElement("div"), { id: MENU, className: "menu-sheet word-menu" });
  for (const [name, address] of ways) {
    const link = Object.assign(document.createElement("a"), { className: "menu-row", href: address });
    link.textContent = found.list.dataset[name] ?? "";
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      shut();
      getSelection()?.removeAllRanges();
      go(address);
    });
    menu.append(link);
  }
  document.body.append(menu);
  const { width, height } = menu.getBoundingClientRect();
  const below = found.box.bottom + 6 + height < innerHeight;
  menu.style.left = `${Math.max(8, Math.min(found.box.left, innerWidth - width - 8))}px`;
  menu.style.top = `${below ? found.box.bottom + 6 : found.box.top - height - 6}px`;
}

export function startWords(): void {
  document.addEventListener("mouseup", (event) => {
    if (event.target instanceof Element && event.target.closest(`#${MENU}`)) return;
    // The selection is settled only after the event.
    setTimeout(show);
  });
  document.addEventListener("keyup", (event) => {
    if (event.key === "Escape") return shut();
    if (event.shiftKey && event.key.startsWith("Arrow") && getSelection()?.toString()) show();
  });
  document.addEventListener("scroll", shut, true);
}

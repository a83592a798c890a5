// Keys that work anywhere on a page; off while typing, except Escape.
import { openMenu, shutMenu } from "./menus";

type Action = (event: KeyboardEvent) => boolean | void;
const actions = new Map<string, Action>();

/** The action of a key; returning false leaves the key to the browser. */
export function onKey(key: string, action: Action): void {
  actions.set(key, action);
}

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

function pressButtonOf(key: string): boolean {
  const button = document.querySelector<HTMLButtonElement>(`button[data-key="${CSS.escape(key)}"]`);
  button?.click();
  return button !== null;
}

function escape(event: KeyboardEvent): void {
  const menu = openMenu();
  if (menu) shutMenu(menu);
  else if (actions.get("Escape")?.(event) === false) return;
  else if (isTyping(event.target)) (event.target as HTMLElement).blur();
}

function help(): void {
  const dialog = document.getElementById("keys");
  if (dialog instanceof HTMLDialogElement) dialog.showModal();
}

export function startKeys(): void {
  document.querySelector("[data-keys]")?.addEventListener("click", (event) => {
    event.preventDefault();
    help();
  });
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") return escape(event);
    if (isTyping(event.target)) return;
    if (event.key === "?") return help();
    const action = actions.get(event.key);
    if (action ? action(event) !== false : pressButtonOf(event.key)) event.preventDefault();
  });
}

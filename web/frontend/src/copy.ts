// Copying: a value, an event, the address of this page; what was copied is said where it was asked.
const SAID_MS = 1500;

// Where a page is not served over TLS the clipboard is only reached through a selection.
async function put(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = Object.assign(document.createElement("textarea"), { value: text, className: "visually-hidden" });
  const before = document.activeElement;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
  if (before instanceof HTMLElement) before.focus();
}

function say(button: HTMLElement): void {
  const words = button.dataset["done"] ?? "";
  button.dataset["just"] = words;
  const heard = document.getElementById("said");
  if (heard) heard.textContent = words;
  setTimeout(() => delete button.dataset["just"], SAID_MS);
}

/** Copy, and say so at the button. */
export function copy(button: HTMLElement): void {
  const text = button.dataset["copy"] ?? location.href;
  void put(text).then(() => say(button));
}

/** The address of this page, from wherever it is asked. */
export function copyAddress(): void {
  const button = document.querySelector<HTMLElement>("[data-copy-link]");
  if (button) copy(button);
}

export function startCopying(): void {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest<HTMLElement>("[data-copy], [data-copy-link]");
    if (button) copy(button);
  });
}

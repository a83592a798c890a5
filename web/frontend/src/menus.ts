// Menus are <details>: they open without us; we shut them on Escape and on a click elsewhere.
export function openMenu(): HTMLDetailsElement | null {
  return document.querySelector<HTMLDetailsElement>("details.menu[open]");
}

export function shutMenu(menu: HTMLDetailsElement): void {
  menu.open = false;
  menu.querySelector("summary")?.focus();
}

export function startMenus(): void {
  document.addEventListener("click", (event) => {
    const menu = openMenu();
    if (menu && event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
  });
}

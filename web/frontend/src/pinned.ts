// Filters that stay when a new search is begun: the ways to a new search carry them.
export function leadToPinned(): void {
  const kept: unknown = JSON.parse(sessionStorage.getItem("pinned") ?? "[]");
  const pinned = Array.isArray(kept) ? kept.map((one) => ["f", String(one)]) : [];
  const asked = new URLSearchParams(pinned).toString();
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a.rail-item[data-search]"))
    link.href = asked ? `/search?${asked}` : "/search";
}

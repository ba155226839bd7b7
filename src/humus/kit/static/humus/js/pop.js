// Closes an open menu on Escape, on a click elsewhere, and when another one opens; arrows, Home and End walk in it.
// data-pop on a details element.
const open = () => document.querySelectorAll("details[data-pop][open]");
addEventListener("click", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});
const next = { ArrowDown: (at, n) => (at + 1) % n, ArrowUp: (at, n) => (at <= 0 ? n : at) - 1, Home: () => 0, End: (at, n) => n - 1 };
addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("details[data-pop][open]");
  if (menu && next[event.key] && !event.target.matches("input, textarea, select")) {
    const items = [...menu.querySelectorAll(":scope > :not(summary) :is(a, button, input)")].filter((one) => one.checkVisibility());
    if (!items.length) return;
    event.preventDefault();
    items[next[event.key](items.indexOf(event.target), items.length)].focus();
  }
  if (event.key !== "Escape") return;
  for (const menu of open()) {
    menu.open = false;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
  }
});

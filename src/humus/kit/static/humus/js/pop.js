// Closes an open menu on Escape, on a click elsewhere, and when another one opens. data-pop on a details element.
const open = () => document.querySelectorAll("details[data-pop][open]");
addEventListener("click", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of open()) {
    menu.open = false;
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
  }
});

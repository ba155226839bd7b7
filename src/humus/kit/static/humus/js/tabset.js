// Parts under their headings become tabs: <div data-tabset> with one .tabset__part and .tabset__title for each.
// Without scripts all parts stand below one another.
let number = 0;
for (const set of document.querySelectorAll("[data-tabset]")) {
  const parts = [...set.children].filter((one) => one.classList.contains("tabset__part"));
  const list = document.createElement("div");
  list.className = "tabset__list";
  list.setAttribute("role", "tablist");
  const tabs = parts.map((part) => {
    const title = part.querySelector(".tabset__title");
    const tab = document.createElement("button");
    number += 1;
    Object.assign(tab, { type: "button", className: "tabset__tab", textContent: title.textContent, id: `tabset-${number}` });
    part.id ||= `tabset-part-${number}`;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-controls", part.id);
    part.setAttribute("role", "tabpanel");
    part.setAttribute("aria-labelledby", tab.id);
    part.tabIndex = 0;
    title.hidden = true;
    return tab;
  });
  const select = (chosen, move) => {
    for (const [index, tab] of tabs.entries()) {
      tab.setAttribute("aria-selected", String(index === chosen));
      tab.tabIndex = index === chosen ? 0 : -1;
      parts[index].hidden = index !== chosen;
    }
    if (move) tabs[chosen].focus();
  };
  for (const [index, tab] of tabs.entries()) {
    tab.addEventListener("click", () => select(index));
    tab.addEventListener("keydown", (event) => {
      const forward = getComputedStyle(set).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
      const back = forward === "ArrowRight" ? "ArrowLeft" : "ArrowRight";
      const next = { [forward]: index + 1, [back]: index - 1, Home: 0, End: tabs.length - 1 }[event.key];
      if (next === undefined) return;
      event.preventDefault();
      select((next + tabs.length) % tabs.length, true);
    });
  }
  list.append(...tabs);
  set.prepend(list);
  set.classList.add("tabset--live");
  // A link into a part that is folded away, or a search in the page, opens it.
  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const found = target ? parts.findIndex((part) => part.contains(target)) : -1;
    if (found >= 0) {
      select(found);
      target.scrollIntoView();
    }
    return found >= 0;
  };
  if (!reveal()) select(0);
  addEventListener("hashchange", reveal);
  // On paper as without scripts: every part below its title.
  const titles = (hidden) => parts.forEach((part) => (part.querySelector(".tabset__title").hidden = hidden));
  addEventListener("beforeprint", () => {
    parts.forEach((part) => (part.hidden = false));
    titles(false);
  });
  addEventListener("afterprint", () => {
    titles(true);
    select(tabs.findIndex((tab) => tab.getAttribute("aria-selected") === "true"));
  });
}

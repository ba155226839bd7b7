// A tab list over sections of one page: <div data-tabs><a class="tabs__link" href="#part">. Without scripts: links to the parts.
for (const list of document.querySelectorAll("[data-tabs]")) {
  const tabs = [...list.querySelectorAll("a[href^='#']")];
  const panel = (tab) => document.getElementById(tab.hash.slice(1));
  const select = (chosen, move) => {
    for (const tab of tabs) {
      const on = tab === chosen;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
      panel(tab).hidden = !on;
    }
    if (move) chosen.focus();
  };
  list.setAttribute("role", "tablist");
  for (const [index, tab] of tabs.entries()) {
    tab.setAttribute("role", "tab");
    tab.id ||= `tab-${tab.hash.slice(1)}`;
    tab.setAttribute("aria-controls", tab.hash.slice(1));
    panel(tab).setAttribute("role", "tabpanel");
    panel(tab).setAttribute("aria-labelledby", tab.id);
    tab.addEventListener("click", (event) => { event.preventDefault(); history.replaceState(null, "", tab.hash); select(tab); });
    tab.addEventListener("keydown", (event) => {
      const ahead = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
      const behind = ahead === "ArrowRight" ? "ArrowLeft" : "ArrowRight";
      const next = { [ahead]: index + 1, [behind]: index - 1, Home: 0, End: tabs.length - 1 }[event.key];
      if (next === undefined) return;
      event.preventDefault();
      select(tabs[(next + tabs.length) % tabs.length], true);
    });
  }
  select(tabs.find((tab) => tab.hash === location.hash) ?? tabs[0]);
}

// A combobox over a search field: data-suggest-url answers ?q= with [{label, url, kind}].
let serial = 0;
for (const field of document.querySelectorAll("input[data-suggest-url]")) {
  const list = document.createElement("ul");
  list.id = `suggest-${++serial}`;
  list.className = "suggest";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.getAttribute("aria-label") || field.placeholder);
  field.after(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
    field.setAttribute(name, value);
  }
  let chosen = -1, timer, asked;
  const choose = (index) => {
    chosen = index;
    [...list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === index)));
    if (index < 0) field.removeAttribute("aria-activedescendant");
    else field.setAttribute("aria-activedescendant", list.children[index].id);
  };
  const show = (items) => {
    list.replaceChildren(...items.map((item, i) => {
      const option = document.createElement("li");
      Object.assign(option, { id: `${list.id}-${i}`, className: "suggest__option", textContent: item.label });
      option.dataset.url = item.url;
      option.setAttribute("role", "option");
      if (item.kind) {
        const kind = document.createElement("span");
        Object.assign(kind, { className: "suggest__kind", textContent: item.kind });
        option.append(kind);
      }
      option.addEventListener("pointerdown", (event) => { event.preventDefault(); location.assign(item.url); });
      return option;
    }));
    list.hidden = !items.length;
    field.setAttribute("aria-expanded", String(!list.hidden));
    choose(-1);
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    const words = field.value.trim();
    if (words.length < 2) return show([]);
    timer = setTimeout(async () => {
      asked?.abort();
      asked = new AbortController();
      try {
        const address = `${field.dataset.suggestUrl}?q=${encodeURIComponent(words)}`;
        const answer = await fetch(address, { signal: asked.signal, headers: { Accept: "application/json" } });
        if (answer.ok) show(await answer.json());
      } catch { /* The line is slow or the words changed: the search itself still works. */ }
    }, 200);
  });
  field.addEventListener("keydown", (event) => {
    const count = list.children.length;
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); show([]); }
    if (list.hidden) return;
    if (event.key === "ArrowDown") { event.preventDefault(); choose((chosen + 1) % count); }
    if (event.key === "ArrowUp") { event.preventDefault(); choose((chosen - 1 + count) % count); }
    if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); location.assign(list.children[chosen].dataset.url); }
  });
  field.addEventListener("blur", () => show([]));
}

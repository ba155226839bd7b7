// A textarea with data-talk="address" offers people and groups behind an @; Ctrl+Enter sends; a link to a folded comment unfolds it.
const unfold = () => {
  const there = location.hash.startsWith("#comment-") && document.getElementById(location.hash.slice(1));
  if (!there) return;
  for (let up = there.closest("details"); up; up = up.parentElement.closest("details")) up.open = true;
  there.scrollIntoView({ block: "center" });
  there.focus({ preventScroll: true });
};
unfold();
addEventListener("hashchange", unfold);
if (new URLSearchParams(location.search).has("said")) history.replaceState(history.state, "", location.pathname + location.hash);
for (const reply of document.querySelectorAll(".thread__reply")) reply.addEventListener("toggle", () => reply.open && reply.querySelector("textarea").focus());
let serial = 0;
for (const field of document.querySelectorAll("textarea[data-talk]")) {
  field.addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); field.form.requestSubmit(); } });
  if (!field.dataset.talk) continue;
  const list = document.createElement("ul");
  Object.assign(list, { id: `names-${++serial}`, className: "suggest", hidden: true });
  list.setAttribute("role", "listbox");
  field.parentElement.classList.add("talk__field");
  field.after(list);
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-autocomplete", "list");
  let chosen = 0, timer, asked;
  const begun = () => /(?:^|[^\w@.])@((?:[^\s@][^@\n]{0,40})?)$/u.exec(field.value.slice(0, field.selectionStart));
  const choose = (index) => {
    chosen = index;
    [...list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === index)));
    if (list.children[index]) field.setAttribute("aria-activedescendant", list.children[index].id);
  };
  const close = () => { list.hidden = true; field.removeAttribute("aria-activedescendant"); };
  const take = (name) => {
    const words = begun();
    if (!words) return close();
    const end = field.selectionStart;
    field.setRangeText(`@${name} `, end - words[1].length - 1, end, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    close();
  };
  const show = (people) => {
    list.replaceChildren(...people.map((person, i) => {
      const option = document.createElement("li");
      Object.assign(option, { id: `${list.id}-${i}`, className: "suggest__option", textContent: person.name });
      option.dataset.name = person.name;
      option.setAttribute("role", "option");
      if (person.detail) {
        const detail = document.createElement("span");
        Object.assign(detail, { className: "suggest__kind", textContent: person.detail });
        option.append(" ", detail);
      }
      option.addEventListener("pointerdown", (event) => { event.preventDefault(); take(person.name); });
      return option;
    }));
    list.hidden = !people.length;
    if (people.length) choose(0); else close();
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    const words = begun();
    if (!words) return close();
    timer = setTimeout(async () => {
      asked?.abort();
      asked = new AbortController();
      try {
        const answer = await fetch(`${field.dataset.talk}&q=${encodeURIComponent(words[1])}`, { signal: asked.signal, headers: { Accept: "application/json" } });
        if (answer.ok) show((await answer.json()).results);
      } catch { /* The line is slow: a name typed in full is understood all the same. */ }
    }, 200);
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const count = list.children.length;
    if (event.key === "Escape") { event.preventDefault(); close(); }
    if (event.key === "ArrowDown") { event.preventDefault(); choose((chosen + 1) % count); }
    if (event.key === "ArrowUp") { event.preventDefault(); choose((chosen - 1 + count) % count); }
    if ((event.key === "Enter" && !event.ctrlKey) || event.key === "Tab") { event.preventDefault(); take(list.children[chosen].dataset.name); }
  });
  field.addEventListener("blur", close);
}

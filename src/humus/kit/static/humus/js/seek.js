// A long list is sought by typing: <select data-seek="Search a city or a country">. What begins with the word comes first, but
// for a list in groups, which are sought by their names too. Enter takes the first that is left.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const rank = (text, word) => (text.startsWith(word) ? 0 : text.includes(` ${word}`) ? 1 : 2);

for (const list of document.querySelectorAll("select[data-seek]")) {
  const words = document.createElement("input");
  Object.assign(words, { type: "search", placeholder: list.dataset.seek, ariaLabel: list.dataset.seek, autocomplete: "off" });
  list.before(words);
  const groups = [...list.querySelectorAll("optgroup")];
  const said = (option) => `${option.text} ${option.value.replaceAll("_", " ")} ${option.closest("optgroup")?.label ?? ""}`;
  const rows = [...list.options].map((option) => [option, plain(said(option))]);
  const lay = (shown) => {
    const chosen = list.options[list.selectedIndex];
    if (!groups.length) list.append(...[...new Set([...shown, ...rows])].map(([option]) => option));
    // An option that is moved would lose its place as the chosen one.
    if (chosen) chosen.selected = true;
    for (const row of rows) row[0].hidden = row[0].disabled = !shown.includes(row);
    for (const group of groups) group.hidden = ![...group.children].some((option) => !option.hidden);
  };
  const fold = () => {
    words.value = "";
    words.ariaInvalid = "false";
    list.size = 0;
    lay(rows);
  };
  words.addEventListener("input", () => {
    const asked = plain(words.value).split(/\s+/).filter(Boolean);
    if (!asked.length) return fold();
    const left = rows.filter(([, text]) => asked.every((word) => text.includes(word)));
    lay(left.sort((one, other) => rank(one[1], asked[0]) - rank(other[1], asked[0])));
    words.ariaInvalid = String(!left.length);
    list.size = left.length ? Math.max(2, Math.min(8, left.length + groups.filter((group) => !group.hidden).length)) : 0;
  });
  words.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return fold();
    if (!["Enter", "ArrowDown"].includes(event.key) || !words.value.trim()) return;
    event.preventDefault();
    const first = [...list.options].find((option) => !option.hidden);
    if (!first) return;
    first.selected = true;
    list.dispatchEvent(new Event("change", { bubbles: true }));
    list.focus();
    if (event.key === "Enter") fold();
  });
  list.addEventListener("keydown", (event) => ["Enter", "Escape"].includes(event.key) && list.size > 1 && (event.preventDefault(), fold()));
  list.addEventListener("click", (event) => list.size > 1 && event.target.closest("option") && fold());
  // What is hidden would not be sent.
  list.form?.addEventListener("submit", fold);
}

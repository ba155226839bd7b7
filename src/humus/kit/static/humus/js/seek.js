// A long list is sought by typing: <select data-seek="Search a city or a country">. Enter takes the first that is left.
const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

for (const list of document.querySelectorAll("select[data-seek]")) {
  const words = document.createElement("input");
  Object.assign(words, { type: "search", placeholder: list.dataset.seek, ariaLabel: list.dataset.seek, autocomplete: "off" });
  list.before(words);
  const rows = [...list.options].map((option) => [option, plain(`${option.text} ${option.value.replaceAll("_", " ")}`)]);
  const fold = () => {
    words.value = "";
    words.ariaInvalid = "false";
    list.size = 0;
    for (const [option] of rows) option.hidden = option.disabled = false;
  };
  words.addEventListener("input", () => {
    const asked = plain(words.value).split(/\s+/).filter(Boolean);
    if (!asked.length) return fold();
    let left = 0;
    for (const [option, text] of rows) {
      option.hidden = option.disabled = !asked.every((word) => text.includes(word));
      left += option.hidden ? 0 : 1;
    }
    words.ariaInvalid = String(!left);
    list.size = left ? Math.max(2, Math.min(8, left)) : 0;
  });
  words.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return fold();
    if (!["Enter", "ArrowDown"].includes(event.key) || !words.value.trim()) return;
    event.preventDefault();
    const first = rows.find(([option]) => !option.hidden)?.[0];
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

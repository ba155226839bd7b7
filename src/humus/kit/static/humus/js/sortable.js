// Readers may sort a table by a column: of tables with one row of headings, three rows or more and no merged cells.
const language = document.documentElement.lang || "en";
const order = new Intl.Collator(language, { numeric: true, sensitivity: "base" });
const decimal = new Intl.NumberFormat(language).formatToParts(1.5).find((part) => part.type === "decimal").value;
const DATE = /^\d{4}-\d{2}-\d{2}/;

function valueOf(cell) {
  const time = cell.querySelector("time[datetime]");
  if (time) return { text: time.dateTime };
  const text = cell.textContent.trim();
  if (DATE.test(text) || !/\d/.test(text)) return { text };
  // "1 234,5 t" and "−3.2 %": a number with a short unit.
  const match = /^[^\d+\u2212-]{0,3}([+\u2212-]?[\d\s.,'\u00a0\u202f]*\d)\s*[^\d\s]{0,12}$/u.exec(text);
  if (!match) return { text };
  const digits = match[1].replace(/[\s'\u00a0\u202f]/g, "").replace("\u2212", "-");
  const plain = decimal === "," ? digits.replaceAll(".", "").replace(",", ".") : digits.replaceAll(",", "");
  return Number.isFinite(Number(plain)) ? { text, number: Number(plain) } : { text };
}

function compare(one, other) {
  // What is empty stays at the end, whichever way one sorts.
  if (!one.text || !other.text) return { last: Boolean(other.text) - Boolean(one.text) };
  if (one.number !== undefined && other.number !== undefined) return one.number - other.number;
  return order.compare(one.text, other.text);
}

for (const table of document.querySelectorAll(".prose table")) {
  const [head, ...more] = table.tHead?.rows ?? [];
  const body = table.tBodies[0];
  if (!head || more.length || !body || body.rows.length < 3 || table.querySelector("[colspan],[rowspan]")) continue;
  const written = [...body.rows];
  for (const [index, cell] of [...head.cells].entries()) {
    if (!cell.textContent.trim() || cell.querySelector("a,button")) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...cell.childNodes);
    cell.append(button);
    button.addEventListener("click", () => {
      const next = { none: "ascending", ascending: "descending", descending: "none" }[cell.getAttribute("aria-sort") ?? "none"];
      for (const other of head.cells) other.removeAttribute("aria-sort");
      if (next !== "none") cell.setAttribute("aria-sort", next);
      const way = next === "descending" ? -1 : 1;
      const keyed = written.map((row) => ({ row, value: valueOf(row.cells[index] ?? row) }));
      if (next !== "none") {
        keyed.sort((one, other) => {
          const found = compare(one.value, other.value);
          return typeof found === "number" ? way * found : found.last;
        });
      }
      body.append(...keyed.map((one) => one.row));
    });
  }
}

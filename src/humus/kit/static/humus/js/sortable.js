// Readers may sort a table by a column: of tables with one row of headings, three rows or more and no merged cells.
// What a cell of a table is worth where one sorts: a number with its unit, a day as people write days, or its words.
const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const ISO = /^(\d{4})-(\d{2})(?:-(\d{2}))?(?!\d)/;
const FIGURES = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?!\d)/;
const MONTH = "(\\p{L}{3,})\\.?";
const DAY_FIRST = new RegExp(`^(?:(\\d{1,2})(?:er|st|nd|rd|th|º)?\\s+(?:de\\s+)?)?${MONTH}\\s+(?:del?\\s+)?(\\d{4})(?!\\d)`, "u");
const MONTH_FIRST = new RegExp(`^${MONTH}\\s+(\\d{1,2}),?\\s+(\\d{4})(?!\\d)`, "u");
// "1 234,5 t" and "−3.2 %": a number with a short unit.
const NUMBER = /^[^\d+\u2212-]{0,3}([+\u2212-]?[\d\s.,'\u00a0\u202f]*\d)\s*[^\d\s]{0,12}$/u;

function monthsOf(language) {
  const months = new Map();
  for (const spoken of ["es", "fr", "en", language]) {
    for (const month of ["short", "long"]) {
      const words = new Intl.DateTimeFormat(spoken, { month, timeZone: "UTC" });
      for (let index = 0; index < 12; index++) months.set(plain(words.format(Date.UTC(2000, index, 15))).replace(".", ""), index + 1);
    }
  }
  return months;
}

// As one number, so that a month stands before its days and a year before its months.
const dayOf = (year, month, day) => Number(year) * 10000 + Number(month || 0) * 100 + Number(day || 0);

function findDay(text, months) {
  const iso = ISO.exec(text);
  if (iso) return dayOf(...iso.slice(1));
  const figures = FIGURES.exec(text);
  if (figures) {
    const [first, second] = figures.slice(1).map(Number);
    return second > 12 ? dayOf(figures[3], first, second) : dayOf(figures[3], second, first);
  }
  const [, day, month, year] = DAY_FIRST.exec(text) || [];
  if (months.has(month)) return dayOf(year, months.get(month), day);
  const [, before, on, when] = MONTH_FIRST.exec(text) || [];
  return months.has(before) ? dayOf(when, months.get(before), on) : undefined;
}

function findNumber(text, decimal) {
  const found = NUMBER.exec(text)?.[1].replace(/[\s'\u00a0\u202f]/g, "").replace("\u2212", "-");
  if (!found) return undefined;
  const signs = found.match(/[.,]/g) || [];
  const last = signs.at(-1);
  const several = signs.filter((one) => one === last).length > 1;
  // One sign with three digits after it is read as the language of the text writes it.
  const grouped = several || (signs.length === 1 && last !== decimal && /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/.test(found));
  const [whole, part = ""] = grouped || !last ? [found] : [found.slice(0, found.lastIndexOf(last)), found.slice(found.lastIndexOf(last) + 1)];
  const number = Number(`${whole.replace(/[.,]/g, "")}.${part}`);
  return Number.isFinite(number) ? number : undefined;
}

function reader(language) {
  const months = monthsOf(language);
  const decimal = new Intl.NumberFormat(language).formatToParts(1.5).find((part) => part.type === "decimal").value;
  return (cell) => {
    const text = cell.textContent.trim();
    const day = findDay(cell.querySelector("time[datetime]")?.dateTime || plain(text), months);
    if (day !== undefined) return { text, day };
    const number = findNumber(text, decimal);
    return /^\d{4}$/.test(text) ? { text, number, day: dayOf(text) } : { text, number };
  };
}

function compare(order, one, other) {
  // What is empty stays at the end, whichever way one sorts.
  if (!one.text || !other.text) return { last: Boolean(other.text) - Boolean(one.text) };
  for (const way of ["number", "day"]) {
    if (one[way] !== undefined && other[way] !== undefined && one[way] !== other[way]) return one[way] - other[way];
  }
  return order.compare(one.text, other.text);
}

for (const table of document.querySelectorAll(".prose table")) {
  const [head, ...more] = table.tHead?.rows ?? [];
  const body = table.tBodies[0];
  if (!head || more.length || !body || body.rows.length < 3 || table.querySelector("[colspan],[rowspan]")) continue;
  const language = table.closest("[lang]")?.lang || "en";
  const order = new Intl.Collator(language, { numeric: true, sensitivity: "base" });
  const valueOf = reader(language);
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
          const found = compare(order, one.value, other.value);
          return typeof found === "number" ? way * found : found.last;
        });
      }
      body.append(...keyed.map((one) => one.row));
    });
  }
}

// Word puts the lines of a list on the clipboard as paragraphs that begin with the sign it draws, and says in their style
// which list and level they belong to. They become lists again. Styles are named data-style here (see pasted.js).
const LINE = /mso-list:\s*l\d+\s+level(\d)/i;
const NUMBERED = /^\s*\(?(\d{1,5}|[a-z]{1,4})[.)]/i;
const styleOf = (element) => element.dataset.style || "";

export function lists(body) {
  let open = [];
  for (const line of body.querySelectorAll("[data-style]")) {
    const level = Number(LINE.exec(styleOf(line))?.[1]);
    if (!level) continue;
    const sign = takeSign(line);
    const tag = NUMBERED.test(sign) ? "ol" : "ul";
    if (open[0]?.list !== line.previousElementSibling) open = [];
    while (open.at(-1)?.level > level) open.pop();
    if (open.at(-1)?.level === level && open.at(-1).list.localName !== tag) open.pop();
    if (!(open.at(-1)?.level === level)) open.push({ level, list: begin(tag, sign, open.at(-1)?.list, line) });
    const words = document.createElement("p");
    words.append(...line.childNodes);
    const item = document.createElement("li");
    item.append(words);
    open.at(-1).list.append(item);
    line.remove();
  }
}

// The sign stands in a part of its own, which says that it is to be passed over; empty wrappers go with it.
function takeSign(line) {
  const marked = [...line.querySelectorAll("[data-style]")].find((one) => /mso-list:\s*ignore/i.test(styleOf(one)));
  if (!marked) return "";
  const sign = marked.textContent;
  let whole = marked;
  while (whole.parentElement !== line && whole.parentElement.textContent === sign) whole = whole.parentElement;
  whole.remove();
  return sign;
}

function begin(tag, sign, above, line) {
  const list = document.createElement(tag);
  const first = Number(/\d+/.exec(sign)?.[0]);
  if (tag === "ol" && first > 1) list.start = first;
  if (above) above.lastElementChild.append(list);
  else line.before(list);
  return list;
}

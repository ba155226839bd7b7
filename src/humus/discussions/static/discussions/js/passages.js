// Passages of the page that threads are about: marked in its words, with a way to the thread and back; and a new thread
// about what one has selected, by the button that appears or by Ctrl+Alt+M. Letters and digits are compared, as the server does.
const words = document.querySelector("[data-words]");
const talk = document.getElementById("conversation");
const sign = /[\p{L}\p{N}]/u;
const folded = (text) => [...text].filter((one) => sign.test(one)).map((one) => one.toLowerCase()[0]).join("");

const letters = () => {
  const at = [], signs = [];
  const walk = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const node = walk.currentNode;
    for (let i = 0; i < node.data.length; i++) if (sign.test(node.data[i])) { at.push([node, i]); signs.push(node.data[i].toLowerCase()[0]); }
  }
  return { at, text: signs.join("") };
};
const common = (one, other) => { let n = 0; while (n < one.length && n < other.length && one[n] === other[n]) n++; return n; };
const turned = (text) => [...text].reverse().join("");

const find = (all, { quote, before, after }) => {
  const wanted = folded(quote), left = turned(folded(before)), right = folded(after);
  let best = -1, most = -1;
  for (let at = all.text.indexOf(wanted); wanted && at >= 0; at = all.text.indexOf(wanted, at + 1)) {
    const like = common(turned(all.text.slice(Math.max(at - 200, 0), at)), left) + common(all.text.slice(at + wanted.length, at + wanted.length + 200), right);
    if (like > most) [best, most] = [at, like];
  }
  return best < 0 ? null : [best, best + wanted.length];
};

const mark = (all, [from, to], anchor) => {
  const pieces = new Map();
  for (let i = from; i < to; i++) {
    const [node, index] = all.at[i];
    const piece = pieces.get(node);
    if (piece) piece[1] = index + 1; else pieces.set(node, [index, index + 1]);
  }
  [...pieces].forEach(([node, [start, end]], number) => {
    const range = document.createRange();
    range.setStart(node, start);
    range.setEnd(node, end);
    const marked = document.createElement("mark");
    marked.className = "passage";
    marked.dataset.of = anchor;
    range.surroundContents(marked);
    if (number) return;
    marked.id = `passage-${anchor}`;
    marked.tabIndex = -1;
  });
  const last = [...words.querySelectorAll(`mark[data-of="${anchor}"]`)].at(-1);
  const way = document.createElement("a");
  Object.assign(way, { href: `#${anchor}`, className: "passage__way", textContent: String(words.querySelectorAll(".passage__way").length + 1) });
  way.setAttribute("aria-label", `${talk.dataset.passagesSee} ${way.textContent}`);
  last?.after(way);
};

const show = () => {
  for (const one of talk.querySelectorAll("[data-passage]")) {
    const all = letters();
    const place = find(all, one.dataset);
    if (place) mark(all, place, one.dataset.passage);
  }
};

const ask = (form) => {
  const folder = form.querySelector("[data-passage-field]");
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "button button--small passage__ask", hidden: true, textContent: talk.dataset.passagesAsk });
  button.title = "Ctrl+Alt+M";
  document.body.append(button);
  const chosen = () => {
    const selection = getSelection();
    const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
    return range && words.contains(range.commonAncestorContainer) && folded(range.toString()).length > 2 ? range : null;
  };
  const around = (range) => {
    const before = document.createRange(), after = document.createRange();
    before.selectNodeContents(words);
    before.setEnd(range.startContainer, range.startOffset);
    after.selectNodeContents(words);
    after.setStart(range.endContainer, range.endOffset);
    return [before.toString().slice(-80), after.toString().slice(0, 80)];
  };
  const take = () => {
    const range = chosen();
    if (!range) return;
    [form.elements.before.value, form.elements.after.value] = around(range);
    form.elements.quote.value = range.toString().replace(/\s+/g, " ").trim().slice(0, 1000);
    folder.open = true;
    button.hidden = true;
    form.elements.text.scrollIntoView({ block: "center" });
    form.elements.text.focus({ preventScroll: true });
  };
  document.addEventListener("selectionchange", () => {
    const box = chosen()?.getBoundingClientRect();
    button.hidden = !box;
    if (!box) return;
    button.style.top = `${scrollY + box.bottom + 8}px`;
    button.style.left = `${scrollX + Math.max(8, Math.min(box.left, innerWidth - button.offsetWidth - 8))}px`;
  });
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", take);
  form.elements.quote.addEventListener("input", () => { form.elements.before.value = form.elements.after.value = ""; });
  addEventListener("keydown", (event) => { if (event.ctrlKey && event.altKey && event.code === "KeyM") { event.preventDefault(); take(); } });
};

if (words && talk) {
  show();
  const form = talk.querySelector("form:has([data-passage-field])");
  if (form) ask(form);
  talk.addEventListener("click", (event) => {
    const link = event.target.closest("[data-show-passage]");
    const there = link && document.getElementById(`passage-${link.dataset.showPassage}`);
    if (!there) return;
    event.preventDefault();
    there.scrollIntoView({ block: "center" });
    there.focus({ preventScroll: true });
  });
}

// What office programs and sites put on the clipboard beside the text, and what stands there in their own way.
const blank = (element) => !/[^\s\u00a0\u200b]/.test(element.textContent);
const KEPT = "img, hr, table, [data-block]";
const BLOCKS = "p, h1, h2, h3, h4, h5, h6, ul, ol, table, blockquote, pre, div";

function fragment(link) {
  try {
    return decodeURIComponent(link.hash.slice(1));
  } catch {
    return link.hash.slice(1);
  }
}

// A sign and a text that lead to each other are a footnote: it goes where its sign stands.
function notes(body) {
  for (const sign of body.querySelectorAll("a[href*='#']")) {
    const target = fragment(sign);
    const back = sign.isConnected && target && [...body.querySelectorAll("a[href*='#']")].find((one) => [one.id, one.name].includes(target));
    if (!back || back === sign || ![sign.id, sign.name].includes(fragment(back))) continue;
    const line = back.closest("p, li");
    if (!line || line.contains(sign)) continue;
    back.remove();
    const text = line.textContent.replace(/\s+/g, " ").trim().slice(0, 1000);
    if (!text) continue;
    const note = document.createElement("span");
    note.dataset.block = "footnote";
    note.dataset.attrs = JSON.stringify({ text });
    (sign.closest("sup") || sign).replaceWith(note);
    let whole = line;
    while (whole.parentElement !== body && whole.parentElement.textContent.trim() === line.textContent.trim()) whole = whole.parentElement;
    whole.remove();
  }
}

const boxOf = (item) => item.querySelector(":scope > input[type=checkbox], :scope > p > input[type=checkbox], :scope > label > input[type=checkbox]");

function tasks(body) {
  for (const list of body.querySelectorAll("ul:not([data-type])")) {
    const items = [...list.children].filter((one) => one.localName === "li");
    if (!items.length || !items.every((one) => one.getAttribute("role") === "checkbox" || boxOf(one))) continue;
    list.dataset.type = "taskList";
    for (const item of items) {
      item.dataset.type = "taskItem";
      item.dataset.checked = String(boxOf(item)?.checked ?? item.getAttribute("aria-checked") === "true");
      item.querySelectorAll(":scope > img, input[type=checkbox]").forEach((one) => one.remove());
    }
  }
}

// How many pictures cannot come along: their files are not on the clipboard, and those of other sites are not asked for.
function pictures(body) {
  const found = [...body.querySelectorAll("img")].filter((one) => !one.closest("[data-block]"));
  for (const one of found) one.remove();
  return found.filter((one) => !(Number(one.getAttribute("width") || 9) < 3)).length;
}

function blanks(body) {
  for (const one of body.querySelectorAll("p, div")) if (blank(one) && !one.matches(KEPT) && !one.querySelector(KEPT)) one.remove();
  for (const one of body.querySelectorAll("br")) if ([...one.parentElement.children].some((other) => other.matches(BLOCKS))) one.remove();
}

export function tidy(body) {
  if (body.querySelector("[data-pm-slice]")) return 0;
  notes(body);
  tasks(body);
  const lost = pictures(body);
  if (body.querySelector("p, div, table")) blanks(body);
  return lost;
}

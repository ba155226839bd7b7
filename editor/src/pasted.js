import { Bold } from "@tiptap/extension-bold";
import { Highlight } from "@tiptap/extension-highlight";
import { Italic } from "@tiptap/extension-italic";
import { Strike } from "@tiptap/extension-strike";
import { Underline } from "@tiptap/extension-underline";

import { tidy } from "./chaff.js";
import { lists } from "./wordlists.js";

// Under a policy without inline styles a browser does not read the style of pasted text, and office programs say with it what
// is bold. It is kept under another name for the rules below and goes no further.
const renamed = (html) => html.replace(/<[a-z][^<>]*\s(style|on\w+)\s*=[^<>]*>/gi, (tag) => tag.replace(/\s(style|on\w+)(\s*=)/gi, " data-$1$2"));

// ``left`` hears where pictures could not come along.
export function pastedHTML(html, left) {
  const { body } = new DOMParser().parseFromString(renamed(html), "text/html");
  lists(body);
  if (tidy(body)) left();
  return body.innerHTML;
}

// A picture that was copied from a site comes as a file and as a part of that site; the text beside a file wins over it.
export const holdsText = (html) => /[^\s\u00a0]/.test(new DOMParser().parseFromString(renamed(html), "text/html").body.textContent);

const styled = (Kind, tags, yes, no) =>
  Kind.extend({
    parseHTML: () => [
      ...tags.map((tag) => ({ tag, getAttrs: (element) => !(no && no.test(element.dataset.style || "")) && null })),
      { tag: "span[data-style]", consuming: false, getAttrs: (element) => yes.test(element.dataset.style) && null },
    ],
  });

export const marks = [
  styled(Bold, ["strong", "b"], /(?<![\w-])font-weight:\s*(bold|[6-9]00)/i, /(?<![\w-])font-weight:\s*(normal|400)/i),
  styled(Italic, ["em", "i"], /(?<![\w-])font-style:\s*italic/i, /(?<![\w-])font-style:\s*normal/i),
  styled(Underline, ["u", "ins"], /text-decoration[^;]*underline/i),
  styled(Highlight, ["mark"], /mso-highlight:\s*(?!none)\w|background(-color)?:\s*(yellow|#ff(ff00|f2cc)|rgb\(255, 255, 0\))/i),
  styled(Strike, ["s", "del", "strike"], /text-decoration[^;]*line-through/i),
];

const SIDES = { right: "end", end: "end", center: "center" };

// How a pasted cell stands in its column: tables of office programs say it of the cell or of its paragraph.
export function alignOf(cell) {
  const says = [cell, cell.querySelector("p, div")].filter(Boolean);
  const sides = says.map((one) => (one.getAttribute("align") || /text-align:\s*(\w+)/i.exec(one.dataset.style || "")?.[1] || "").toLowerCase());
  return SIDES[sides.find(Boolean)] || "";
}

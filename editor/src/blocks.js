import { InputRule, Node, Mark, mergeAttributes } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";
import { pictureView } from "./picture.js";
import { t } from "./strings.js";
import { meantUrl, safeUrl } from "./urls.js";

// Titles of pages and names by key, known from the server and from what was chosen here; only for show.
export const names = new Map();

const attribute = (value) => ({ default: value, rendered: false });
const carried = (name) => ({
  parseHTML: () => [{ tag: `[data-block="${name}"]`, getAttrs: (element) => JSON.parse(element.dataset.attrs || "{}") }],
});

// ``previews`` shows the block as its readers will see it; without them, or until they come, it is a labelled box.
function leaf(name, attributes, describe, { inline = false, previews = null, label = "", view = null } = {}) {
  const drawn = (node) => {
    const { id, ...attrs } = node.attrs;
    return describe(node.attrs, { class: inline ? `inline-box inline-box--${name}` : "block-box", "data-block": name, "data-attrs": JSON.stringify(attrs) });
  };
  return Node.create({
    name,
    group: inline ? "inline" : "block",
    inline,
    atom: true,
    selectable: true,
    draggable: true,
    addAttributes: () => Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, attribute(value)])),
    ...carried(name),
    renderHTML: ({ node }) => drawn(node),
    ...(view && { addNodeView: () => view(drawn) }),
    ...(previews && { addNodeView: () => previews.view(name, label, inline) }),
    renderText: ({ node }) => node.attrs.label || node.attrs.text || node.attrs.value || "",
  });
}

const boxed = (label) => (attrs, shown) => {
  const detail = [names.get(attrs.page) || attrs.page, attrs.name].filter(Boolean).join(" · ");
  return ["div", shown, ["strong", {}, label()], ...(detail ? [["span", {}, ` ${detail}`]] : [])];
};

const COLOURS = { neutral: "grey", info: "blue", success: "green", warning: "yellow", danger: "red" };

export const leaves = (urls) => [
  leaf("include", { page: "" }, boxed(() => t("include"))),
  leaf("includeExcerpt", { page: "", name: "" }, boxed(() => t("includeExcerpt"))),
  leaf("children", { page: "" }, boxed(() => t("children"))),
  leaf("toc", { depth: 2 }, boxed(() => t("toc"))),
  leaf("image", { file: "", alt: "", decorative: false, caption: "", width: "full" }, (attrs, shown) => {
    const source = urls.get(attrs.file);
    const picture = source ? ["img", { src: source, alt: attrs.alt }] : ["span", {}, `${t("image")} ${attrs.alt}`];
    const caption = attrs.caption ? [["figcaption", {}, attrs.caption]] : [];
    return ["figure", { ...shown, class: `image image--${attrs.width}` }, picture, ...caption];
  }, { view: pictureView }),
  leaf("fileLink", { file: "", label: "" }, (attrs, shown) => ["span", { ...shown, class: "file inline-box" }, attrs.label || t("fileLink")], { inline: true }),
  leaf("mention", { person: "", label: "" }, (attrs, shown) => ["span", { ...shown, class: "mention" }, `@${attrs.label}`], { inline: true }),
  leaf("status", { text: "", tone: "neutral" }, (attrs, shown) => ["span", { ...shown, class: `status status--${COLOURS[attrs.tone] || "grey"}` }, attrs.text], { inline: true }),
  // Numbered by the style sheet, as they stand (the sign without width lets one click it); the words show on hover and when one edits.
  leaf("footnote", { text: "" }, (attrs, shown) => ["sup", { ...shown, class: "note-mark", title: attrs.text }, "\u2060"], { inline: true }),
  leaf("citation", { text: "", doi: "" }, (attrs, shown) => ["span", { ...shown, class: "inline-box cite-mark", title: attrs.text }, `[${short(attrs.text)}]`], { inline: true }),
  leaf("date", { value: "" }, (attrs, shown) => ["time", { ...shown, datetime: attrs.value }, longDate(attrs.value)], { inline: true }),
];

// The server tells what these ask for.
export const WRITTEN = ["footnote", "citation"];

const short = (words) => (words.length > 28 ? `${words.slice(0, 27).trimEnd()}…` : words);

function longDate(value) {
  const day = new Date(`${value}T12:00:00`);
  // As the page will say it, whatever the language around it.
  const language = document.querySelector("[data-editor]")?.dataset.language || "en";
  return Number.isNaN(day.getTime()) ? value : new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { dateStyle: "long" }).format(day);
}

// A block that the server knows and this editor does not is kept as it is, in a box.
export const unknown = (name, keys, label, inline, previews) =>
  leaf(name, Object.fromEntries(keys.map((key) => [key, null])), boxed(() => label || `${t("unknownBlock")} ${name}`), { inline, previews, label });

// A part (column, tab) stands only in the block that names it, and keeps its text for itself.
function container(name, attributes, decorate, { content = "block+", part = false } = {}) {
  return Node.create({
    name,
    content,
    ...(part ? { isolating: true } : { group: "block" }),
    defining: true,
    addAttributes: () => Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, attribute(value)])),
    ...carried(name),
    renderHTML({ node }) {
      const { id, ...attrs } = node.attrs;
      return ["div", { "data-block": name, "data-attrs": JSON.stringify(attrs), ...decorate(node.attrs) }, 0];
    },
  });
}

export const containers = [
  container("callout", { kind: "note" }, (attrs) => ({ class: `callout callout--${attrs.kind}`, "data-label": t(attrs.kind) })),
  container("expand", { title: "" }, (attrs) => ({ class: "expand-box", "data-label": attrs.title || t("expand") })),
  container("excerpt", { name: "" }, (attrs) => ({ class: "excerpt-box", "data-label": [t("excerpt"), attrs.name].filter(Boolean).join(" · ") })),
  container("hiddenPart", {}, () => ({ class: "excerpt-box", "data-label": t("hiddenPart") })),
  container("properties", {}, () => ({ class: "excerpt-box", "data-label": t("properties") })),
  container("chart", { kind: "bar", title: "" }, (attrs) => ({ class: "excerpt-box", "data-label": [t("chart"), attrs.title].filter(Boolean).join(" · ") })),
  container("columns", {}, () => ({ class: "side-by-side side-by-side--editing" }), { content: "column+" }),
  container("column", {}, () => ({ class: "side-by-side__part" }), { part: true }),
  container("tabs", {}, () => ({ class: "tabs-box" }), { content: "tab+" }),
  container("tab", { title: "" }, (attrs) => ({ class: "tab-box", "data-label": attrs.title || t("tab") }), { part: true }),
];

export const Link = Mark.create({
  name: "link",
  priority: 1000,
  inclusive: false,
  keepOnSplit: false,
  addAttributes: () => ({ href: { default: null, rendered: false } }),
  parseHTML: () => [
    { tag: "a[data-href]", getAttrs: (element) => (safeUrl(element.dataset.href) ? { href: element.dataset.href } : false) },
    { tag: "a[href]", getAttrs: (element) => (safeUrl(element.getAttribute("href")) ? { href: element.getAttribute("href").trim() } : false) },
  ],
  addInputRules() {
    return [
      new InputRule({
        find: /\[([^[\]]{1,200})\]\(([^\s()]{3,500})\)$/,
        handler: ({ state, range, match }) => {
          const href = meantUrl(match[2]);
          if (href) state.tr.replaceWith(range.from, range.to, state.schema.text(match[1], [this.type.create({ href })]));
        },
      }),
      new InputRule({
        find: /(^|\s)(https?:\/\/[^\s]{3,500})( )$/,
        handler: ({ state, range, match }) => {
          const from = range.from + match[1].length;
          const href = match[2].replace(/[.,;:!?)\]]+$/, "");
          if (!state.doc.rangeHasMark(from, range.to, this.type)) state.tr.insertText(" ", range.to).addMark(from, from + href.length, this.type.create({ href }));
        },
      }),
    ];
  },
  // An address that is pasted over words leads from them; alone it leads from itself.
  addProseMirrorPlugins() {
    const handlePaste = ({ state, dispatch }, event) => {
      const href = event.clipboardData?.getData("text/plain").trim() || "";
      const { empty, from, to, $from, $to } = state.selection;
      if (!/^https?:\/\/\S+$/i.test(href) || !safeUrl(href) || !$from.sameParent($to) || !$from.parent.inlineContent || !$from.parent.type.allowsMarkType(this.type)) return false;
      const mark = this.type.create({ href });
      dispatch(empty ? state.tr.replaceSelectionWith(state.schema.text(href, [...$from.marks(), mark]), false) : state.tr.addMark(from, to, mark));
      return true;
    };
    return [new Plugin({ props: { handlePaste } })];
  },
  // Without href: a click while writing must not leave the page.
  renderHTML: ({ mark, HTMLAttributes }) => ["a", mergeAttributes(HTMLAttributes, { "data-href": mark.attrs.href, class: "link", title: names.get(/^page:([\w-]+)/.exec(mark.attrs.href || "")?.[1]) || mark.attrs.href }), 0],
});

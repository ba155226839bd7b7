import { NodeSelection } from "@tiptap/pm/state";
import { insertBlock } from "./beside.js";
import { h, newId } from "./dom.js";
import * as fields from "./fields.js";
import { Invalid } from "./fields.js";
import { insertInline, insertMark } from "./spacing.js";
import { t } from "./strings.js";
import { putChart, wrap } from "./tools.js";
import { PICTURES } from "./uploads.js";
import { emojis } from "./emoji.js";
import { meantUrl } from "./urls.js";
import { names, WRITTEN } from "./blocks.js";

const CONTAINERS = ["callout", "expand", "excerpt", "tab", "columns", "properties", "chart"];
const FLAT = { tab: "tabs", columns: "columns" };
const words = (...keys) => Object.fromEntries(keys.map((key) => [key, t(key)]));

// What each block asks for. ``node`` is the block that is edited, if one is.
const forms = (settings, urls = new Map()) => ({
  image: (attrs) => ({
    ...(urls.has(attrs.file) ? { shown: { element: h("img", { class: "editor-dialog__picture", src: urls.get(attrs.file), alt: "" }) } } : {}),
    ...(attrs.file ? {} : { file: fields.file(t("imageFile"), PICTURES.join()) }),
    alt: fields.text(t("alt"), attrs.alt, { help: t("altHelp"), limit: 500 }),
    decorative: fields.check(t("decorative"), attrs.decorative),
    caption: fields.text(t("caption"), attrs.caption, { limit: 500 }),
    width: fields.choice(t("imageWidth"), attrs.width || "full", words("full", "medium", "small")),
  }),
  fileLink: (attrs) => ({ ...(attrs.file ? {} : { file: fields.file(t("file"), "") }), label: fields.text(t("label"), attrs.label, { limit: 200 }) }),
  callout: (attrs) => ({ kind: fields.choice(t("kind"), attrs.kind || "note", words("note", "tip", "warning", "decision")) }),
  expand: (attrs) => ({ title: fields.text(t("title"), attrs.title, { limit: 200 }) }),
  excerpt: (attrs) => ({ name: fields.text(t("excerptName"), attrs.name, { limit: 60 }) }),
  status: (attrs) => ({
    text: fields.text(t("statusText"), attrs.text, { limit: 40, required: true }),
    tone: fields.choice(t("tone"), attrs.tone || "neutral", { ...words("neutral", "info", "success"), warning: t("caution"), danger: t("danger") }),
  }),
  date: (attrs) => ({ value: fields.text(t("date"), attrs.value || new Date().toISOString().slice(0, 10), { type: "date", required: true }) }),
  include: (attrs) => ({ page: fields.picker(t("pageSearch"), settings.pageSearch, { page: attrs.page }) }),
  includeExcerpt: (attrs) => ({
    page: fields.picker(t("pageSearch"), settings.pageSearch, { page: attrs.page }),
    name: fields.text(t("excerptName"), attrs.name, { limit: 60 }),
  }),
  children: (attrs) => ({ page: fields.picker(t("pageSearch"), settings.pageSearch, { page: attrs.page, required: false }), hint: { element: h("p", { class: "field__help" }, t("thisPage")) } }),
  chart: (attrs) => ({
    title: fields.text(t("title"), attrs.title, { limit: 200, required: true, help: t("chartHelp") }),
    kind: fields.choice(t("kind"), attrs.kind || "bar", { bar: t("chartBar"), line: t("chartLine"), share: t("chartShare") }),
  }),
  tab: (attrs) => ({ title: fields.text(t("title"), attrs.title, { limit: 80 }) }),
  emoji: () => ({ sign: emojis(t("emoji")) }),
  toc: (attrs) => ({ depth: fields.number(t("depth"), attrs.depth || 2, 1, 5) }),
});

// The block that "Edit" means: the one selected, or the container around the caret.
export function editable(editor, extra = editor.storage.strangers?.blocks || []) {
  const { selection } = editor.state;
  if (selection instanceof NodeSelection) {
    const name = selection.node.type.name;
    const known = name in forms({}) || extra.some((one) => one.name === name && Object.keys(one.attributes).length);
    return selection.node.isAtom && known ? { name, node: selection.node, at: selection.from } : null;
  }
  for (let depth = selection.$from.depth; depth > 0; depth--) {
    const node = selection.$from.node(depth);
    if (CONTAINERS.includes(node.type.name)) return { name: node.type.name, node, at: selection.$from.before(depth), flat: node.type.name in FLAT };
  }
  return null;
}

function ask(title, parts, { action, extra = [], onSubmit, onClose }) {
  const id = newId("editor-dialog");
  const error = h("p", { class: "field__error", role: "alert", id: `${id}-error` });
  const form = h(
    "form",
    { class: "form", novalidate: true },
    h("h2", { id, class: "dialog__title" }, title),
    parts.map((one) => one.element),
    error,
    h("div", { class: "buttons" }, h("button", { class: "button" }, action), extra, h("button", { type: "button", class: "button button--quiet", onclick: () => dialog.close() }, t("cancel"))),
  );
  const dialog = h("dialog", { class: "dialog editor-dialog", "aria-labelledby": id }, form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    form.querySelectorAll("[aria-invalid]").forEach((one) => one.removeAttribute("aria-invalid"));
    error.textContent = "";
    try {
      await onSubmit();
      dialog.close();
      finish();
    } catch (problem) {
      if (!(problem instanceof Invalid)) throw problem;
      error.textContent = problem.message;
      problem.element?.setAttribute("aria-invalid", "true");
      problem.element?.focus();
    }
  });
  // From a field of several lines and from a list too.
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  // At once and not on the event alone, which comes later than the next key of a quick typist.
  const finish = () => {
    if (!dialog.isConnected) return;
    dialog.remove();
    onClose();
  };
  dialog.addEventListener("close", finish);
  document.body.append(dialog);
  dialog.showModal();
  parts.find((one) => one.input)?.input.focus();
  return dialog;
}

export function dialogs(editor, settings, uploads) {
  const all = forms(settings, uploads.urls);
  const labels = Object.fromEntries(settings.blocks.map((one) => [one.name, one.label]));
  const helps = Object.fromEntries(settings.blocks.filter((one) => one.help).map((one) => [one.name, h("p", { class: "field__help" }, one.help)]));
  for (const { name, attributes } of settings.blocks) all[name] ||= (attrs) => Object.fromEntries(Object.entries(attributes).map(([key, one]) => [key, fields.described(one, attrs[key], settings)]));
  const back = () => editor.view.focus();

  const link = () => {
    const { href = "" } = editor.getAttributes("link");
    const page = /^page:([\w-]+)/.exec(href)?.[1];
    const field = fields.picker(t("linkSearch"), settings.pageSearch, { page, required: false, say: (query) => (meantUrl(query) ? t("linkTo", { address: meantUrl(query) }) : "") });
    if (href && !page) field.input.value = href;
    const unlink = h("button", { type: "button", class: "button button--quiet" }, t("linkRemove"));
    const dialog = ask(t("link"), [field], {
      action: t("apply"),
      extra: href ? [unlink] : [],
      onClose: back,
      onSubmit() {
        const chosen = field.chosen();
        const address = chosen ? (chosen.key === page ? href : `page:${chosen.key}`) : meantUrl(field.input.value);
        if (!address) throw new Invalid(t("linkBad"), field.input);
        setLink(editor, address, chosen?.title || field.input.value.trim());
      },
    });
    unlink.addEventListener("click", () => {
      editor.chain().extendMarkRange("link").unsetMark("link").run();
      dialog.close();
    });
  };

  // ``given`` holds a block to edit, or a file that was dropped or pasted and still needs its words.
  return function open(name, given = null) {
    if (name === "link") return link();
    if (!(name in all)) return undefined;
    const attrs = given?.node?.attrs || given?.attrs || {};
    const parts = all[name](attrs);
    if (!Object.keys(parts).length) return put(editor, name, {}, null);
    return ask(labels[name] || t(name), [...Object.values(parts), ...(helps[name] ? [{ element: helps[name].cloneNode(true) }] : [])], {
      action: given?.node ? t("apply") : t("insert"),
      onClose: back,
      async onSubmit() {
        const read = {};
        for (const [key, part] of Object.entries(parts)) if (part.read) read[key] = part.read();
        if (name === "emoji") return editor.chain().focus().insertContent(read.sign).run();
        if (name === "image" && read.file instanceof File && !PICTURES.includes(read.file.type)) throw new Invalid(t("notPicture"), parts.file.input);
        if (name === "image") checkAlt(read, parts);
        if (read.file instanceof File) Object.assign(read, await sent(uploads, read.file, name, read));
        if (read.file === null) delete read.file;
        put(editor, name, { ...attrs, ...read }, given);
        return undefined;
      },
    });
  };
}

function checkAlt(read, parts) {
  if (read.decorative) read.alt = "";
  else if (!read.alt) throw new Invalid(t("altMissing"), parts.alt.input);
}

async function sent(uploads, file, name, read) {
  try {
    const kept = await uploads.send(file);
    return name === "fileLink" ? { file: kept.key, label: read.label || kept.name } : { file: kept.key };
  } catch (problem) {
    throw new Invalid(problem.told || t("uploadFailed", { name: file.name }));
  }
}

function put(editor, name, attrs, given) {
  if (given?.node) {
    const change = editor.state.tr;
    for (const [key, value] of Object.entries(attrs)) if (key in given.node.attrs && key !== "id") change.setNodeAttribute(given.at, key, value);
    if (given.node.isAtom) change.setSelection(NodeSelection.create(change.doc, given.at));
    editor.view.dispatch(change);
  } else if (name === "chart" && !editor.isActive("table")) putChart(editor, attrs);
  else if (CONTAINERS.includes(name)) wrap(editor, name, attrs);
  else if (WRITTEN.includes(name)) insertMark(editor, { type: name, attrs });
  else if (editor.schema.nodes[name].isInline) insertInline(editor, { type: name, attrs });
  else insertBlock(editor, { type: name, attrs }, given ?? {});
}

function setLink(editor, href, words) {
  const { empty } = editor.state.selection;
  if (empty && !editor.isActive("link")) editor.chain().insertContent([{ type: "text", text: names.get(href.replace("page:", "")) || words, marks: [{ type: "link", attrs: { href } }] }]).run();
  else editor.chain().extendMarkRange("link").setMark("link", { href }).run();
}

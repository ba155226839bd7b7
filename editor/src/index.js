import { Editor } from "@tiptap/core";
import { NodeSelection } from "@tiptap/pm/state";
import { Margin } from "./margin/margin.js";
import { names } from "./blocks.js";
import { dialogs, editable } from "./dialogs.js";
import { h, json, withQuery } from "./dom.js";
import { pastedHTML } from "./pasted.js";
import { Popups } from "./popup.js";
import { Previews } from "./previews.js";
import { findEmoji } from "./emoji.js";
import { begin } from "./live/begin.js";
import { Together } from "./live/together.js";
import { Saving } from "./saving.js";
import { insertInline } from "./spacing.js";
import { extensions } from "./schema.js";
import { stateAbove } from "./state.js";
import { t, translate } from "./strings.js";
import { oneLine } from "./title.js";
import { toolbars } from "./toolbar.js";
import { drawing, label, slash, tools, wordsOf } from "./tools.js";
import { Uploads } from "./uploads.js";

const parse = (text, otherwise) => {
  try {
    return JSON.parse(text) ?? otherwise;
  } catch {
    return otherwise;
  }
};

const settingsOf = (place) => ({
  language: place.dataset.language || "en",
  draftUrl: place.dataset.draftUrl,
  pageSearch: place.dataset.pageSearchUrl,
  spaceSearch: place.dataset.spaceSearchUrl,
  organisationSearch: place.dataset.organisationSearchUrl,
  peopleSearch: place.dataset.peopleSearchUrl,
  uploadUrl: place.dataset.uploadUrl,
  signInUrl: place.dataset.signInUrl || "/accounts/login/",
  savedAt: place.dataset.savedAt || "",
  person: place.dataset.person || "",
  blocks: parse(place.dataset.blocks, []),
  liveUrl: place.dataset.liveUrl || "",
  blockUrl: place.dataset.blockUrl || "",
  bringUrl: place.dataset.bringUrl || "",
  suggestBase: parse(place.dataset.suggestBase, null),
});

const placeOf = (form) => form.querySelector("[data-editor]");

// With a room the text is what people write there together; without one it is this person's draft.
export function mount(form, room = null) {
  const place = placeOf(form);
  for (const [key, title] of Object.entries(parse(place.dataset.titles, {}))) names.set(key, title);
  const settings = settingsOf(place);
  const urls = new Map(Object.entries(parse(place.dataset.files, {})));
  const { title, body, base } = form.elements;
  const stored = parse(body.value, { type: "doc", content: [{ type: "paragraph" }] });

  let editor;
  oneLine(title, () => {
    editor.commands.focus("start");
    // The command gives the focus a frame later; what is typed at once must not be lost.
    editor.view.focus();
  });
  const read = () => ({ title: title.value, body: editor.getJSON(), base: Number(base.value) || 0 });
  const saving = room ? new Together(form, settings, room) : new Saving(form, settings, read);
  const kept = saving.kept();
  const begun = room?.body() || kept?.body || stored;
  let open;
  const uploads = new Uploads(settings.uploadUrl, saving.token, urls, (words) => saving.say(words));
  const opener = (...given) => open(...given);

  const text = h("div", { class: "editor__body" });
  const lists = [
    { label: t("insertMenu"), pattern: /(^|\s)\/([\p{L}\p{N} ]{0,20})$/u, find: (query) => findBlock(query, settings.blocks), take: (_editor, item) => item.tool.run(editor, opener) },
    { label: t("mention"), pattern: /(^|[\s(])@([\p{L}\p{N} .'-]{0,40})$/u, find: (query) => findPeople(settings.peopleSearch, query), take: takePerson },
    { label: t("emoji"), pattern: /(^|[\s(]):(\p{L}{2,20})$/u, find: findEmoji, take: (_editor, item) => editor.chain().focus().insertContent(item.sign).run() },
  ];
  editor = new Editor({
    element: text,
    injectCSS: false,
    content: room ? undefined : begun,
    editable: room ? room.writes : true,
    extensions: [...extensions(begun, { urls, extra: settings.blocks, room, suggestBase: settings.suggestBase, previews: settings.blockUrl ? new Previews(settings.blockUrl, saving.token) : null }), Popups.configure({ lists, host: place }), uploads.extension(opener)],
    editorProps: {
      transformPastedHTML: (html) => pastedHTML(html, () => uploads.refuse([t("picturesLeft")])),
      attributes: { class: "prose", "aria-label": t("editor"), role: "textbox", "aria-multiline": "true", lang: settings.language, dir: /^(ar|fa|he|ur)\b/.test(settings.language) ? "rtl" : "ltr" },
      handleKeyDown: (_view, event) => keys(event),
      handleDoubleClickOn: (view, _at, node, at) => {
        if (!node.isAtom) return false;
        view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, at)));
        const found = editable(editor);
        if (found) opener(found.name, found);
        return Boolean(found);
      },
    },
  });
  open = dialogs(editor, settings, uploads);
  const bars = toolbars(editor, opener);
  place.classList.add("editor");
  bars.element.append(uploads.refused, stateAbove(saving.status, editor));
  place.append(bars.element, text);

  // A text that the editor could not take whole must not be saved over the whole one.
  if (weight(editor.getJSON()) < weight(begun)) {
    editor.setEditable(false);
    saving.stop(t("unreadable"));
    return { editor, saving, room };
  }

  function keys(event) {
    if (event.key === "F10" && event.altKey) bars.focus();
    else if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) opener("link");
    else if (event.key === "Enter" && !event.shiftKey && editable(editor)?.node.isAtom) opener(editable(editor).name, editable(editor));
    else return false;
    event.preventDefault();
    return true;
  }

  new Margin(editor);
  if (room) {
    saving.attend(editor, title);
    return { editor, saving, room };
  }

  // Opening a page adds an empty line at its end; that alone is no draft.
  const written = () => JSON.stringify([title.value, withoutEmptyEnd(editor.getJSON())]);
  let last = written();
  const put = () => {
    body.value = JSON.stringify(editor.getJSON());
    const now = written();
    if (now === last) return;
    last = now;
    saving.changed();
  };
  if (kept) {
    title.value = kept.title;
    base.value = kept.base;
    const undo = h("button", { type: "button", class: "link" }, t("useSaved"));
    undo.addEventListener("click", () => {
      editor.commands.setContent(stored);
      title.value = title.defaultValue;
      base.value = base.defaultValue;
      saving.forget();
      put();
    });
    saving.say(t("restored"), { extra: undo });
    body.value = JSON.stringify(kept.body);
    saving.dirty = true;
    saving.plan(3000);
  }
  editor.on("update", put);
  title.addEventListener("input", put);
  return { editor, saving };
}

// Letters and leaves: what would be missed.
function weight({ type, text = "", content = [] }) {
  const leaf = !content.length && !["text", "paragraph", "heading", "codeBlock"].includes(type);
  return text.length + Number(leaf) + content.reduce((sum, child) => sum + weight(child), 0);
}

function withoutEmptyEnd({ content = [] }) {
  let end = content.length;
  while (end > 1 && content[end - 1].type === "paragraph" && !content[end - 1].content) end -= 1;
  return content.slice(0, end);
}

function findBlock(query, extra) {
  const wanted = plain(query.trim());
  const given = new Map(extra.filter((one) => !(one.name in tools)).map((one) => [one.name, { name: one.name, label: one.label, inline: one.inline, words: plain(one.words || ""), run: (_editor, open) => open(one.name) }]));
  const placed = new Set(Object.values(slash).flat());
  const others = [...given.values()].filter((one) => !placed.has(one.name));
  const last = { groupInline: others.filter((one) => one.inline), groupLive: others.filter((one) => !one.inline) };
  return Object.entries(slash)
    .flatMap(([group, names]) => [...names.map((name) => tools[name] || given.get(name)).filter(Boolean), ...(last[group] || [])].map((tool) => ({ tool, group })))
    .map(({ tool, group }) => ({ tool, label: tool.label || label(tool), name: tool.name, path: drawing(tool), group: wanted ? "" : t(group) }))
    .map((item) => ({ ...item, rank: rank(item, wanted) }))
    .filter((item) => item.rank < 3)
    .sort((one, other) => one.rank - other.rank)
    .slice(0, wanted ? 12 : 100);
}

// What is called so comes before what is also found so.
function rank({ label: called, name, tool }, wanted) {
  const title = plain(called);
  const words = `${title} ${name} ${wordsOf(tool)}`.toLowerCase();
  if (!wanted || title.startsWith(wanted)) return 0;
  if (words.split(" ").some((word) => word.startsWith(wanted))) return 1;
  return words.includes(wanted) ? 2 : 3;
}

const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

async function findPeople(url, query) {
  const { results } = await json(withQuery(withQuery(url, "q", query), "groups", "1"));
  return results.map((one) => ({ ...one, label: one.name }));
}

// A group is called by its word alone.
function takePerson(editor, { key, name }) {
  insertInline(editor, key ? { type: "mention", attrs: { person: key, label: name } } : { type: "text", text: `@${name}` });
}

async function edit(form) {
  const place = placeOf(form);
  // A page that the device kept may have been sent once already: this is another publication.
  if (document.querySelector("[data-kept]") && form.elements.request_key) form.elements.request_key.value = crypto.randomUUID?.() || String(Math.random());
  translate(parse(place.dataset.strings, {}));
  const settings = settingsOf(place);
  const room = settings.liveUrl ? await begin(form, settings, () => edit(form)) : null;
  form.editing?.editor.destroy();
  place.replaceChildren();
  form.editing = mount(form, room);
}

for (const form of document.querySelectorAll("[data-editor-form]")) edit(form);

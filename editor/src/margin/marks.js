// Marks in the text for what stands beside it: passages that comments are about, and places where changes are suggested.
import { Extension } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { h } from "../dom.js";
import { t } from "../strings.js";
import { lettersOf, placeOf } from "./letters.js";

export const marksKey = new PluginKey("margin");

// By the anchor of a comment or the name of a change: where it stands now.
export function places(doc) {
  const found = new Map();
  const letters = lettersOf(doc);
  for (const { dataset } of document.querySelectorAll("[data-beside] [data-passage]")) {
    const place = placeOf(letters, dataset);
    if (place) found.set(dataset.passage, { ...place, kind: "passage" });
  }
  const blocks = new Map();
  doc.forEach((node, position) => node.attrs.id && blocks.set(node.attrs.id, { node, position }));
  for (const { dataset } of document.querySelectorAll("[data-beside] [data-change]")) {
    const block = blocks.get(dataset.block);
    if (block) found.set(dataset.change, placed(block, dataset));
  }
  return found;
}

function placed({ node, position }, { before = "", gone = "", come = "", kind }) {
  const whole = { from: position, to: position + node.nodeSize, kind: "block" };
  if (kind !== "words" || !node.isTextblock) return whole;
  const start = node.textBetween(0, node.content.size, null, "\ufffc").indexOf(before + gone);
  if (start < 0) return whole;
  const from = position + 1 + start + before.length;
  return { from, to: from + gone.length, kind: "words", come };
}

function drawn(doc) {
  const found = [];
  for (const [name, { from, to, kind, come }] of places(doc)) {
    if (kind === "passage") found.push(Decoration.inline(from, to, { class: "passage", "data-of": name }));
    else if (kind === "block") found.push(Decoration.node(from, to, { class: "suggest-block suggest-block--form" }));
    else {
      if (to > from) found.push(Decoration.inline(from, to, { nodeName: "del", class: "suggest-out" }));
      const added = () => h("ins", { class: "suggest-in", contenteditable: "false" }, h("span", { class: "visually-hidden" }, `${t("suggestedIn")} `), come);
      if (come) found.push(Decoration.widget(to, added, { side: 1, key: `${name}:${to}` }));
    }
  }
  return DecorationSet.create(doc, found);
}

export const Marks = Extension.create({
  name: "margin",
  addProseMirrorPlugins: () => [
    new Plugin({
      key: marksKey,
      state: {
        init: () => DecorationSet.empty,
        apply: (change, held, _before, state) => {
          if (change.getMeta(marksKey)) return drawn(state.doc);
          return change.docChanged ? held.map(change.mapping, change.doc) : held;
        },
      },
      props: { decorations: (state) => marksKey.getState(state) },
      view: (view) => {
        let timer;
        // What others write replaces whole blocks: look again where everything stands.
        const look = () => !view.isDestroyed && view.dispatch(view.state.tr.setMeta(marksKey, true).setMeta("addToHistory", false));
        return {
          update: (_view, before) => {
            if (before.doc === view.state.doc) return;
            clearTimeout(timer);
            timer = setTimeout(look, 400);
          },
          destroy: () => clearTimeout(timer),
        };
      },
    }),
  ],
});

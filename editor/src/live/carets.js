// The carets of the others in the text, with their names; where this person's caret is, is told.
import { Extension } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { absolutePositionToRelativePosition, relativePositionToAbsolutePosition, ySyncPluginKey } from "@tiptap/y-tiptap";
import * as Y from "yjs";
import { h } from "../dom.js";
import { t } from "../strings.js";

export const caretsKey = new PluginKey("carets");

export function placeOf(state, caret) {
  const { binding, doc, type } = ySyncPluginKey.getState(state);
  if (!binding || !caret?.anchor || !caret.head) return null;
  try {
    const at = (json) => relativePositionToAbsolutePosition(doc, type, Y.createRelativePositionFromJSON(json), binding.mapping);
    const [anchor, head] = [at(caret.anchor), at(caret.head)];
    const end = state.doc.content.size;
    return anchor === null || head === null ? null : { anchor: Math.min(anchor, end), head: Math.min(head, end) };
  } catch {
    return null;
  }
}

function drawn(state, people) {
  const found = [];
  for (const one of people.values()) {
    const place = placeOf(state, one.caret);
    if (!place) continue;
    const { anchor, head } = place;
    if (anchor !== head) found.push(Decoration.inline(Math.min(anchor, head), Math.max(anchor, head), { class: `caret-range tone-${one.tone}` }, { inclusiveEnd: true }));
    const label = () => h("span", { class: `caret tone-${one.tone}`, "aria-hidden": "true" }, h("span", { class: "caret__name" }, one.name || t("someone")));
    found.push(Decoration.widget(head, label, { key: `${one.client}:${one.name}`, side: 10 }));
  }
  return DecorationSet.create(state.doc, found);
}

export const Carets = (room) =>
  Extension.create({
    name: "carets",
    addProseMirrorPlugins: () => [
      new Plugin({
        key: caretsKey,
        state: {
          init: (_config, state) => drawn(state, room.people),
          apply: (change, held, _before, state) => {
            if (change.getMeta(caretsKey) || change.getMeta(ySyncPluginKey)) return drawn(state, room.people);
            return change.docChanged ? held.map(change.mapping, change.doc) : held;
          },
        },
        props: { decorations: (state) => caretsKey.getState(state) },
        view: (view) => {
          let timer;
          let last = "";
          const tell = () => {
            timer = null;
            const { binding, type } = ySyncPluginKey.getState(view.state);
            if (!binding || view.isDestroyed) return;
            const { anchor, head } = view.state.selection;
            const at = (position) => absolutePositionToRelativePosition(position, type, binding.mapping);
            const place = view.hasFocus() ? { anchor: at(anchor), head: at(head) } : null;
            const now = JSON.stringify(place);
            if (now === last) return;
            last = now;
            room.point(place);
          };
          const soon = () => (timer ||= setTimeout(tell, 80));
          room.tellCaret = () => {
            last = "";
            soon();
          };
          view.dom.addEventListener("focus", soon);
          return { update: soon, destroy: () => (clearTimeout(timer), view.dom.removeEventListener("focus", soon)) };
        },
      }),
    ],
  });

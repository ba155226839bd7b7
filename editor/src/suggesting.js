// Suggesting: what differs from the text as it is published stands marked in the editor, while one writes.
import { Extension } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { h } from "./dom.js";
import { t } from "./strings.js";

const key = new PluginKey("suggesting");
const MOST = 250_000;
const LEAF = "\ufffc";
const words = (text) => text.match(/[\p{L}\p{N}]+|\s+|./gsu) || [];

// Stretches that differ, as [from, to, from, to] in the words of both sides.
export function differences(old, now) {
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  const [rows, columns] = [old.length - end - start, now.length - end - start];
  if (!rows && !columns) return [];
  if (!rows || !columns || rows * columns > MOST) return [[start, start + rows, start, start + columns]];
  const width = columns + 1;
  const common = new Uint16Array((rows + 1) * width);
  for (let i = rows - 1; i >= 0; i -= 1)
    for (let j = columns - 1; j >= 0; j -= 1)
      common[i * width + j] = old[start + i] === now[start + j] ? common[(i + 1) * width + j + 1] + 1 : Math.max(common[(i + 1) * width + j], common[i * width + j + 1]);
  const found = [];
  const put = (i, j, toI, toJ) => {
    const last = found.at(-1);
    if (last && last[1] === start + i && last[3] === start + j) [last[1], last[3]] = [start + toI, start + toJ];
    else found.push([start + i, start + toI, start + j, start + toJ]);
  };
  for (let i = 0, j = 0; i < rows || j < columns; ) {
    if (i < rows && j < columns && old[start + i] === now[start + j]) [i, j] = [i + 1, j + 1];
    else if (j >= columns || (i < rows && common[(i + 1) * width + j] >= common[i * width + j + 1])) put(i, j, (i += 1), j);
    else put(i, j, i, (j += 1));
  }
  return found;
}

const textOf = ({ text, content = [], type }) => text ?? (content.length || ["paragraph", "heading", "codeBlock"].includes(type) ? content.map(textOf).join("") : LEAF);
const formOf = ({ type, attrs = {} }) => JSON.stringify([type, attrs.level ?? null]);
const gone = (text) => h("del", { class: "suggest-out", contenteditable: "false" }, h("span", { class: "visually-hidden" }, `${t("suggestedOut")} `), text.replaceAll(LEAF, "▢"));

function inLine(node, position, before, found) {
  const [old, now] = [words(before), words(node.textBetween(0, node.content.size, null, LEAF))];
  const places = [0];
  for (const word of now) places.push(places.at(-1) + word.length);
  for (const [from, to, start, end] of differences(old, now)) {
    const at = position + 1 + places[start];
    if (end > start) found.push(Decoration.inline(at, position + 1 + places[end], { nodeName: "ins", class: "suggest-in" }));
    if (to > from) found.push(Decoration.widget(at, () => gone(old.slice(from, to).join("")), { side: -1, key: `${at}:${from}:${to}` }));
  }
}

function drawn(doc, before) {
  const found = [];
  const there = new Map();
  doc.forEach((node, position) => {
    if (node.attrs.id) there.set(node.attrs.id, position + node.nodeSize);
    const old = before.get(node.attrs.id);
    const whole = (name) => found.push(Decoration.node(position, position + node.nodeSize, { class: name }));
    if (!old) {
      if (node.textContent || node.isAtom) whole("suggest-block suggest-block--in");
      return;
    }
    if (formOf(old) !== JSON.stringify([node.type.name, node.attrs.level ?? null])) whole("suggest-block suggest-block--form");
    const text = textOf(old);
    if (node.isTextblock) inLine(node, position, text, found);
    else if (text !== textOf(node.toJSON())) whole("suggest-block suggest-block--form");
  });
  let place = 0;
  for (const [id, old] of before) {
    if (there.has(id)) place = there.get(id);
    else if (textOf(old)) found.push(Decoration.widget(place, () => h("p", { class: "suggest-block suggest-block--out", contenteditable: "false" }, gone(textOf(old))), { side: -1, key: `gone:${id}` }));
  }
  return DecorationSet.create(doc, found);
}

export const Suggesting = (base) => {
  const before = new Map((base.content || []).map((node) => [node.attrs?.id, node]));
  return Extension.create({
    name: "suggesting",
    addProseMirrorPlugins: () => [
      new Plugin({
        key,
        state: {
          init: (_config, state) => drawn(state.doc, before),
          apply: (change, held, _before, state) => (change.docChanged ? drawn(state.doc, before) : held),
        },
        props: { decorations: (state) => key.getState(state) },
      }),
    ],
  });
};

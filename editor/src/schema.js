import { Extension, textblockTypeInputRule } from "@tiptap/core";
import { Blockquote } from "@tiptap/extension-blockquote";
import { Code } from "@tiptap/extension-code";
import { CodeBlock } from "@tiptap/extension-code-block";
import { Document } from "@tiptap/extension-document";
import { HardBreak } from "@tiptap/extension-hard-break";
import { Heading } from "@tiptap/extension-heading";
import { HorizontalRule } from "@tiptap/extension-horizontal-rule";
import { BulletList, ListItem, ListKeymap, OrderedList, TaskItem, TaskList } from "@tiptap/extension-list";
import { Paragraph } from "@tiptap/extension-paragraph";
import { Subscript } from "@tiptap/extension-subscript";
import { Superscript } from "@tiptap/extension-superscript";
import { Table, TableCell, TableHeader, TableRow } from "@tiptap/extension-table";
import { Text } from "@tiptap/extension-text";
import { CellSelection } from "@tiptap/pm/tables";
import { Dropcursor, Gapcursor, Placeholder, TrailingNode, UndoRedo } from "@tiptap/extensions";
import { Collaboration } from "@tiptap/extension-collaboration";
import { Beside } from "./beside.js";
import { containers, leaves, Link, unknown, WRITTEN } from "./blocks.js";
import { h } from "./dom.js";
import { BlockIds } from "./ids.js";
import { Marks } from "./margin/marks.js";
import { Carets } from "./live/carets.js";
import { alignOf, marks } from "./pasted.js";
import { t } from "./strings.js";
import { Spacing } from "./spacing.js";
import { Suggesting } from "./suggesting.js";

const CLASSES = { end: "numbers", center: "center", narrow: "cell--narrow", wide: "cell--wide" };

// Widths and alignment are classes: the page's content policy takes no inline style.
const cell = (Kind) =>
  Kind.extend({
    addAttributes: () => ({
      colspan: { default: 1, parseHTML: (element) => Math.min(60, Number(element.getAttribute("colspan")) || 1) },
      rowspan: { default: 1, parseHTML: (element) => Math.min(2000, Number(element.getAttribute("rowspan")) || 1) },
      colwidth: { default: null, rendered: false, parseHTML: widths },
      align: { default: "", rendered: false, parseHTML: (element) => element.dataset.align || alignOf(element) },
      width: { default: "", rendered: false, parseHTML: (element) => element.dataset.width || "" },
    }),
    renderHTML({ node, HTMLAttributes }) {
      const { align, width, colwidth: wide } = node.attrs;
      const classes = [CLASSES[align], CLASSES[width]].filter(Boolean).join(" ");
      const { style, colwidth, ...rest } = HTMLAttributes;
      return [this.name === "tableHeader" ? "th" : "td", { ...rest, ...(classes && { class: classes }), ...(align && { "data-align": align }), ...(width && { "data-width": width }), ...(wide && { "data-colwidth": wide.join() }) }, 0];
    },
  });

function widths(element) {
  const given = (element.getAttribute("data-colwidth") || "").split(",").map(Number);
  return given.every((one) => one >= 25 && one <= 2000) ? given : null;
}

// The columns as readers see them; what the mouse draws meanwhile is taken off once it is kept.
class TableView {
  constructor(node) {
    this.contentDOM = h("tbody");
    this.columns = h("colgroup");
    this.table = h("table", {}, this.columns, this.contentDOM);
    this.dom = h("div", { class: "tableWrapper" }, this.table);
    this.update(node);
  }

  update(node) {
    if (node.type.name !== "table") return false;
    const columns = [];
    node.firstChild?.forEach(({ attrs: { colspan, colwidth } }) => {
      for (let at = 0; at < colspan; at++) columns.push(h("col", colwidth?.[at] ? { class: `wide-${Math.min(40, Math.max(2, Math.round(colwidth[at] / 16)))}` } : {}));
    });
    this.columns.replaceChildren(...columns);
    this.table.removeAttribute("style");
    return true;
  }

  ignoreMutation(mutation) {
    return mutation.type === "attributes" || this.columns.contains(mutation.target);
  }
}

// Columns are drawn wider with the mouse; the table tools do the same by keyboard.
const PlainTable = Table.extend({ renderHTML: () => ["table", {}, ["tbody", 0]] }).configure({ resizable: true, View: TableView, cellMinWidth: 48, lastColumnResizable: false });

// Shift with an arrow chooses cells; at the edge of the table the choice stays, where the browser would begin another.
const ChosenCells = Extension.create({
  name: "chosenCells",
  priority: 50,
  addKeyboardShortcuts() {
    const stay = () => this.editor.state.selection instanceof CellSelection;
    return Object.fromEntries(["Left", "Right", "Up", "Down"].map((way) => [`Shift-Arrow${way}`, stay]));
  },
});

const PageHeading = Heading.extend({
  addInputRules() {
    return [2, 3, 4].map((level) => textblockTypeInputRule({ find: new RegExp(`^#{${level === 2 ? "1,2" : level}}\\s$`), type: this.type, getAttributes: { level } }));
  },
  parseHTML: () => [1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}`, attrs: { level: Math.max(2, level) } })),
}).configure({ levels: [2, 3, 4, 5, 6] });

const MoveBlocks = Extension.create({
  name: "moveBlocks",
  addCommands: () => ({
    moveBlock: (step) => ({ state, tr, dispatch }) => {
      const { $from } = state.selection;
      const index = $from.index(0);
      const other = index + step;
      if (other < 0 || other >= state.doc.childCount) return false;
      if (!dispatch) return true;
      const first = Math.min(index, other);
      const [above, below] = [state.doc.child(first), state.doc.child(first + 1)];
      let start = 0;
      for (let at = 0; at < first; at++) start += state.doc.child(at).nodeSize;
      const offset = step < 0 ? -above.nodeSize : below.nodeSize;
      const { anchor, head } = state.selection;
      const isNode = state.selection.node;
      tr.replaceWith(start, start + above.nodeSize + below.nodeSize, [below, above]);
      const Selection = state.selection.constructor;
      tr.setSelection(isNode ? Selection.create(tr.doc, anchor + offset) : Selection.create(tr.doc, anchor + offset, head + offset));
      tr.scrollIntoView();
      return true;
    },
  }),
  addKeyboardShortcuts() {
    return {
      "Alt-Shift-ArrowUp": () => this.editor.commands.moveBlock(-1),
      "Alt-Shift-ArrowDown": () => this.editor.commands.moveBlock(1),
    };
  },
});

const BARE = [Document, Text, Paragraph, Blockquote, CodeBlock, HorizontalRule, HardBreak];
// Code stands alone but for a link.
const OnlyCode = Code.extend({ excludes: "bold italic underline strike subscript superscript highlight" });
const MARKS = [...marks, OnlyCode, Subscript, Superscript, Link];
const LISTS = [BulletList, OrderedList, ListItem, TaskList, TaskItem.configure({ nested: true, a11y: { checkboxLabel: (node) => t("taskDone", { words: node.textContent || t("taskList") }) } }), ListKeymap];

// Undo takes back what this person did: among several the room's document knows whose is whose.
const alone = [UndoRedo];
const together = (room) => [Collaboration.configure({ document: room.doc }), Carets(room)];
// Who only reads adds nothing, not even an empty line.
const growing = (room) => (room && !room.writes ? [] : [BlockIds, TrailingNode, Beside]);

export function extensions(doc, { urls, extra, room = null, suggestBase = null, previews = null }) {
  const known = [...BARE, PageHeading, ...MARKS, ...LISTS, PlainTable, TableRow, cell(TableCell), cell(TableHeader), ...leaves(urls), ...containers];
  const names = new Set(known.map((one) => one.name));
  return [
    ...known,
    ...strangers(doc, names, extra, previews),
    Extension.create({ name: "strangers", addStorage: () => ({ blocks: extra.filter((one) => !names.has(one.name) || WRITTEN.includes(one.name)) }) }),
    MoveBlocks,
    ChosenCells,
    Spacing,
    ...growing(room),
    ...(room ? together(room) : alone),
    suggestBase ? Suggesting(suggestBase) : Marks,
    Dropcursor.configure({ class: "editor-drop", color: false }),
    Gapcursor,
    Placeholder.configure({ placeholder: () => t("placeholder"), showOnlyWhenEditable: true }),
  ];
}

function strangers(doc, known, extra, previews) {
  const found = new Map(extra.filter((one) => !known.has(one.name)).map((one) => [one.name, { ...one, keys: new Set(Object.keys(one.attributes)) }]));
  const look = (node, parent) => {
    if (node.type && !known.has(node.type)) {
      const inline = ["paragraph", "heading"].includes(parent);
      const entry = found.get(node.type) || { name: node.type, keys: new Set(), inline };
      for (const key of Object.keys(node.attrs || {})) if (key !== "id") entry.keys.add(key);
      found.set(node.type, entry);
    }
    for (const child of node.content || []) look(child, node.type);
  };
  look(doc, "");
  return [...found.values()].map((one) => unknown(one.name, [...one.keys], one.label, one.inline, one.attributes ? previews : null));
}

import { CellSelection, cellAround, nextCell } from "@tiptap/pm/tables";
import { t } from "./strings.js";

// What the menu of blocks draws before its words where the toolbar has no drawing of the tool.
const signs = {
  paragraph: "M4 5h12M4 9h12M4 13h7",
  heading4: "M3 4v12M9 4v12M3 10h6M16 16V7l-4 6h6",
  note: "M5 3h10v14H5zM8 7h4M8 11h4",
  tip: "M10 3a5 5 0 0 1 3 9v2H7v-2a5 5 0 0 1 3-9zM8 17h4",
  warning: "M10 3l8 14H2zM10 8v4M10 14.500v.01",
  decision: "M3 10l5 5 9-10",
  expand: "M4 5l4 4-4 4M11 9h6M4 17h13",
  excerpt: "M6 4H4v12h2M14 4h2v12h-2M8 8h4M8 12h4",
  columns: "M3 4h6v12H3zM11 4h6v12h-6z",
  tabs: "M3 8h14v8H3zM3 8V4h6v4",
  properties: "M3 4h14v12H3zM8 4v12M10 8h5M10 12h5",
  chart: "M3 17h14M5 17v-5M10 17V6M15 17V9",
  codeBlock: "m7 6-4 4 4 4M13 6l4 4-4 4",
  horizontalRule: "M3 10h14",
  toc: "M4 5h12M7 10h9M7 15h9M4 10h.01M4 15h.01",
  children: "M5 3v12h4M5 8h4M12 6h5v4h-5zM12 13h5v4h-5z",
  include: "M4 3h9v9H4zM9 15v2h8V8h-2",
  includeExcerpt: "M4 3h9v9H4zM9 15v2h8V8h-2M7 7h3",
  status: "M3 7h14v6H3zM6 10h4",
  date: "M3 5h14v12H3zM3 9h14M7 3v4M13 3v4",
  emoji: "M10 3a7 7 0 1 0 .01 0M7 12c1 2 5 2 6 0M7.500 8v.01M12.500 8v.01",
  mention: "M13 10a3 3 0 1 1-6 0 3 3 0 0 1 6 0zv1c0 2 4 2 4-1a7 7 0 1 0-3 5.700",
};
// What people call a block elsewhere, or in another language; without accents.
const called = {
  bulletList: "bullet ul puces vinetas",
  orderedList: "numbered ol numerotee numerada",
  taskList: "todo checklist checkbox cases cocher tareas",
  horizontalRule: "divider separator hr line separateur ligne linea",
  table: "grid grille tabla cuadro",
  note: "callout panel info encadre recuadro panneau",
  tip: "callout panel astuce conseil consejo encadre",
  warning: "callout panel caution avertissement alerte aviso encadre",
  decision: "callout panel encadre recuadro",
  expand: "toggle accordion collapse deplier replier acordeon desplegable",
  codeBlock: "pre snippet programme codigo",
  toc: "summary contents sommaire indice contenido",
  children: "subpages enfants sous-pages hijas subpaginas",
  date: "day jour fecha dia",
  status: "badge tag etat estado",
  image: "picture photo figure illustration imagen foto",
  fileLink: "attachment upload piece jointe joindre adjunto",
  link: "url hyperlink adresse enlace",
  mention: "@ person personne",
};
export const wordsOf = (tool) => `${tool.words || ""} ${called[tool.name] || ""}`;
const ANY = "M4 4h12v12H4zM10 7v6M7 10h6";
export const drawing = (tool) => tool.path || signs[tool.name] || ANY;

// Every tool once: the toolbar and the slash menu draw from this list. Icons are strokes on a 20 by 20 grid.
const mark = (name, path) => ({ name, path, run: (editor) => editor.chain().focus().toggleMark(name).run(), active: (editor) => editor.isActive(name) });
const heading = (level, path) => ({
  name: `heading${level}`,
  path,
  words: `h${level}`,
  run: (editor) => editor.chain().focus().toggleNode("heading", "paragraph", { level }).run(),
  active: (editor) => editor.isActive("heading", { level }),
});
const list = (name, item, path) => ({ name, path, run: (editor) => editor.chain().focus().toggleList(name, item).run(), active: (editor) => editor.isActive(name) });
const callout = (kind) => ({ name: kind, run: (editor) => editor.chain().focus().insertContent({ type: "callout", attrs: { kind }, content: [{ type: "paragraph" }] }).run() });
const dialog = (name, path) => ({ name, path, run: (editor, open) => open(name) });

// A list opens after its sign only at the beginning of a word.
function sign(editor, letter) {
  const { $from } = editor.state.selection;
  const before = $from.parent.textBetween(Math.max(0, $from.parentOffset - 1), $from.parentOffset, undefined, "\ufffc");
  return editor.chain().focus().insertContent(/\S/.test(before) ? ` ${letter}` : letter).run();
}

// A container goes around what is selected; with nothing to go around it begins empty.
export function wrap(editor, type, attrs = {}) {
  if (editor.isActive(type)) return editor.chain().focus().lift(type).run();
  return editor.chain().focus().wrapIn(type, attrs).run();
}

// What a new block of parts begins with.
const parts = (name, part, attrs) => (editor) => {
  const one = (number) => ({ type: part, attrs: attrs(number), content: [{ type: "paragraph" }] });
  const at = editor.state.selection.from;
  editor.chain().focus().insertContent({ type: name, content: [one(1), one(2)] }).run();
  return enter(editor, name, at);
};

// The caret goes into the first line of the block that was just put in.
export function enter(editor, name, from) {
  let place = null;
  editor.state.doc.descendants((node, position) => {
    if (place === null && node.type.name === name && position >= from - 2) place = position;
    return place === null;
  });
  return place === null || editor.chain().focus().setTextSelection(place + 3).run();
}

export function around(editor, name) {
  const { $from } = editor.state.selection;
  for (let depth = $from.depth; depth > 0; depth--) if ($from.node(depth).type.name === name) return { node: $from.node(depth), at: $from.before(depth), index: $from.index(depth) };
  return null;
}

const addPart = (name, part, most) => ({
  run(editor) {
    const found = around(editor, name);
    let at = found.at + 1;
    for (let index = 0; index <= found.index; index++) at += found.node.child(index).nodeSize;
    return editor.chain().focus().insertContentAt(at, { type: part, content: [{ type: "paragraph" }] }).setTextSelection(at + 2).run();
  },
  enabled: (editor) => (around(editor, name)?.node.childCount ?? most) < most,
});
const dropPart = (name, part) => ({
  run(editor) {
    const found = around(editor, part);
    return editor.chain().focus().deleteRange({ from: found.at, to: found.at + found.node.nodeSize }).run();
  },
  enabled: (editor) => (around(editor, name)?.node.childCount ?? 0) > 1,
});

// A block around a table begins with one: of facts (names beside values), or of figures (a row of headings).
const tableOf = (rows, head) => ({
  type: "table",
  content: Array.from({ length: rows }, (_row, row) => ({
    type: "tableRow",
    content: [0, 1].map((column) => ({ type: head(row, column) ? "tableHeader" : "tableCell", content: [{ type: "paragraph" }] })),
  })),
});

function begin(editor, block) {
  const at = editor.state.selection.from;
  editor.chain().focus().insertContent(block).run();
  let place = null;
  editor.state.doc.descendants((node, position) => {
    if (place === null && node.type.name === block.type && position >= at - 2) place = position;
    return place === null;
  });
  // Into the first cell: block, table, row, cell, line.
  return place === null || editor.chain().focus().setTextSelection(place + 5).run();
}

export const putChart = (editor, attrs) => begin(editor, { type: "chart", attrs, content: [tableOf(3, (row) => row === 0)] });

export const partTools = {
  columns: [
    { name: "columnAdd", ...addPart("columns", "column", 4) },
    { name: "columnDrop", ...dropPart("columns", "column") },
  ],
  tabs: [
    { name: "tabAdd", ...addPart("tabs", "tab", 12) },
    { name: "tabDrop", ...dropPart("tabs", "tab") },
  ],
};

export const tools = {
  bold: mark("bold", "M6 4h5a3 3 0 0 1 0 6H6zM6 10h6a3 3 0 0 1 0 6H6z"),
  italic: mark("italic", "M9 4h6M5 16h6M12 4 8 16"),
  underline: mark("underline", "M6 4v5a4 4 0 0 0 8 0V4M5 17h10"),
  strike: mark("strike", "M4 10h12M14 6c-1-3-8-3-8 .5 0 2 2 3 4 3.500M6 14c1 3 8 3 8-.5 0-1-.5-1.800-1-2.500"),
  code: mark("code", "m7 6-4 4 4 4M13 6l4 4-4 4"),
  highlight: mark("highlight", "m4 14 8-9 3 3-9 8H4zM4 18h12"),
  subscript: mark("subscript", "m3 5 7 9M10 5l-7 9M13 13c1-2 4-1 3 1l-3 3h4"),
  superscript: mark("superscript", "m3 7 7 9M10 7l-7 9M13 4c1-2 4-1 3 1l-3 3h4"),
  paragraph: { name: "paragraph", run: (editor) => editor.chain().focus().setNode("paragraph").run() },
  heading2: heading(2, "M3 4v12M10 4v12M3 10h7M13 8c1-2 4-1 4 .7 0 1.800-4 4.300-4 5.300h4"),
  heading3: heading(3, "M3 4v12M10 4v12M3 10h7M13 8c1-1.500 4-1 4 .8 0 1.700-2 1.700-2 1.700s2 0 2 1.900c0 2-3 2.200-4 .6"),
  heading4: heading(4),
  bulletList: list("bulletList", "listItem", "M8 5h9M8 10h9M8 15h9M4 5h.01M4 10h.01M4 15h.01"),
  orderedList: list("orderedList", "listItem", "M9 5h8M9 10h8M9 15h8M4 4v4M3 8h2M3 12.500c1-1 2.500 0 2 1L3 16h2.500"),
  taskList: list("taskList", "taskItem", "M3 4h4v4H3zM3 12h4v4H3zM10 6h7M10 14h7M4 14l1 1 2-3"),
  blockquote: { name: "blockquote", path: "M4 14c3 0 4-2 4-5V6H4v4h4M12 14c3 0 4-2 4-5V6h-4v4h4", run: (editor) => wrap(editor, "blockquote"), active: (editor) => editor.isActive("blockquote") },
  codeBlock: { name: "codeBlock", run: (editor) => editor.chain().focus().toggleNode("codeBlock", "paragraph").run() },
  horizontalRule: { name: "horizontalRule", words: "---", run: (editor) => editor.chain().focus().setHorizontalRule().run() },
  link: { ...dialog("link", "M8 12l4-4M9 6l2-2a3 3 0 0 1 5 4l-3 3M11 14l-2 2a3 3 0 0 1-5-4l3-3"), active: (editor) => editor.isActive("link") },
  image: dialog("image", "M3 4h14v12H3zM3 13l4-4 4 4 2-2 4 4M13 7.500h.01"),
  fileLink: dialog("fileLink", "M11 3H5v14h10V7zM11 3v4h4"),
  table: { name: "table", path: "M3 4h14v12H3zM3 8h14M3 12h14M8 4v12M13 4v12", run: (editor) => editor.chain().focus().insertTable({ rows: 3, cols: 3, withHeaderRow: true }).run() },
  callout: { name: "callout", path: "M10 3a7 7 0 1 0 .01 0M10 9v5M10 6.500v.01", run: (editor) => wrap(editor, "callout", { kind: "note" }), active: (editor) => editor.isActive("callout") },
  note: callout("note"),
  tip: callout("tip"),
  warning: callout("warning"),
  decision: callout("decision"),
  expand: dialog("expand"),
  excerpt: dialog("excerpt"),
  hiddenPart: { name: "hiddenPart", words: "hide cacher masquer ocultar", run: (editor) => wrap(editor, "hiddenPart") },
  columns: { name: "columns", run: parts("columns", "column", () => ({})) },
  tabs: { name: "tabs", run: parts("tabs", "tab", (number) => ({ title: `${t("tab")} ${number}` })) },
  properties: { name: "properties", words: "facts fields metadata champs datos", run: (editor) => begin(editor, { type: "properties", content: [tableOf(3, (_row, column) => column === 0)] }) },
  chart: { ...dialog("chart"), words: "graph diagram graphique gráfico" },
  emoji: { ...dialog("emoji"), words: "smile icon emoticon" },
  mention: { name: "mention", run: (editor) => sign(editor, "@") },
  status: dialog("status"),
  date: dialog("date"),
  include: dialog("include"),
  includeExcerpt: dialog("includeExcerpt"),
  children: dialog("children"),
  toc: dialog("toc"),
  insertMenu: { name: "insertMenu", path: "M10 4v12M4 10h12", run: (editor) => sign(editor, "/") },
  moveUp: { name: "moveUp", path: "M10 16V4M5 9l5-5 5 5", run: (editor) => editor.chain().focus().moveBlock(-1).run(), enabled: (editor) => editor.can().moveBlock(-1) },
  moveDown: { name: "moveDown", path: "M10 4v12M5 11l5 5 5-5", run: (editor) => editor.chain().focus().moveBlock(1).run(), enabled: (editor) => editor.can().moveBlock(1) },
  undo: { name: "undo", path: "M7 5 3 9l4 4M3 9h9a4 4 0 0 1 0 8H9", run: (editor) => editor.chain().focus().undo().run(), enabled: (editor) => editor.can().undo() },
  redo: { name: "redo", path: "m13 5 4 4-4 4M17 9H8a4 4 0 0 0 0 8h3", run: (editor) => editor.chain().focus().redo().run(), enabled: (editor) => editor.can().redo() },
};

export const bar = [
  ["undo", "redo"],
  ["insertMenu"],
  ["heading2", "heading3"],
  ["bold", "italic", "underline", "strike", "highlight", "code", "subscript", "superscript"],
  ["link", "image", "fileLink"],
  ["bulletList", "orderedList", "taskList", "blockquote", "callout", "table"],
  ["moveUp", "moveDown"],
];

// The menu of blocks in its parts; what higher floors add stands in the last, or in the line where it belongs there.
export const slash = {
  groupText: ["paragraph", "heading2", "heading3", "heading4", "bulletList", "orderedList", "taskList", "blockquote", "codeBlock", "horizontalRule"],
  groupInsert: ["table", "image", "fileLink", "filePreview", "video", "chart", "mathBlock"],
  groupBoxes: ["note", "tip", "warning", "decision", "expand", "columns", "tabs", "properties", "excerpt", "hiddenPart"],
  groupInline: ["link", "mention", "organisation", "status", "date", "math", "footnote", "citation", "emoji", "fillIn"],
  groupLive: ["toc", "children", "include", "includeExcerpt", "propertyReport"],
};

const cells = (name, values) => (editor) => {
  const { $from } = editor.state.selection;
  for (let depth = $from.depth; depth > 0; depth--) {
    const type = $from.node(depth).type.name;
    if (type === "tableCell" || type === "tableHeader") {
      const now = $from.node(depth).attrs[name] || "";
      if (name === "width" && $from.node(depth).attrs.colwidth) setInColumn(editor, $from.before(depth), "colwidth", null);
      const next = values[(values.indexOf(now) + 1) % values.length];
      return setInColumn(editor, $from.before(depth), name, next);
    }
  }
  return false;
};

// The whole column takes the width and the alignment, as readers expect of a table.
function setInColumn(editor, position, name, value) {
  const $cell = editor.state.doc.resolve(position);
  const table = $cell.node(-1);
  const column = $cell.index();
  const change = editor.state.tr;
  let at = $cell.start(-1);
  table.forEach((row) => {
    let inside = at + 1;
    row.forEach((one, _offset, index) => {
      if (index === column) change.setNodeAttribute(inside, name, value);
      inside += one.nodeSize;
    });
    at += row.nodeSize;
  });
  editor.view.dispatch(change);
  editor.view.focus();
  return true;
}

const command = (name, run, path) => ({ name, path, run: (editor) => editor.chain().focus()[run]().run(), enabled: (editor) => editor.can()[run]() });
// Where nothing can be drawn with a mouse, the choice grows cell by cell from the one that holds the caret.
function grown({ state: { selection } }, axis) {
  const chosen = selection instanceof CellSelection;
  const $head = chosen ? selection.$headCell : cellAround(selection.$head);
  const $next = $head && nextCell($head, axis, 1);
  return $next && new CellSelection(chosen ? selection.$anchorCell : $head, $next);
}
const choose = (name, axis, path) => ({
  name,
  path,
  run: (editor) => editor.chain().focus().command(({ tr }) => Boolean(tr.setSelection(grown(editor, axis)))).run(),
  enabled: (editor) => Boolean(grown(editor, axis)),
});

export const tableTools = [
  command("rowBefore", "addRowBefore", "M3 11h14v5H3zM10 3v5M7.500 5.500h5"),
  command("rowAfter", "addRowAfter", "M3 4h14v5H3zM10 12v5M7.500 14.500h5"),
  command("rowDelete", "deleteRow", "M3 8h14v4H3zM7 3l6 3M7 17l6-3"),
  command("columnBefore", "addColumnBefore", "M11 3v14h5V3zM3 10h5M5.500 7.500v5"),
  command("columnAfter", "addColumnAfter", "M4 3v14h5V3zM12 10h5M14.500 7.500v5"),
  command("columnDelete", "deleteColumn", "M8 3v14h4V3zM3 7l3 6M17 7l-3 6"),
  command("headerRow", "toggleHeaderRow", "M3 4h14v12H3zM3 9h14M3 6.500h14"),
  command("headerColumn", "toggleHeaderColumn", "M3 4h14v12H3zM8 4v12M5.500 4v12"),
  choose("chooseBeside", "horiz", "M3 5h14v10H3zM9 5v10M11 10h4l-1.500-1.500M15 10l-1.500 1.500"),
  choose("chooseBelow", "vert", "M5 3h10v14H5zM5 9h10M10 11v4l-1.500-1.500M10 15l1.500-1.500"),
  command("merge", "mergeCells", "M3 4h14v12H3zM6 10h3l-1.500-1.500M14 10h-3l1.500 1.500"),
  command("split", "splitCell", "M3 4h14v12H3zM10 4v12M8 10H5M12 10h3"),
  { name: "align", path: "M3 5h14M3 9h8M3 13h14M3 17h8", run: cells("align", ["", "center", "end"]) },
  { name: "width", path: "M3 10h14M6 7l-3 3 3 3M14 7l3 3-3 3", run: cells("width", ["", "narrow", "wide"]) },
  command("tableDelete", "deleteTable", "M3 4h14v12H3zM7 7l6 6M13 7l-6 6"),
];

export const label = (tool) => t(tool.name);

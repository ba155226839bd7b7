import { h, icon } from "./dom.js";
import { editable } from "./dialogs.js";
import { setWidth } from "./picture.js";
import { t } from "./strings.js";
import { around, bar, label, partTools, tableTools, tools } from "./tools.js";

// Drawn the other way round where one writes from the right.
const FLIPS = ["undo", "redo", "bulletList", "orderedList", "taskList", "columnBefore", "columnAfter", "headerColumn", "chooseBeside", "align"];

// Toolbars with one tab stop each: arrows, Home and End move inside; Alt+F10 leads there from the text, Escape back.
function toolbar(name, groups, editor, open) {
  const all = [];
  const button = (tool) => {
    const element = h(
      "button",
      { type: "button", class: "editor__tool", title: label(tool), "aria-label": label(tool), tabindex: "-1", onclick: () => tool.run(editor, open) },
      tool.path ? icon(tool.path, FLIPS.includes(tool.name)) : label(tool),
    );
    // The text keeps its selection while one presses a tool.
    element.addEventListener("mousedown", (event) => event.preventDefault());
    all.push({ element, tool });
    return element;
  };
  const parts = groups.flatMap((group, index) => [index ? h("span", { class: "editor__gap", "aria-hidden": "true" }) : null, ...group.map(button)]);
  const element = h("div", { class: "editor__bar", role: "toolbar", "aria-label": t(name) }, parts);
  const settle = () => {
    const free = all.filter((one) => !one.element.disabled);
    if (!free.some((one) => one.element.tabIndex === 0)) for (const [index, one] of free.entries()) one.element.tabIndex = index ? -1 : 0;
  };
  element.addEventListener("keydown", (event) => move(event, all, element, editor));
  element.addEventListener("focusin", (event) => all.forEach((one) => (one.element.tabIndex = one.element === event.target ? 0 : -1)));
  return {
    element,
    focus: () => all.find((one) => one.element.tabIndex === 0 && !one.element.disabled)?.element.focus(),
    refresh() {
      for (const { element: one, tool } of all) {
        if (tool.active) one.setAttribute("aria-pressed", String(tool.active(editor)));
        if (tool.enabled) {
          const off = !tool.enabled(editor);
          if (off && one === document.activeElement) continue;
          one.disabled = off;
          if (off) one.tabIndex = -1;
        }
      }
      settle();
    },
  };
}

function move(event, all, element, editor) {
  const free = all.map((one) => one.element).filter((one) => !one.disabled);
  const at = free.indexOf(document.activeElement);
  const forward = getComputedStyle(element).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  const places = { Home: 0, End: free.length - 1, [forward]: at + 1, [forward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft"]: at - 1 };
  if (event.key === "Escape") editor.view.focus();
  else if (event.key in places) free.at(places[event.key] % free.length).focus();
  else return;
  event.preventDefault();
}

export function toolbars(editor, open) {
  const main = toolbar("toolbar", bar.map((group) => group.map((name) => tools[name])), editor, open);
  const table = toolbar("tableTools", [tableTools], editor, open);
  const onBlock = [
    { name: "edit", run: () => open(editable(editor)?.name, editable(editor)), enabled: () => !["columns", "properties"].includes(editable(editor)?.name) },
    { name: "remove", run: () => remove(editor) },
  ];
  const block = toolbar("blockTools", [onBlock], editor, open);
  const picture = toolbar("pictureTools", [["small", "medium", "full"].map(widthTool), onBlock], editor, open);
  const parts = Object.entries(partTools).map(([name, group]) => [name, toolbar(`${name}Tools`, [group], editor, open)]);
  const show = (one, wanted) => {
    if (one.element.hidden && wanted) one.refresh();
    one.element.hidden = !wanted;
  };
  const wanted = [
    [table, () => editor.isActive("table")],
    ...parts.map(([name, one]) => [one, () => editor.isActive(name)]),
    [block, () => Boolean(editable(editor)) && !picked(editor)],
    [picture, () => Boolean(picked(editor))],
  ];
  // A bar that comes or goes does not move the text below the pointer: a second click still meets what the first one met.
  const change = (some) => {
    const text = editor.view.dom;
    const before = text.getBoundingClientRect().top;
    for (const [one, now] of some) show(one, now);
    const moved = text.getBoundingClientRect().top - before;
    if (moved && text.isConnected) scrollBy({ top: moved, behavior: "instant" });
  };
  const refresh = () => {
    main.refresh();
    const others = wanted.map(([one, is]) => [one, is()]).filter(([one, now]) => one.element.hidden === now);
    if (others.length) change(others);
    for (const [one] of wanted) if (!one.element.hidden) one.refresh();
  };
  editor.on("transaction", refresh);
  refresh();
  return { element: h("div", { class: "editor__bars" }, main.element, table.element, parts.map(([, one]) => one.element), block.element, picture.element), focus: main.focus };
}

const picked = (editor) => (editable(editor)?.name === "image" ? editable(editor) : null);
const widthTool = (width) => ({ name: width, run: (editor) => setWidth(editor, picked(editor).at, width), active: (editor) => picked(editor)?.node.attrs.width === width });

// The block goes, what is written in its parts stays.
function flatten(editor, found) {
  const { node, at } = found.name === "tab" ? around(editor, "tabs") : found;
  const content = [];
  node.forEach((part) => part.forEach((one) => content.push(one)));
  editor.view.dispatch(editor.state.tr.replaceWith(at, at + node.nodeSize, content));
  editor.view.focus();
}

function remove(editor) {
  const found = editable(editor);
  if (!found) return;
  if (found.flat) flatten(editor, found);
  else if (found.node.isAtom) editor.chain().focus().deleteSelection().run();
  else editor.chain().focus().lift(found.name).run();
}

import { Extension } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";
import { h, icon, newId } from "./dom.js";

// A list that opens while one types after a sign: "/" for blocks, "@" for people. The text keeps the focus; arrows choose,
// Enter or Tab takes, Escape closes, and screen readers follow aria-activedescendant.
class List {
  constructor(editor, view, { label, pattern, find, take }) {
    Object.assign(this, { editor, view, pattern, find, take, items: [], at: 0, closed: null, asked: 0 });
    this.id = newId("editor-list");
    this.element = h("ul", { id: this.id, class: "editor-popup", role: "listbox", "aria-label": label, tabindex: "0", hidden: true, onmousedown: (event) => event.preventDefault() });
  }

  match() {
    const { $from, empty } = this.view.state.selection;
    if (!empty || !$from.parent.isTextblock || $from.parent.type.spec.code) return null;
    const before = $from.parent.textBetween(Math.max(0, $from.parentOffset - 60), $from.parentOffset, undefined, "\ufffc");
    const found = this.pattern.exec(before);
    return found && { query: found[2], from: $from.pos - found[2].length - 1, to: $from.pos };
  }

  async update() {
    const match = this.view.hasFocus() ? this.match() : null;
    if (!match || match.from === this.closed) {
      if (!match) this.closed = null;
      return this.hide();
    }
    if (this.range && match.from === this.range.from && match.query === this.range.query) return this.place();
    this.range = match;
    const asked = ++this.asked;
    const items = await Promise.resolve(this.find(match.query)).catch(() => []);
    if (asked !== this.asked || !this.range) return;
    this.items = items;
    this.at = 0;
    this.draw();
  }

  draw() {
    const heads = this.items.map((item, index) => (item.group && item.group !== this.items[index - 1]?.group ? h("li", { class: "editor-popup__group", role: "presentation" }, item.group) : null));
    const options = this.items.map((item, index) =>
      h(
        "li",
        { id: `${this.id}-${index}`, role: "option", "aria-selected": String(index === this.at), onclick: () => this.choose(index) },
        item.path ? icon(item.path) : null,
        item.label,
        item.detail ? h("span", { class: "editor-popup__detail" }, item.detail) : null,
      ),
    );
    this.element.replaceChildren(...options.flatMap((option, index) => [heads[index], option]).filter(Boolean));
    this.element.hidden = !options.length;
    const text = this.view.dom;
    if (this.element.hidden) return this.forget();
    text.setAttribute("aria-controls", this.id);
    text.setAttribute("aria-activedescendant", `${this.id}-${this.at}`);
    (this.at ? options[this.at] : this.element.firstChild)?.scrollIntoView({ block: "nearest" });
    this.place();
  }

  place() {
    if (this.element.hidden) return;
    const caret = this.view.coordsAtPos(this.range.from);
    const box = this.element.getBoundingClientRect();
    const around = this.element.offsetParent?.getBoundingClientRect() || { left: 0, top: 0 };
    const below = caret.bottom + box.height + 8 < innerHeight || caret.top < box.height;
    const left = Math.max(8, Math.min(caret.left, innerWidth - box.width - 8));
    this.element.style.setProperty("left", `${left - around.left}px`);
    this.element.style.setProperty("top", `${(below ? caret.bottom + 4 : caret.top - box.height - 4) - around.top}px`);
  }

  key(event) {
    if (this.element.hidden) return false;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) {
      this.at = (this.at + steps[event.key] + this.items.length) % this.items.length;
      this.draw();
    } else if (event.key === "Enter" || event.key === "Tab") this.choose(this.at);
    else if (event.key === "Escape") {
      this.closed = this.range.from;
      this.hide();
    } else return false;
    event.preventDefault();
    return true;
  }

  choose(index) {
    const item = this.items[index];
    const { from, to } = this.range;
    this.hide();
    this.editor.chain().focus().deleteRange({ from, to }).run();
    this.take(this.editor, item);
  }

  hide() {
    this.range = null;
    this.asked += 1;
    if (this.element.hidden) return;
    this.element.hidden = true;
    this.forget();
  }

  forget() {
    this.view.dom.removeAttribute("aria-controls");
    this.view.dom.removeAttribute("aria-activedescendant");
  }

  destroy() {
    this.element.remove();
  }
}

export const Popups = Extension.create({
  name: "popups",
  priority: 1100,
  addOptions: () => ({ lists: [], host: null }),
  addProseMirrorPlugins() {
    let opened = [];
    return [
      new Plugin({
        view: (view) => {
          opened = this.options.lists.map((one) => new List(this.editor, view, one));
          for (const one of opened) this.options.host.append(one.element);
          const blur = () => setTimeout(() => opened.forEach((one) => one.update()), 150);
          view.dom.addEventListener("blur", blur);
          return { update: () => opened.forEach((one) => one.update()), destroy: () => opened.forEach((one) => one.destroy()) };
        },
        props: { handleKeyDown: (_view, event) => opened.some((one) => one.key(event)) },
      }),
    ];
  },
});

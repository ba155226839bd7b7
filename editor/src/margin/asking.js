// A comment on chosen words without leaving the editor: by the button that appears at them, or by Ctrl+Alt+M.
import { h } from "../dom.js";
import { t } from "../strings.js";
import { folded } from "./letters.js";

const AROUND = 80;

export class Asking {
  constructor(editor, parts) {
    Object.assign(this, { editor, parts });
    this.button = h("button", { type: "button", class: "button button--small passage__ask", hidden: true, title: "Ctrl+Alt+M" }, t("comment"));
    document.body.append(this.button);
    this.look = () => this.place();
    this.key = (event) => {
      if (!event.ctrlKey || !event.altKey || event.code !== "KeyM") return;
      event.preventDefault();
      this.take();
    };
    this.button.addEventListener("pointerdown", (event) => event.preventDefault());
    this.button.addEventListener("click", () => this.take());
    editor.on("selectionUpdate", this.look);
    editor.on("focus", this.look);
    editor.on("blur", this.look);
    addEventListener("keydown", this.key);
  }

  stop() {
    removeEventListener("keydown", this.key);
    this.button.remove();
  }

  form() {
    return this.parts.map((part) => part.querySelector("form:has([data-passage-field])")).find(Boolean);
  }

  chosen() {
    const { from, to, empty } = this.editor.state.selection;
    return !empty && this.form() && folded(this.editor.state.doc.textBetween(from, to, " ")).length > 2 ? { from, to } : null;
  }

  place() {
    const chosen = !this.editor.isDestroyed && this.editor.view.hasFocus() && this.chosen();
    this.button.hidden = !chosen;
    if (!chosen) return;
    const { left, bottom } = this.editor.view.coordsAtPos(chosen.to);
    this.button.style.top = `${scrollY + bottom + 8}px`;
    this.button.style.left = `${scrollX + Math.max(8, Math.min(left, innerWidth - this.button.offsetWidth - 8))}px`;
  }

  take() {
    const chosen = this.chosen();
    if (!chosen) return;
    const { doc } = this.editor.state;
    const form = this.form();
    const said = (from, to) => doc.textBetween(Math.max(from, 0), Math.min(to, doc.content.size), "\n");
    form.elements.quote.value = said(chosen.from, chosen.to).replace(/\s+/g, " ").trim().slice(0, 1000);
    form.elements.before.value = said(chosen.from - 3 * AROUND, chosen.from).slice(-AROUND);
    form.elements.after.value = said(chosen.to, chosen.to + 3 * AROUND).slice(0, AROUND);
    form.querySelector("[data-passage-field]").open = true;
    this.button.hidden = true;
    form.elements.text.scrollIntoView({ block: "center" });
    form.elements.text.focus({ preventScroll: true });
  }
}

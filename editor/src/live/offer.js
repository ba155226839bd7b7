// What a person wrote without a line, and may not write here any more: given to them as a copy, never to the page.
import { h } from "../dom.js";
import { t } from "../strings.js";

export class Offer {
  constructor(form, room) {
    Object.assign(this, { form, room, element: null });
  }

  show(wanted) {
    if (wanted === Boolean(this.element)) return;
    this.element?.remove();
    this.element = wanted ? this.made(this.room.copy()) : null;
    if (this.element) this.form.prepend(this.element);
  }

  made({ title, text }) {
    const words = h("textarea", { rows: 8, readonly: true, dir: "auto", "aria-label": t("offer") });
    words.value = `${title}\n\n${text}`;
    const copy = h("button", { type: "button", class: "button button--quiet" }, t("offerCopy"));
    copy.addEventListener("click", async () => {
      words.select();
      await navigator.clipboard?.writeText(words.value).catch(() => document.execCommand("copy"));
      copy.textContent = t("offerCopied");
    });
    const file = URL.createObjectURL(new Blob([words.value], { type: "text/plain;charset=utf-8" }));
    const save = h("a", { class: "button button--quiet", href: file, download: `${title.slice(0, 80) || "text"}.txt` }, t("offerSave"));
    return h("section", { class: "callout callout--warning", "data-offer": "", role: "alert" }, h("p", { class: "callout__title" }, t("offer")), h("p", {}, t("offerWhy")), words, h("p", { class: "buttons" }, copy, save));
  }
}

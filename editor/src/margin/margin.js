// What is said and suggested beside the text while one writes. The server draws these parts of the page; their forms are
// sent without leaving the editor, and what was typed stays where a form is refused.
import { h } from "../dom.js";
import { t } from "../strings.js";
import { Asking } from "./asking.js";
import { marksKey, places } from "./marks.js";

const AGAIN = 60_000;

export class Margin {
  constructor(editor) {
    this.editor = editor;
    this.parts = [...document.querySelectorAll("[data-beside]")];
    if (!this.parts.length) return;
    const leave = new AbortController();
    for (const part of this.parts) {
      part.addEventListener("submit", (event) => this.send(event, part), { signal: leave.signal });
      part.addEventListener("click", (event) => this.show(event), { signal: leave.signal });
      this.load(part);
    }
    const clock = setInterval(() => document.visibilityState === "visible" && this.again(), AGAIN);
    addEventListener("focus", () => this.again(), { signal: leave.signal });
    const asking = new Asking(editor, this.parts);
    editor.on("destroy", () => {
      clearInterval(clock);
      leave.abort();
      asking.stop();
    });
  }

  // Nothing that somebody types or reads with the keyboard is taken from under them.
  again() {
    for (const part of this.parts) {
      const typed = [...part.querySelectorAll("textarea")].some((one) => one.value !== one.defaultValue);
      if (!typed && !part.contains(document.activeElement) && !part.hasAttribute("aria-busy")) this.load(part);
    }
  }

  async load(part) {
    const answer = await fetch(part.dataset.beside, { credentials: "same-origin", redirect: "manual" }).catch(() => null);
    if (!answer?.ok) return false;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").body;
    if (fresh.innerHTML !== part.shown) part.replaceChildren(...fresh.cloneNode(true).childNodes);
    part.shown = fresh.innerHTML;
    if (!this.editor.isDestroyed) this.editor.view.dispatch(this.editor.state.tr.setMeta(marksKey, true).setMeta("addToHistory", false));
    return true;
  }

  async send(event, part) {
    if (event.defaultPrevented) return;
    event.preventDefault();
    if (part.hasAttribute("aria-busy")) return;
    part.setAttribute("aria-busy", "true");
    const { target: form, submitter } = event;
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form, submitter), credentials: "same-origin", redirect: "manual" }).catch(() => null);
    const done = answer?.type === "opaqueredirect";
    const refused = answer && !done && (await words(answer));
    part.removeAttribute("aria-busy");
    if (done) part.shown = null;
    if (done && (await this.load(part))) part.querySelector("[data-beside-title]")?.focus();
    else say(form, refused || t(done ? "signedOut" : "notSent"));
  }

  show(event) {
    const link = event.target.closest("[data-show-passage], [data-show-change]");
    const place = link && places(this.editor.state.doc).get(link.dataset.showPassage || link.dataset.showChange);
    if (!place) return;
    event.preventDefault();
    const [from, to] = place.kind === "block" ? [place.from + 1, place.from + 1] : [place.from, place.to];
    this.editor.chain().setTextSelection({ from, to }).focus().scrollIntoView().run();
  }
}

async function words(answer) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return [...page.querySelectorAll(".field__error, .errorlist, .error-summary")].map((one) => one.textContent.trim()).find(Boolean);
}

function say(form, told) {
  form.querySelector("[data-beside-refusal]")?.remove();
  const line = h("p", { class: "field__error", role: "alert", "data-beside-refusal": true }, told);
  (form.querySelector("textarea")?.closest(".field") || form).append(line);
}

// Stands where Saving stands when one writes alone: says what is saved, and lets a page be published only when all of it is.
import { h } from "../dom.js";
import { t } from "../strings.js";
import { caretsKey } from "./carets.js";
import { Offer } from "./offer.js";
import { PeopleHere } from "./people.js";
import { bindTitle } from "./title.js";

const BAD = ["notKept", "signedOut", "noEntry", "offlineKeeping", "offlineKept", "offline"];

export class Together {
  constructor(form, settings, room) {
    Object.assign(this, { form, settings, room });
    this.status = form.querySelector("[data-editor-status]") || h("p");
    this.submitting = (event) => this.submit(event);
    form.addEventListener("submit", this.submitting);
    addEventListener("humus:unsent", () => (this.leaving = false));
  }

  token = () => this.form.elements.csrfmiddlewaretoken?.value || "";

  kept = () => null;

  say(words, { bad = false, extra = null } = {}) {
    this.said = words;
    this.status.classList.toggle("savebar__state--bad", bad);
    this.status.replaceChildren(words, ...(extra ? [" ", extra] : []));
    if (!words) this.tell();
  }

  stop(words) {
    this.stopped = true;
    this.say(words, { bad: true });
  }

  attend(editor, title) {
    const { room } = this;
    this.editor = editor;
    room.copy = () => ({ title: title.value, text: editor.getText({ blockSeparator: "\n\n" }) });
    this.offer = new Offer(this.form, room);
    const untie = bindTitle(title, room);
    this.form.elements.together.value = "1";
    const here = new PeopleHere(document.querySelector("[data-live-people]"), editor, room);
    this.here = here;
    Object.assign(room.on, {
      change: () => this.tell(),
      people: (faces) => {
        if (editor.isDestroyed) return;
        editor.view.dispatch(editor.state.tr.setMeta(caretsKey, true).setMeta("addToHistory", false));
        if (faces !== undefined) here.draw();
        here.goAlong();
        this.tell();
      },
      notice: (words) => this.notice(words),
    });
    // What is the newest thing that the server had before one wrote on: needed where the room begins anew meanwhile.
    editor.on("beforeTransaction", ({ transaction }) => {
      if (transaction.docChanged && !room.pending.length) room.base = { body: editor.state.doc.toJSON(), title: title.value };
    });
    const clock = setInterval(() => this.tell(), 1000);
    const leave = () => room.store();
    const hide = () => document.visibilityState === "hidden" && leave();
    addEventListener("pagehide", leave);
    document.addEventListener("visibilitychange", hide);
    editor.on("destroy", () => {
      clearInterval(clock);
      removeEventListener("pagehide", leave);
      document.removeEventListener("visibilitychange", hide);
      this.form.removeEventListener("submit", this.submitting);
      untie();
      room.stop();
    });
    room.on.people(true);
    room.tellCaret?.();
    if (sessionStorage.getItem("humus-live-joined")) {
      sessionStorage.removeItem("humus-live-joined");
      this.for(t("broughtIn"));
    }
    this.tell();
  }

  // A word for a while, then the state again.
  for(words, options) {
    clearTimeout(this.while);
    this.say(words, options);
    this.while = setTimeout(() => {
      this.while = null;
      this.tell();
    }, 6000);
  }

  notice(told) {
    if (told.kind === "published") {
      this.form.elements.base.value = told.base;
      for (const line of document.querySelectorAll("[data-unpublished]")) line.hidden = true;
      this.for(t("publishedNow", { number: told.base }));
    } else if (told.kind === "tooLong" || told.kind === "notBroughtIn") this.for(t(told.kind), { bad: true });
    else if (told.kind === "viewonly") this.for(t("readOnly"), { bad: true });
  }

  tell() {
    if (this.stopped || !this.editor || this.editor.isDestroyed) return;
    const { room } = this;
    if (this.editor.isEditable !== room.writes) this.editor.setEditable(room.writes);
    const state = room.status;
    this.offer.show(state === "noEntry" && room.pending.length > 0);
    if (this.while && !BAD.includes(state)) return;
    let words = t(state);
    let extra = null;
    if (state === "saved") words = room.writes ? t(room.people.size ? "savedAll" : "savedAlone") : t("readOnly");
    if (state === "signedOut") extra = h("a", { class: "link", href: this.settings.signInUrl, target: "_blank", rel: "noopener" }, t("signIn"));
    if (words === this.said) return;
    this.say(words, { bad: BAD.includes(state), extra });
    this.status.dataset.state = state;
  }

  async submit(event) {
    if (this.leaving) return;
    event.preventDefault();
    if (this.stopped || !this.room.writes) return;
    const { submitter } = event;
    if (!(await this.room.settled())) {
      this.for(t("notYet"), { bad: true });
      return;
    }
    // A form may not be sent while it is being asked whether it may.
    await new Promise((done) => setTimeout(done));
    this.leaving = true;
    this.form.elements.body.value = JSON.stringify(this.editor.getJSON());
    this.form.requestSubmit(submitter);
    addEventListener("pageshow", () => (this.leaving = false), { once: true });
  }
}

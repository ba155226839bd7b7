import { h } from "./dom.js";
import { t } from "./strings.js";

const IDLE = 1000;
const AT_MOST = 5000;
const AGAIN = [5000, 10000, 20000, 30000];

// Keeps what is typed: first on this device, then on the server, which answers only once it is stored. What the server has
// not acknowledged stays on the device and is brought back when the page is opened again.
export class Saving {
  constructor(form, settings, read) {
    Object.assign(this, { form, settings, read, dirty: false, sending: null, since: 0, failures: 0 });
    this.status = form.querySelector("[data-editor-status]") || h("p");
    // A page that the device kept may be older than the draft on the server: then one writes on the device alone.
    this.cold = Boolean(document.querySelector("[data-kept]"));
    this.name = `humus-editor:${settings.person}:${settings.draftUrl}`;
    addEventListener("online", () => this.dirty && this.save());
    addEventListener("focus", () => this.dirty && this.failures && this.save());
    addEventListener("pagehide", () => this.leave());
    // The next page may have been read on the server before this text was stored there.
    addEventListener("beforeunload", () => (this.going = true));
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.leave());
    form.addEventListener("submit", (event) => this.submit(event));
    addEventListener("humus:unsent", () => (this.leaving = false));
    this.meetOtherTabs();
  }

  stop(words) {
    this.stopped = true;
    this.say(words, { bad: true });
  }

  // Two tabs would save one draft in turn: each is told of the other.
  meetOtherTabs() {
    const channel = new BroadcastChannel(this.name);
    channel.addEventListener("message", ({ data }) => {
      if (data === "open") channel.postMessage("here");
      this.say(t("otherTab"), { bad: true });
    });
    channel.postMessage("open");
  }

  token = () => this.form.elements.csrfmiddlewaretoken?.value || "";

  say(words, { bad = false, extra = null } = {}) {
    this.status.classList.toggle("savebar__state--bad", bad);
    this.status.replaceChildren(words, ...(extra ? [" ", extra] : []));
  }

  // Before anything else on this device; false where the browser refuses.
  keep() {
    try {
      localStorage.setItem(this.name, JSON.stringify({ ...this.read(), at: Date.now() }));
      return true;
    } catch {
      return false;
    }
  }

  kept() {
    try {
      const found = JSON.parse(localStorage.getItem(this.name));
      return found && found.body?.type === "doc" && found.at > (Date.parse(this.settings.savedAt) || 0) ? found : null;
    } catch {
      return null;
    }
  }

  forget() {
    try {
      localStorage.removeItem(this.name);
    } catch {
      // Nothing was kept where nothing can be.
    }
  }

  changed() {
    this.dirty = true;
    this.going = false;
    this.since ||= Date.now();
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => this.keep(), 200);
    this.plan(Math.min(IDLE, Math.max(0, this.since + AT_MOST - Date.now())));
  }

  plan(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), wait);
  }

  async save() {
    if (this.sending) return this.sending;
    clearTimeout(this.timer);
    this.sending = this.send().finally(() => {
      this.sending = null;
      if (this.dirty && !this.failures && !this.leaving) this.plan(IDLE);
    });
    return this.sending;
  }

  async send() {
    clearTimeout(this.keeping);
    const kept = this.keep();
    this.dirty = false;
    this.since = 0;
    if (this.cold) {
      this.say(t(kept ? "offlineKept" : "notKept"), { bad: true, extra: h("a", { class: "link", href: location.href }, t("openAgain")) });
      return false;
    }
    this.say(t("saving"));
    const answer = await this.post().catch(() => null);
    if (answer?.ok) {
      this.failures = 0;
      if (!this.dirty && !this.going) this.forget();
      this.say(t("saved"));
      return true;
    }
    this.dirty = true;
    this.plan(AGAIN[Math.min(this.failures++, AGAIN.length - 1)]);
    await this.explain(answer, kept);
    return false;
  }

  async post() {
    const answer = await this.request();
    if (!signedOut(answer)) return answer;
    // Signing in again in another tab changes the token: take the new one from a fresh copy of this page.
    const page = await fetch(location.href, { credentials: "same-origin", redirect: "manual" });
    if (!page.ok) return answer;
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("[data-editor-form] [name=csrfmiddlewaretoken]");
    if (!fresh || fresh.value === this.token()) return answer;
    this.form.elements.csrfmiddlewaretoken.value = fresh.value;
    return this.request();
  }

  request(options = {}) {
    return fetch(this.settings.draftUrl, {
      method: "POST",
      credentials: "same-origin",
      redirect: "manual",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.token() },
      body: JSON.stringify(this.read()),
      ...options,
    });
  }

  async explain(answer, kept) {
    if (!kept) return this.say(t("notKept"), { bad: true });
    if (answer && signedOut(answer)) {
      const link = h("a", { class: "link", href: this.settings.signInUrl, target: "_blank", rel: "noopener" }, t("signIn"));
      return this.say(t("signedOut"), { bad: true, extra: link });
    }
    const told = answer && (await answer.json().catch(() => ({}))).error;
    return this.say([t("notSaved"), told].filter(Boolean).join(". "), { bad: true });
  }

  // A page that closes may still send a small text; whatever it is, the device has it.
  leave() {
    if (!this.dirty || this.leaving) return;
    this.keep();
    if (this.cold) return;
    if (JSON.stringify(this.read()).length < 60_000) this.request({ keepalive: true }).catch(() => {});
  }

  // Publish only what the server has: a session that ended is met here and loses nothing.
  async submit(event) {
    if (this.leaving) return;
    event.preventDefault();
    if (this.stopped) return;
    const { submitter } = event;
    await this.sending;
    if (!(await this.save())) return;
    this.leaving = true;
    clearTimeout(this.timer);
    this.form.elements.body.value = JSON.stringify(this.read().body);
    this.form.requestSubmit(submitter);
    addEventListener("pageshow", () => (this.leaving = false), { once: true });
  }
}

const signedOut = (answer) => answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403;

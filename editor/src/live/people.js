// Who is here, in the head of the page: press a name to follow where that person writes.
import { h } from "../dom.js";
import { t } from "../strings.js";
import { placeOf } from "./carets.js";

const initials = (name) => name.split(/\s+/).filter(Boolean).map((word) => [...word][0]).slice(0, 2).join("").toUpperCase() || "·";

export class PeopleHere {
  constructor(element, editor, room) {
    Object.assign(this, { element, editor, room, followed: null });
    for (const name of ["wheel", "touchmove", "keydown", "mousedown"]) editor.view.dom.addEventListener(name, () => this.follow(null), { passive: true });
    this.draw();
  }

  // One entry a person, though they may have several windows.
  get people() {
    const found = new Map();
    for (const one of this.room.people.values()) if (one.key !== this.room.me && (!found.has(one.key) || one.caret)) found.set(one.key, one);
    return [...found.values()].sort((one, other) => other.writes - one.writes || one.name.localeCompare(other.name));
  }

  draw() {
    if (!this.element) return;
    const people = this.people;
    this.element.hidden = !people.length;
    const focused = document.activeElement?.dataset?.person;
    this.element.replaceChildren(
      h("span", { class: "here__label" }, t("here")),
      h(
        "ul",
        { class: "here__list" },
        people.slice(0, 24).map((one) =>
          h("li", {}, this.face(one)),
        ),
        people.length > 24 ? h("li", { class: "here__more" }, `+${people.length - 24}`) : null,
      ),
    );
    if (focused) this.element.querySelector(`[data-person="${focused}"]`)?.focus();
  }

  face(one) {
    const name = one.name || t("someone");
    const words = one.writes ? t("follow", { name }) : `${name}, ${t("reads")}`;
    return h(
      "button",
      {
        type: "button",
        class: `here__face tone-${one.tone}${one.writes ? "" : " here__face--reads"}`,
        title: words,
        "aria-label": words,
        "aria-pressed": String(this.followed === one.key),
        "data-person": one.key,
        onclick: () => this.follow(this.followed === one.key ? null : one.key),
      },
      initials(name),
      h("span", { class: "here__name" }, name),
    );
  }

  follow(key) {
    if (this.followed === key) return;
    this.followed = key;
    this.draw();
    this.goAlong();
  }

  // Keep the caret of the one who is followed in sight.
  goAlong() {
    const one = this.followed && this.people.find((each) => each.key === this.followed);
    if (!one) return;
    const place = placeOf(this.editor.state, one.caret);
    if (!place) return;
    const { top, bottom } = this.editor.view.coordsAtPos(place.head);
    if (top < innerHeight * 0.2 || bottom > innerHeight * 0.8) scrollBy({ top: top - innerHeight * 0.4, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  }
}

import { h, json, newId, withQuery } from "./dom.js";
import { names } from "./blocks.js";
import { t } from "./strings.js";

export class Invalid extends Error {
  constructor(message, element) {
    super(message);
    this.element = element;
  }
}

function labelled(label, input, help) {
  input.id = newId("editor-field");
  const note = help ? h("p", { class: "field__help", id: `${input.id}-help` }, help) : null;
  if (note) input.setAttribute("aria-describedby", note.id);
  return h("div", { class: "field" }, h("label", { class: "field__label", for: input.id }, label), input, note);
}

export function text(label, value = "", { type = "text", help, limit = 300, required } = {}) {
  const input = h("input", { type, value: value ?? "", maxlength: type === "text" ? limit : null, autocomplete: "off" });
  return {
    element: labelled(label, input, help),
    input,
    read() {
      if (required && !input.value.trim()) throw new Invalid(t("fieldMissing", { label }), input);
      return input.value.trim();
    },
  };
}

export function lines(label, value = "", { limit = 2000, required } = {}) {
  const input = h("textarea", { rows: 4, maxlength: limit, autocomplete: "off", spellcheck: "false" });
  input.value = value ?? "";
  return {
    element: labelled(label, input),
    input,
    read() {
      if (required && !input.value.trim()) throw new Invalid(t("fieldMissing", { label }), input);
      return input.value.trim();
    },
  };
}

// The field for an attribute as the server describes it.
export function described(one, value, settings) {
  const given = value ?? one.default;
  switch (one.kind) {
    case "lines":
      return lines(one.label, given, one);
    case "choice":
      return choice(one.label, given, one.options);
    case "number":
      return number(one.label, given, one.low, one.high);
    case "flag":
      return check(one.label, given);
    case "page":
      return picker(one.label, settings.pageSearch, { page: value, required: one.required });
    case "person":
      return picker(one.label, settings.peopleSearch, { page: value, required: one.required });
    case "space":
      return picker(one.label, settings.spaceSearch, { page: value, required: one.required });
    case "organisation":
      return picker(one.label, settings.organisationSearch, { page: value, required: one.required });
    case "file":
      return file(one.label, "", value);
    case "date":
      return text(one.label, given, { type: "date", required: one.required });
    default:
      return text(one.label, given, one);
  }
}

export function number(label, value, low, high) {
  const input = h("input", { type: "number", min: low, max: high, value });
  return { element: labelled(label, input), input, read: () => Math.max(low, Math.min(high, Math.round(Number(input.value)) || low)) };
}

export function choice(label, value, options) {
  const input = h("select", {}, Object.entries(options).map(([key, words]) => h("option", { value: key, selected: key === value }, words)));
  return { element: labelled(label, input), input, read: () => input.value };
}

export function check(label, value) {
  const input = h("input", { type: "checkbox", id: newId("editor-field") });
  input.checked = Boolean(value);
  return { element: h("div", { class: "field field--check" }, h("label", { for: input.id }, input, " ", label)), input, read: () => input.checked };
}

export function file(label, accept, chosen) {
  const input = h("input", { type: "file", accept });
  return {
    element: labelled(label, input),
    input,
    read() {
      if (!input.files.length && !chosen) throw new Invalid(t("fileMissing"), input);
      return input.files[0] || null;
    },
  };
}

// A search field with a list under it: arrows choose, Enter takes.
export function picker(label, url, { page = "", required = true, say } = {}) {
  const list = h("ul", { class: "editor-picker", role: "listbox", id: newId("editor-list"), "aria-label": label });
  const input = h("input", { type: "text", role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list", autocomplete: "off" });
  const status = h("p", { class: "field__help", role: "status" }, page ? t("chosenPage", { title: names.get(page) || page }) : "");
  let chosen = page ? { key: page, title: names.get(page) || page } : null;
  let found = [];
  let at = -1;
  let timer;
  let asked = 0;
  const show = () => {
    list.replaceChildren(...found.map((item, index) => h("li", { id: `${list.id}-${index}`, role: "option", "aria-selected": String(index === at), onclick: () => take(index) }, item.title, item.space ? h("span", { class: "editor-popup__detail" }, item.space) : null)));
    input.setAttribute("aria-expanded", String(found.length > 0));
    if (at >= 0) input.setAttribute("aria-activedescendant", `${list.id}-${at}`);
    else input.removeAttribute("aria-activedescendant");
  };
  const take = (index) => {
    chosen = found[index];
    names.set(chosen.key, chosen.title);
    input.value = chosen.title;
    found = [];
    at = -1;
    show();
    status.textContent = t("chosenPage", { title: chosen.title });
    input.focus();
  };
  const search = async () => {
    const query = input.value.trim();
    const now = ++asked;
    if (!query) found = [];
    else {
      try {
        const { results } = await json(withQuery(url, "q", query));
        if (now !== asked) return;
        found = results.map((one) => ({ ...one, title: one.title || one.name }));
        status.textContent = results.length ? t("results", { count: results.length }) : say?.(query) || t("nothingFound");
      } catch {
        found = [];
        status.textContent = t("searchFailed");
      }
    }
    at = found.length ? 0 : -1;
    show();
  };
  input.addEventListener("input", () => {
    chosen = null;
    clearTimeout(timer);
    timer = setTimeout(search, 200);
  });
  input.addEventListener("keydown", (event) => {
    if (!found.length) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") at = (at + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length;
    else if (event.key === "Enter" && at >= 0) take(at);
    else if (event.key === "Escape") found = [];
    else return;
    event.preventDefault();
    event.stopPropagation();
    show();
  });
  return {
    element: h("div", {}, labelled(label, input), status, list),
    input,
    chosen: () => chosen,
    read() {
      if (required && !chosen) throw new Invalid(t("pageMissing"), input);
      return chosen?.key || "";
    },
  };
}

import { DOMSerializer } from "@tiptap/pm/model";
import { NodeSelection } from "@tiptap/pm/state";
import { h } from "./dom.js";

// As in the style sheet, in rem; the last is as wide as the text.
const WIDTHS = { small: 16, medium: 28, full: Infinity };

export const setWidth = (editor, at, width) => {
  const change = editor.state.tr.setNodeAttribute(at, "width", width);
  editor.view.dispatch(change.setSelection(NodeSelection.create(change.doc, at)));
  editor.view.focus();
  return true;
};

function nearest(wanted, room) {
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const far = (name) => Math.abs(Math.min(WIDTHS[name] * rem, room) - wanted);
  return Object.keys(WIDTHS).reduce((best, name) => (far(name) < far(best) ? name : best));
}

// A picture that is chosen has a handle at its side, which draws it to the nearest of the widths that readers meet.
export const pictureView = (describe) => ({ node, editor, getPos }) => {
  const dom = h("figure");
  const handle = h("span", { class: "image__handle", "aria-hidden": "true" });
  let now;
  const show = (given) => {
    now = given;
    const drawn = DOMSerializer.renderSpec(document, describe(given)).dom;
    const picture = drawn.querySelector("img");
    if (picture) {
      const frame = h("span", { class: "image__frame" });
      picture.replaceWith(frame);
      frame.append(picture, handle);
    }
    dom.classList.remove(...Object.keys(WIDTHS).map((name) => `image--${name}`));
    dom.classList.add(...drawn.classList);
    for (const [name, value] of Object.entries(drawn.dataset)) dom.dataset[name] = value;
    dom.replaceChildren(...drawn.childNodes);
  };
  handle.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    const [from, begun] = [event.clientX, handle.parentElement.clientWidth];
    const way = getComputedStyle(dom).direction === "rtl" ? -1 : 1;
    let width = now.attrs.width;
    const move = ({ clientX }) => {
      width = nearest(begun + way * (clientX - from), dom.parentElement.clientWidth);
      for (const name of Object.keys(WIDTHS)) dom.classList.toggle(`image--${name}`, name === width);
    };
    handle.addEventListener("pointermove", move);
    const end = () => {
      handle.removeEventListener("pointermove", move);
      if (width !== now.attrs.width) setWidth(editor, getPos(), width);
    };
    for (const last of ["pointerup", "pointercancel"]) handle.addEventListener(last, end, { once: true });
  });
  show(node);
  return {
    dom,
    update: (next) => next.type.name === "image" && (next.eq(now) || show(next), true),
    stopEvent: (event) => event.target === handle,
    ignoreMutation: () => true,
  };
};

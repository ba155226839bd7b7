// The state again at the top of the text, where one sees it while one writes: the line below a long text is out of sight,
// and on a phone under the keyboard. It is read aloud from the line below alone.
import { h } from "./dom.js";

export function stateAbove(status, editor) {
  const line = h("p", { class: "editor__state", "aria-hidden": "true" });
  const copy = () => {
    line.textContent = status.textContent;
    line.classList.toggle("editor__state--bad", status.classList.contains("savebar__state--bad"));
  };
  const words = new MutationObserver(copy);
  words.observe(status, { childList: true, characterData: true, subtree: true, attributeFilter: ["class"] });
  const sight = new IntersectionObserver(([now]) => line.classList.toggle("editor__state--below", now.isIntersecting), { threshold: 1 });
  sight.observe(status);
  copy();
  editor.on("destroy", () => {
    words.disconnect();
    sight.disconnect();
  });
  return line;
}

// Reorder by drag and by keyboard. <ol data-reorder="address" data-reorder-lifted="Lifted: arrows move, space drops"> with
// <li data-id="7"><button type="button" class="handle" data-handle>; posts {id, after} as a form; "reorder:moved" is fired too.
const token = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
const say = (text) => text && dispatchEvent(new CustomEvent("humus:say", { detail: text }));
for (const list of document.querySelectorAll("[data-reorder]")) {
  let lifted = null, before = null;
  const items = () => [...list.children].filter((item) => item.dataset.id);
  const after = (item) => item.previousElementSibling?.dataset.id ?? "";
  const putBack = (item) => {
    const place = items().find((other) => other.dataset.id === before);
    place ? place.after(item) : list.prepend(item);
  };
  const send = async (item) => {
    if (after(item) === before) return;
    list.dispatchEvent(new CustomEvent("reorder:moved", { bubbles: true, detail: { id: item.dataset.id, after: after(item) } }));
    if (!list.dataset.reorder) return;
    const body = new URLSearchParams({ id: item.dataset.id, after: after(item) });
    const answer = await fetch(list.dataset.reorder, { method: "POST", body, headers: { "X-CSRFToken": token() } }).catch(() => null);
    say(answer?.ok ? list.dataset.reorderDone : list.dataset.reorderFailed);
    if (!answer?.ok) location.reload();
  };
  const lift = (item) => {
    lifted = item;
    before = after(item);
    item.classList.add("is-lifted");
    item.querySelector("[data-handle]").setAttribute("aria-pressed", "true");
    say(list.dataset.reorderLifted);
  };
  const drop = () => {
    const item = lifted;
    lifted = null;
    item.classList.remove("is-lifted");
    item.querySelector("[data-handle]").setAttribute("aria-pressed", "false");
    send(item);
  };
  list.addEventListener("keydown", (event) => {
    const handle = event.target.closest("[data-handle]");
    const item = handle?.closest("[data-id]");
    if (item?.parentElement !== list) return;
    if (event.key === " " || event.key === "Enter") { event.preventDefault(); lifted ? drop() : lift(item); }
    else if (!lifted && ["ArrowUp", "ArrowDown"].includes(event.key)) lift(item);
    if (!lifted) return;
    // Whoever goes on to the next thing has put it down.
    if (event.key === "Tab") return drop();
    if (event.key === "ArrowUp" && item.previousElementSibling) item.previousElementSibling.before(item);
    else if (event.key === "ArrowDown" && item.nextElementSibling) item.nextElementSibling.after(item);
    else if (event.key === "Escape") { putBack(item); drop(); }
    else return;
    event.preventDefault();
    handle.focus();
  });
  list.addEventListener("pointerdown", (event) => {
    const item = event.target.closest("[data-handle]")?.closest("[data-id]");
    if (item?.parentElement !== list || event.button) return;
    event.preventDefault();
    before = after(item);
    item.classList.add("is-dragged");
    const follow = (move) => {
      const target = items().find((other) => other !== item && move.clientY < other.getBoundingClientRect().bottom && move.clientY > other.getBoundingClientRect().top);
      if (!target) return;
      const box = target.getBoundingClientRect();
      move.clientY < box.top + box.height / 2 ? target.before(item) : target.after(item);
    };
    const end = () => {
      removeEventListener("pointermove", follow);
      item.classList.remove("is-dragged");
      send(item);
    };
    addEventListener("pointermove", follow);
    addEventListener("pointerup", end, { once: true });
    addEventListener("pointercancel", end, { once: true });
  });
}

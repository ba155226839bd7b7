// A picture that waits to save data: <a data-held="address" data-held-alt="words"> becomes the picture when one asks for it.
addEventListener("click", (event) => {
  const held = event.target.closest?.("[data-held]");
  if (!held || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const picture = Object.assign(new Image(), { src: held.dataset.held, alt: held.dataset.heldAlt || "" });
  const full = held.dataset.heldFull;
  if (!full) return held.replaceWith(picture);
  const link = Object.assign(document.createElement("a"), { href: full });
  link.setAttribute("aria-label", held.dataset.heldLabel || "");
  link.append(picture);
  held.replaceWith(link);
  link.focus();
});

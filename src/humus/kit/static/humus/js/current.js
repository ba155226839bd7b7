// Brings the current tab into sight where the tabs do not all fit: <nav class="tabs"><a aria-current>.
for (const tab of document.querySelectorAll(".tabs > [aria-current]")) {
  const list = tab.parentElement;
  const [inner, outer] = [tab.getBoundingClientRect(), list.getBoundingClientRect()];
  list.scrollBy({ left: inner.left + inner.width / 2 - outer.left - outer.width / 2, behavior: "instant" });
}

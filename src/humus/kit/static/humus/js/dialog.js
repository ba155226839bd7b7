// Opens a <dialog id="x"> from <button data-dialog="x"> (or a link that otherwise leads to the same on its own page).
addEventListener("click", (event) => {
  const opener = event.target.closest?.("[data-dialog]");
  const closer = event.target.closest?.("[data-dialog-close]");
  if (closer) closer.closest("dialog")?.close();
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (!dialog?.showModal) return;
  event.preventDefault();
  dialog.showModal();
  dialog.addEventListener("close", () => opener.focus(), { once: true });
});

// Copies an address or a text: <button data-copy="text" data-copy-done="Copied">.
addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy]");
  if (!button) return;
  const text = button.dataset.copy.startsWith("/") ? new URL(button.dataset.copy, location.href).href : button.dataset.copy;
  await navigator.clipboard?.writeText(text);
  dispatchEvent(new CustomEvent("humus:say", { detail: button.dataset.copyDone || text }));
});

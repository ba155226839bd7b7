// Asks before something that is hard to undo. Without scripts the form goes to its page, which asks by itself.
// <form data-confirm="Delete this page?" data-confirm-yes="Delete" data-confirm-no="Keep">
addEventListener("submit", (event) => {
  const form = event.target;
  const from = event.submitter;
  const question = from?.dataset.confirm ?? form.dataset.confirm;
  if (!question || form.dataset.confirmed) return;
  event.preventDefault();
  const said = { ...form.dataset, ...from?.dataset };
  const dialog = document.createElement("dialog");
  dialog.className = "dialog dialog--small";
  const text = document.createElement("p");
  text.id = "confirm-question";
  text.textContent = question;
  dialog.setAttribute("aria-labelledby", text.id);
  const row = document.createElement("form");
  row.method = "dialog";
  row.className = "dialog__foot";
  for (const [value, label, look] of [["no", said.confirmNo || "×", "button--quiet"], ["yes", said.confirmYes || "OK", "button--danger"]]) {
    const button = document.createElement("button");
    Object.assign(button, { value, textContent: label, className: `button ${look}` });
    row.append(button);
  }
  dialog.append(text, row);
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (dialog.returnValue !== "yes") return from?.focus();
    form.dataset.confirmed = "yes";
    form.requestSubmit(from);
    delete form.dataset.confirmed;
  });
  document.body.append(dialog);
  dialog.showModal();
});

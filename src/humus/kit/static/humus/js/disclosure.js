// Shows fields that only matter for one answer: <div data-shown-when="role=leader,region"> inside a form.
// Without scripts they are simply all there.
for (const part of document.querySelectorAll("[data-shown-when]")) {
  const [name, answers] = part.dataset.shownWhen.split("=");
  const form = part.closest("form");
  const sync = () => {
    const given = new FormData(form).getAll(name);
    part.hidden = !answers.split(",").some((answer) => given.includes(answer));
  };
  form.addEventListener("change", sync);
  sync();
}

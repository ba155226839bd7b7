// An explained word: <a class="term" data-about="...">. A tap shows what it means, a second one leads to the glossary; Escape
// puts the explanation away.
const away = () => document.querySelectorAll(".term.is-told").forEach((term) => term.classList.remove("is-told"));
let touched = false;
addEventListener("pointerdown", (event) => (touched = event.pointerType === "touch"), true);
addEventListener("click", (event) => {
  const term = event.target.closest?.(".term");
  if (term && touched && !term.classList.contains("is-told")) {
    event.preventDefault();
    away();
    term.classList.remove("is-quiet");
    term.classList.add("is-told");
  } else if (!term) away();
});
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  away();
  document.querySelectorAll(".term:is(:hover, :focus)").forEach((term) => term.classList.add("is-quiet"));
});
for (const ending of ["mouseout", "focusout"]) addEventListener(ending, (event) => event.target.closest?.(".term")?.classList.remove("is-quiet"));

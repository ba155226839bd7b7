// A title is one line, however many it takes to show: Enter leads on to the text, and pasted line ends become spaces.
export function oneLine(title, next) {
  title.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    next();
  });
  const fits = CSS.supports("field-sizing", "content");
  const settle = () => {
    if (title.value.includes("\n")) {
      const at = title.selectionStart;
      title.value = title.value.replaceAll("\n", " ");
      title.setSelectionRange(at, at);
    }
    if (fits) return;
    title.style.height = "auto";
    title.style.height = `${title.scrollHeight}px`;
  };
  title.addEventListener("input", settle);
  settle();
}

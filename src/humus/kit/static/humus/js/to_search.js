// Control or Command and K lead to the search from everywhere; in the editor they stay what they are there.
addEventListener("keydown", (event) => {
  const asked = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k";
  if (!asked || event.defaultPrevented || event.target.isContentEditable) return;
  const field = [...document.querySelectorAll("form[action='/search/'] input[type=search]")].find((one) => one.checkVisibility());
  const way = document.querySelector("a.tool--search");
  if (!field && !way) return;
  event.preventDefault();
  if (field) { field.focus(); field.select(); } else location.assign(way.href);
});

// Says something in the page's own status line: dispatchEvent(new CustomEvent("humus:say", {detail: text})).
addEventListener("humus:say", (event) => {
  const toast = document.createElement("div");
  const words = document.createElement("p");
  toast.className = "toast toast--info toast--float";
  words.textContent = event.detail;
  toast.append(words);
  document.querySelector("[data-toasts]")?.append(toast);
  setTimeout(() => toast.remove(), 6000);
});
document.querySelector("[data-focus]")?.focus();

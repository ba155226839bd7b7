// Brings the worker that keeps pages, after everything else; and says it where a form could not be sent.
const worker = document.querySelector('meta[name="worker"]')?.content;
const workers = navigator.serviceWorker;
const wanted = () => {
  try {
    return localStorage.getItem("humus-keep") !== "off";
  } catch {
    return false;
  }
};
if (worker && workers && wanted()) {
  const here = () => ({ page: location.href, parts: performance.getEntriesByType("resource").map(({ name }) => name) });
  const begin = async () => {
    // Asked again: the page itself may be the one that ends it. A page that came past the worker is told to it.
    if (!wanted()) return;
    if (!performance.getEntriesByType("navigation")[0]?.workerStart) workers.ready.then(({ active }) => active.postMessage(here()));
    await workers.register(worker).catch(() => {});
  };
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin);
  workers.addEventListener("message", ({ data }) => {
    const words = data.unsent?.[document.documentElement.lang] || data.unsent?.en;
    if (!words) return;
    document.querySelector(".toast--unsent")?.remove();
    const said = Object.assign(document.createElement("div"), { className: "toast toast--warning toast--float toast--unsent" });
    said.setAttribute("role", "alert");
    said.append(Object.assign(document.createElement("p"), { textContent: words }));
    document.body.append(said);
    addEventListener("submit", () => said.remove(), { once: true });
    dispatchEvent(new Event("humus:unsent"));
  });
  workers.startMessages();
}

// The list of what this device keeps, asked of the worker; and the way to have it all removed.
const place = document.querySelector("[data-kept-list]");
const workers = navigator.serviceWorker;
if (place && workers?.controller) {
  const { port1, port2 } = new MessageChannel();
  // Written by our own worker, which makes words harmless.
  port1.onmessage = ({ data }) => (place.innerHTML = data);
  workers.controller.postMessage({ list: document.documentElement.lang }, [port2]);
}
// On the page that ends it, and on the list of a device where it has ended: the way to begin anew.
const again = document.querySelector("[data-keep-again]");
const stop = document.querySelector("[data-keep-stop]");
if (again && !stop) localStorage.setItem("humus-keep", "off");
const ended = localStorage.getItem("humus-keep") === "off";
if (again) {
  again.hidden = !ended;
  again.addEventListener("click", () => {
    localStorage.removeItem("humus-keep");
    location.assign("/kept/");
  });
}
if (stop) stop.hidden = ended;
if (ended) {
  for (const name of await caches.keys()) if (name.startsWith("humus-")) await caches.delete(name);
  for (const one of (await workers?.getRegistrations()) || []) await one.unregister();
}

// The list of what this device keeps, asked of the worker; and the way to have it all removed.
const place = document.querySelector("[data-kept-list]");
const workers = navigator.serviceWorker;
if (place && workers?.controller) {
  const { port1, port2 } = new MessageChannel();
  // Written by our own worker, which makes words harmless.
  port1.onmessage = ({ data }) => (place.innerHTML = data);
  workers.controller.postMessage({ list: document.documentElement.lang }, [port2]);
}
const off = document.querySelector("[data-keep-off]");
if (off) {
  localStorage.setItem("humus-keep", "off");
  for (const name of await caches.keys()) if (name.startsWith("humus-")) await caches.delete(name);
  for (const one of (await workers?.getRegistrations()) || []) await one.unregister();
  off.hidden = false;
  off.addEventListener("click", () => {
    localStorage.removeItem("humus-keep");
    location.assign("/kept/");
  });
}

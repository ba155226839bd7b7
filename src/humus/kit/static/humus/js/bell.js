// The bell counts what is unread while the page is open and seen. data-bell: where the number streams, ":PORT/…" on this host.
const bell = document.querySelector("[data-bell]");
const count = bell?.querySelector("[data-unread]");
const address = bell?.dataset.bell.replace(/^:/, `${location.protocol}//${location.hostname}:`);
let stream, failed = 0;
const show = (unread) => {
  count.firstElementChild.textContent = unread > 99 ? "99+" : unread;
  count.hidden = !unread;
};
const stop = () => { stream?.close(); stream = undefined; };
const listen = () => {
  if (document.hidden || navigator.connection?.saveData) return stop();
  if (stream || failed > 3) return;
  stream = new EventSource(address, { withCredentials: true });
  stream.onmessage = (event) => { failed = 0; show(Number(event.data)); };
  stream.onerror = () => { if (++failed > 3 || stream.readyState === EventSource.CLOSED) stop(); };
};
if (bell) {
  document.addEventListener("visibilitychange", () => { failed = 0; listen(); });
  addEventListener("pagehide", stop);
  addEventListener("pageshow", listen);
  listen();
}

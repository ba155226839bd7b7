// Pages are kept no longer: what was kept goes, and so does this worker.
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(end()));

async function end() {
  for (const name of await caches.keys()) if (name.startsWith("humus-")) await caches.delete(name);
  await registration.unregister();
}

addEventListener("install", () => skipWaiting());

addEventListener("activate", (event) => event.waitUntil(begun()));

async function begun() {
  for (const name of await caches.keys()) if (name.startsWith("humus-") && ![MINE, PARTS].includes(name.split(":")[0])) await caches.delete(name);
  await registration.navigationPreload?.enable();
  await clients.claim();
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (ended || url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (request.destination && request.destination !== "document") return;
    if (url.pathname === "/kept/off/") event.respondWith(end().then(() => ask(event)));
    else if (request.method === "GET") event.respondWith(visited(event, url));
    else if (url.pathname === "/kept/empty/") {
      if (ours(event)) event.respondWith(emptied());
    } else event.respondWith(sent(event, url));
  } else if (request.method !== "GET" || request.headers.has("Range")) return;
  else if (PART.test(url.pathname)) event.respondWith(part(event));
  else if (request.destination === "image") event.respondWith(picture(event, keyOf(url)));
});

// A page that was open before this worker was: kept from what the browser itself still has. The page alone is asked for
// once more where it has it not, but never from a reader who saves data.
async function keepOpen(page, parts) {
  ended = false;
  const began = Date.now();
  const has = (url) => fetch(url, { cache: "only-if-cached", mode: "same-origin" }).catch(() => Response.error());
  const cache = await caches.open(PARTS);
  for (const url of [...parts, new URL(SITE.sheet, location).href]) {
    const { pathname, origin } = new URL(url);
    if (origin !== location.origin || !PART.test(pathname) || (await cache.match(url))) continue;
    const answer = await has(url);
    if (open(answer)) await keepPart(cache, url, answer);
  }
  const key = keyOf(page);
  if (UNKEPT.test(key)) return;
  const { reader } = await read();
  const mine = (answer) => answer.headers.has("Humus-Reader") && (!reader || answer.headers.get("Humus-Reader") === reader);
  let answer = await has(page);
  // What the site has to say once is not for this answer, which nobody sees.
  const headers = { "Humus-Keeping": "1" };
  if (!mine(answer) && !navigator.connection?.saveData) answer = await fetch(page, { headers }).catch(() => Response.error());
  if (answer.headers.has("Humus-Reader")) await met(answer, key, began);
}

addEventListener("message", (event) => {
  const { page, parts, list: language } = event.data;
  if (page) event.waitUntil(keepOpen(page, parts));
  else if (language) event.waitUntil(read().then((state) => event.ports[0].postMessage(list(state, language))));
});

let ended = false;
async function end() {
  ended = true;
  for (const name of await caches.keys()) if (name.startsWith("humus-")) await caches.delete(name);
  await registration.unregister();
}

// The network first, always; what is kept answers only where it fails, or where it is slower than one can wait.
const GONE = [403, 404, 410];
const GATEWAY = [502, 503, 504];
const UNKEPT = /^\/(account|secretariat|demo|kept|first)\/|^\/me\/(kept|data|erase|security)\//;
const PART = /^\/(assets|static)\//;
const wait = (time) => new Promise((done) => setTimeout(done, time));
const open = (answer) => answer.ok && answer.type === "basic" && !/no-store/.test(answer.headers.get("Cache-Control") || "");

async function visited(event, url) {
  const { request } = event;
  const key = keyOf(url);
  const began = Date.now();
  const asked = ask(event);
  // Going back shows what was; nothing new is learnt from it.
  if (!request.isHistoryNavigation && request.cache !== "force-cache") event.waitUntil(asked.then((answer) => answer.headers.has("Humus-Reader") && met(answer.clone(), key, began), () => {}));
  const copy = UNKEPT.test(url.pathname) ? null : await find(key);
  if (!copy) return asked.catch(() => away(url));
  const answer = await Promise.race([asked.catch(() => null), wait(SITE.patience)]);
  return answer && !GATEWAY.includes(answer.status) ? answer : asKept(copy, key, answer === undefined);
}

async function ask(event) {
  return (await event.preloadResponse) || fetch(event.request);
}

async function met(answer, key, began) {
  const reader = answer.headers.get("Humus-Reader");
  const kept = open(answer) && !UNKEPT.test(key) && /^text\/html/.test(answer.headers.get("Content-Type"));
  const text = kept ? await answer.text() : "";
  if (GONE.includes(answer.status)) await drop(key);
  return inTurn(async () => {
    const state = await readerIs(reader, began);
    if (!state || !text || text.length > MOST.page) return undefined;
    const found = (pattern) => text.match(pattern)?.[1] || "";
    state.language = found(/<html lang="(\w+)"/) || "en";
    state.theme = found(/<html[^>]* data-theme="(light|dark)"/);
    const title = plain(found(/<title>([^<]*)/)).replace(` · ${SITE.name}`, "");
    const headers = new Headers(answer.headers);
    for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
    return put(state, key, new Response(text, { headers }), { kind: "page", bytes: text.length, title, language: state.language, text: found(/og:locale" content="(..)/) });
  });
}

const SIGNS = { amp: "&", lt: "<", gt: ">", quot: '"', "#x27": "'", "#39": "'" };
const plain = (words) => words.trim().replace(/&(#?\w+);/g, (all, name) => SIGNS[name] || all);

async function picture(event, key) {
  const began = Date.now();
  try {
    const answer = await fetch(event.request);
    if (GONE.includes(answer.status)) event.waitUntil(drop(key));
    else if (open(answer) && answer.status === 200 && !(answer.headers.get("Content-Length") > MOST.picture)) event.waitUntil(keepPicture(answer.clone(), key, began));
    return answer;
  } catch (trouble) {
    const copy = await find(key);
    if (copy) return copy.answer;
    throw trouble;
  }
}

async function keepPicture(answer, key, began) {
  const bytes = await answer.arrayBuffer();
  if (bytes.byteLength > MOST.picture) return undefined;
  return inTurn(async () => {
    const state = await read();
    const before = state.entries[key];
    if (!state.reader || began < state.changed || before?.at > began - 36e5) return undefined;
    return put(state, key, new Response(bytes, { headers: answer.headers }), { kind: "picture", bytes: bytes.byteLength });
  });
}

// Styles and scripts: what is named by its hash never changes.
async function part(event) {
  const { request } = event;
  const cache = await caches.open(PARTS);
  const found = await cache.match(request.url, { ignoreVary: true });
  if (found && /immutable/.test(found.headers.get("Cache-Control"))) return found;
  try {
    const answer = await fetch(request);
    if (open(answer) && answer.status === 200) event.waitUntil(keepPart(cache, request.url, answer.clone()));
    return answer;
  } catch (trouble) {
    const other = found || (await sameName(cache, request.url));
    if (other) return other;
    throw trouble;
  }
}

async function keepPart(cache, url, answer) {
  await cache.delete(url);
  await cache.put(url, answer);
  const all = await cache.keys();
  for (const old of all.slice(0, Math.max(0, all.length - MOST.parts))) await cache.delete(old);
}

// Of before or after an update: better than none.
async function sameName(cache, url) {
  const name = url.slice(url.lastIndexOf("/") + 1);
  const one = (await cache.keys()).reverse().find((key) => key.url.endsWith(`/${name}`));
  return one && cache.match(one);
}

// What is kept, for one reader at a time: another reader, or none, means that all of it goes.
const FORMAT = "1";
const MINE = `humus-kept-${FORMAT}`;
const PARTS = `humus-parts-${FORMAT}`;
const MOST = SITE.most;
const INDEX = "/kept/index";
const nameOf = (reader) => `${MINE}:${reader}`;

// One deed after the other, so that two pages at once do not write over each other's line.
let turn = Promise.resolve();
const inTurn = (deed) => (turn = turn.then(deed, deed));

async function read() {
  const found = await (await caches.open(MINE)).match(INDEX);
  return found ? found.json() : { reader: "", changed: 0, language: "en", theme: "", entries: {} };
}

const write = async (state) => (await caches.open(MINE)).put(INDEX, new Response(JSON.stringify(state)));

async function empty(reader = "", changed = Date.now()) {
  const state = { ...(await read()), reader, changed, entries: {} };
  for (const name of await caches.keys()) if (name.startsWith(`${MINE}:`)) await caches.delete(name);
  await write(state);
  await forgetRooms(reader).catch(() => {});
  return state;
}

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

// Shared texts that the editor holds here for others go too, but for what no server has yet.
async function forgetRooms(reader) {
  const request = indexedDB.open("humus-live");
  request.onupgradeneeded = () => request.transaction.abort();
  const change = (await done(request)).transaction(["rooms", "pending"], "readwrite");
  const [rooms, pending] = [change.objectStore("rooms"), change.objectStore("pending")];
  const waiting = new Set((await done(pending.getAllKeys())).map(([name]) => name));
  for (const name of await done(rooms.getAllKeys())) if (!name.startsWith(`${reader}:`) && !waiting.has(name)) rooms.delete(name);
}

// The reader of an answer is the reader of this device, unless it was asked for before the last change.
async function readerIs(reader, began) {
  const state = await read();
  if (began < state.changed) return null;
  return state.reader === reader ? state : empty(reader, began);
}

async function put(state, key, answer, facts) {
  const cache = await caches.open(nameOf(state.reader));
  try {
    await cache.put(key, answer);
  } catch {
    // The device is full: what goes beyond a quarter of the bound makes room.
    await trim(state, cache, MOST.bytes / 4);
    return write(state);
  }
  state.entries[key] = { ...facts, at: Date.now() };
  await trim(state, cache, MOST.bytes);
  return write(state);
}

async function trim(state, cache, bytes) {
  const old = Date.now() - MOST.days * 864e5;
  const sum = { all: 0, page: 0, picture: 0 };
  for (const [key, one] of Object.entries(state.entries).sort((a, b) => b[1].at - a[1].at)) {
    sum.all += one.bytes;
    sum[one.kind] += 1;
    if (sum.all <= bytes && sum[one.kind] <= MOST[`${one.kind}s`] && one.at > old) continue;
    delete state.entries[key];
    await cache.delete(key);
  }
}

const drop = (key) =>
  inTurn(async () => {
    const state = await read();
    if (!state.entries[key]) return;
    delete state.entries[key];
    await (await caches.open(nameOf(state.reader))).delete(key);
    await write(state);
  });

async function find(key) {
  const state = await read();
  const facts = state.entries[key];
  if (!facts || facts.at < Date.now() - MOST.days * 864e5) return null;
  const answer = await (await caches.open(nameOf(state.reader))).match(key);
  return answer ? { answer, facts } : null;
}

// An address without what only says how one came to it.
function keyOf(url) {
  const key = new URL(url);
  key.hash = "";
  key.searchParams.delete("saved");
  return key.pathname + key.search;
}

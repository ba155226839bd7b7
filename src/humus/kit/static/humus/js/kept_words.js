// What this person wrote without a line and no server has: shown as copies, on the list of what the device keeps and on
// the page that says that there is nothing to write on any more. Written by editor/src/live/keep.js.
const place = document.querySelector("[data-kept-words]");
const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

function opened() {
  const request = indexedDB.open("humus-live");
  // Where there is none yet, none is made.
  request.onupgradeneeded = () => request.transaction.abort();
  return done(request);
}

async function waiting(database) {
  const read = database.transaction(["rooms", "pending"]);
  const [rooms, names, keys] = await Promise.all([
    done(read.objectStore("rooms").getAll()),
    done(read.objectStore("rooms").getAllKeys()),
    done(read.objectStore("pending").getAllKeys()),
  ]);
  const open = new Set(keys.map(([name]) => name));
  return names.map((name, index) => ({ name, ...rooms[index] })).filter(({ name, copy }) => copy && open.has(name) && name.startsWith(`${place.dataset.person}:`));
}

async function forget(database, name) {
  const write = database.transaction(["rooms", "pending"], "readwrite");
  write.objectStore("rooms").delete(name);
  await done(write.objectStore("pending").delete(IDBKeyRange.bound([name, 0], [name, Infinity])));
}

function draw(database, room) {
  const one = place.querySelector("template").content.cloneNode(true).firstElementChild;
  const part = (name) => one.querySelector(`[data-word="${name}"]`);
  const { title, text } = room.copy;
  const address = new URL(room.name.slice(room.name.indexOf(":") + 1), location.href);
  part("title").textContent = title;
  part("at").dateTime = new Date(room.at).toISOString();
  part("at").textContent = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" }).format(room.at);
  part("text").value = `${title}\n\n${text}`;
  part("open").href = address.pathname.replace("/draft/", "/edit/") + address.search;
  part("open").hidden = part("open").pathname === location.pathname;
  part("copy").dataset.copy = part("text").value;
  part("save").href = URL.createObjectURL(new Blob([part("text").value], { type: "text/plain;charset=utf-8" }));
  part("save").download = `${title.slice(0, 80) || "text"}.txt`;
  part("forget").addEventListener("submit", async (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    await forget(database, room.name);
    one.remove();
    place.hidden = !place.querySelector("article");
  });
  return one;
}

if (place?.dataset.person && window.indexedDB) {
  try {
    const database = await opened();
    const here = place.dataset.here;
    const found = (await waiting(database)).filter(({ name }) => !here || (here.includes("/edit/") && name.split(":")[1].startsWith(here.split("edit/")[0])));
    place.append(...found.map((room) => draw(database, room)));
    place.hidden = !found.length;
  } catch {
    // Nothing was written here without a line.
  }
}

// What this device keeps of a room: the whole document, and apart from it what no server has acknowledged yet.
const DATABASE = "humus-live";
const ROOMS = "rooms";
const PENDING = "pending";

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
const finished = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });

function opened() {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(ROOMS);
    request.result.createObjectStore(PENDING);
  };
  return done(request);
}

export class Keep {
  constructor(name) {
    this.name = name;
    this.works = true;
  }

  async open() {
    try {
      this.database = await opened();
      const read = this.database.transaction([ROOMS, PENDING]);
      const [room, updates, keys] = await Promise.all([
        done(read.objectStore(ROOMS).get(this.name)),
        done(read.objectStore(PENDING).getAll(this.range())),
        done(read.objectStore(PENDING).getAllKeys(this.range())),
      ]);
      return { ...room, pending: keys.map(([, id], index) => ({ id, update: updates[index] })) };
    } catch {
      this.works = false;
      return { pending: [] };
    }
  }

  range = () => IDBKeyRange.bound([this.name, 0], [this.name, Infinity]);

  // Without ``commit`` the browser asks this page first whether there is more, and what was written is lost with a page that
  // is closed by then.
  async change(deed) {
    if (!this.works) return false;
    try {
      const write = this.database.transaction([ROOMS, PENDING], "readwrite");
      deed(write.objectStore(ROOMS), write.objectStore(PENDING));
      write.commit?.();
      await finished(write);
      return true;
    } catch {
      this.works = false;
      return false;
    }
  }

  room = (facts) => this.change((rooms) => this.put(rooms, facts));

  put = (rooms, facts) => rooms.put({ ...facts, at: Date.now() }, this.name);

  // ``facts`` go with it where they are given, with a copy: whoever may not open the page any more is given that.
  pending = (id, update, facts) =>
    this.change((rooms, pending) => {
      pending.put(update, [this.name, id]);
      if (facts) this.put(rooms, facts);
    });

  // One by one: another tab may have its own here.
  acknowledged = (ids) => this.change((_rooms, pending) => ids.forEach((id) => pending.delete([this.name, id])));

  forget = () =>
    this.change((rooms, pending) => {
      rooms.delete(this.name);
      pending.delete(this.range());
    });
}

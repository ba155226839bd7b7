// A page's document, shared: what is written here goes to the device first, then to the server, which answers when it has
// stored it. Until then it is pending, and the screen says so.
import * as Y from "yjs";
import { Keep } from "./keep.js";
import { Line, NO_ENTRY, SIGNED_OUT } from "./line.js";
import * as wire from "./wire.js";

const STORE_AFTER = 400;
const PATIENCE = 6000;
const REST = 300;

export class Room {
  // ``on`` has change(), people(), notice(words) and stranger(facts) for a document of another epoch.
  constructor(url, name, on) {
    Object.assign(this, { url, on, doc: new Y.Doc(), keep: new Keep(name), pending: [], keeping: 0, epoch: 0, people: new Map(), synced: false, known: false, writes: true, kept: true, problem: "" });
  }

  async open() {
    const held = await this.keep.open();
    this.kept = this.keep.works;
    if (held.state) {
      this.epoch = held.epoch;
      this.base = held.base;
      this.state = held.state;
      Y.applyUpdate(this.doc, held.state, this);
      for (const { update } of held.pending) Y.applyUpdate(this.doc, update, this);
      this.pending = held.pending.map(({ id }) => id);
      this.known = true;
      this.stored = Promise.resolve();
    }
    // What came before this opening keeps its place in the order.
    this.next = Math.max(Date.now(), ...this.pending.map((id) => id + 1));
    this.doc.on("update", (update, origin) => this.written(update, origin));
    this.line = new Line(this.url, { open: () => this.join(), frame: (frame) => this.take(frame), close: (code) => this.closed(code) });
    return this.known;
  }

  join() {
    this.line.send(wire.join(this.epoch, this.doc.clientID, Y.encodeStateVector(this.doc)));
  }

  closed(code) {
    this.synced = false;
    if (this.people.size) {
      this.people.clear();
      this.on.people();
    }
    this.problem = { [SIGNED_OUT]: "signedOut", [NO_ENTRY]: "noEntry" }[code] || "";
    if (code === NO_ENTRY) return this.refuse();
    return this.on.change();
  }

  // A change of this document: by the person (or their undo), or by a frame (``origin`` is this room).
  written(update, origin) {
    this.storeSoon();
    if (origin === this) return;
    const id = this.next++;
    this.pending.push(id);
    this.oldest ||= Date.now();
    this.hold(id, update);
    if (this.synced) this.line.send(wire.update(id, update));
    this.on.change();
  }

  async hold(id, update) {
    this.keeping += 1;
    this.kept = await this.keep.pending(id, update, !this.synced && this.copy && this.state ? this.facts() : null);
    // Said after a rest, so that the words do not change with every letter.
    setTimeout(() => {
      this.keeping -= 1;
      this.on.change();
    }, REST);
  }

  // ``state`` is the document as it was stored last: with what is pending it is whole.
  facts() {
    const waits = this.pending.length > 0;
    return { epoch: this.epoch, state: this.state, base: (waits && this.base) || null, copy: (waits && this.copy?.()) || null };
  }

  // The right to write here has gone: what waits stays on this device.
  refuse() {
    this.writes = false;
    this.problem = "noEntry";
    this.store();
    this.on.change();
  }

  storeSoon() {
    this.storing ||= setTimeout(() => this.store(), STORE_AFTER);
  }

  store() {
    clearTimeout(this.storing);
    this.storing = null;
    if (this.dropped || !this.epoch) return Promise.resolve();
    this.state = Y.encodeStateAsUpdate(this.doc);
    return this.keep.room(this.facts());
  }

  take(frame) {
    const told = wire.read(frame);
    if (told.kind === wire.STATE) this.met(told.words);
    else if (told.kind === wire.SYNC) this.sync(told);
    else if (told.kind === wire.UPDATES) {
      this.doc.transact(() => told.updates.forEach((update) => Y.applyUpdate(this.doc, update, this)), this);
      if (told.acknowledged) this.acknowledge(told.acknowledged);
    } else if (told.kind === wire.ASK) this.answer(told.state);
    else if (told.kind === wire.PEOPLE) this.meet(told.words);
    else if (told.kind === wire.NOTICE) this.on.notice(told.words);
  }

  met(facts) {
    this.writes = facts.writes;
    if (!this.writes && this.pending.length) this.store();
    this.me = facts.key;
    if (this.epoch && facts.epoch !== this.epoch) {
      this.on.stranger(facts);
      return;
    }
    this.epoch = facts.epoch;
    this.people.clear();
    this.meet({ people: facts.people || [] });
  }

  sync({ state, missing }) {
    Y.applyUpdate(this.doc, missing, this);
    this.synced = this.known = true;
    this.problem = "";
    if (this.pending.length) {
      this.oldest = Date.now();
      this.answer(state);
    }
    // Before a letter is written the device has what it will be written on.
    if (!this.stored) this.stored = this.store();
    this.storeSoon();
    this.on.change();
  }

  // Everything that the server does not have, as one.
  answer(state) {
    if (!this.pending.length || !this.writes) return;
    this.line.send(wire.update(this.pending.at(-1), Y.encodeStateAsUpdate(this.doc, state), wire.ANSWER));
  }

  acknowledge(id) {
    this.keep.acknowledged(this.pending.filter((one) => one <= id));
    this.pending = this.pending.filter((one) => one > id);
    this.oldest = this.pending.length ? Date.now() : 0;
    if (!this.pending.length) this.base = null;
    this.on.change();
  }

  meet({ people = [], gone = [], carets = {} }) {
    for (const one of people) if (one.client !== this.doc.clientID) this.people.set(one.client, one);
    for (const client of gone) this.people.delete(client);
    for (const [client, caret] of Object.entries(carets)) {
      const one = this.people.get(Number(client));
      if (one) one.caret = caret;
    }
    this.on.people(people.length || gone.length);
  }

  point(place) {
    if (this.synced) this.line.send(wire.caret(place));
  }

  // What the screen may say: "saved" only where the server has everything, "kept" only where the device has.
  get status() {
    if (this.problem) return this.problem;
    if (this.synced && !this.writes && this.pending.length) return "noEntry";
    if (this.pending.length && !this.kept && !this.synced) return "notKept";
    if (!this.synced && this.keeping) return "offlineKeeping";
    if (!this.synced) return this.pending.length ? "offlineKept" : "offline";
    if (!this.pending.length) return "saved";
    return this.kept && Date.now() - this.oldest > PATIENCE ? "waiting" : "saving";
  }

  // For what must not go on before the server has everything.
  settled(patience = 8000) {
    const end = Date.now() + patience;
    return new Promise((resolve) => {
      const look = () => {
        if (this.synced && !this.pending.length) resolve(true);
        else if (Date.now() > end) resolve(false);
        else setTimeout(look, 30);
      };
      look();
    });
  }

  stop() {
    this.dropped = true;
    clearTimeout(this.storing);
    this.line?.stop();
  }
}

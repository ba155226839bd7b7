// Editors on one document, against a room of ours or against hocuspocus: the same edits, the same counting.
// node _live_load.mjs '{"kind", "url", "name", "clients", "rate", "seconds", "sessions", "origin", "seed", "readers"}'
import { createRequire } from "node:module";
import { performance } from "node:perf_hooks";

const require = createRequire(`${process.cwd()}/`);
const Y = require("yjs");
const WebSocket = require("ws");
const encoding = require("lib0/encoding");
const decoding = require("lib0/decoding");

const asked = JSON.parse(process.argv[2]);
const ours = asked.kind === "humus";
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
const sent = new Map();
const latencies = [];
let frames = 0;

const written = (fill) => {
  const out = encoding.createEncoder();
  fill(out);
  return encoding.toUint8Array(out);
};
const theirs = (fill) =>
  written((out) => {
    encoding.writeVarString(out, asked.name);
    fill(out);
  });

// Every edit is one character: one clock of its writer. hocuspocus brings what came in one turn of its loop as one update.
function edits(update) {
  const { from, to } = Y.parseUpdateMeta(update);
  return [...to].flatMap(([client, end]) => Array.from({ length: end - from.get(client) }, (_, at) => `${client}:${from.get(client) + at}`));
}

class Editor {
  constructor(number) {
    this.number = number;
    this.doc = new Y.Doc();
    this.watched = number % Math.ceil((asked.clients + asked.readers) / 8) === 0;
    this.own = 0;
    this.reached = new Set();
  }

  open() {
    const headers = ours ? { Cookie: `humus_session=${asked.sessions[this.number % asked.sessions.length]}` } : {};
    this.socket = new WebSocket(asked.url, { headers, origin: asked.origin, perMessageDeflate: false });
    this.socket.binaryType = "nodebuffer";
    return new Promise((resolve, reject) => {
      this.ready = resolve;
      this.socket.on("error", reject);
      this.socket.on("close", (code) => reject(new Error(`closed ${code}`)));
      this.socket.on("message", (data) => this.take(data));
      this.socket.on("open", () => this.begin());
    });
  }

  begin() {
    const state = Y.encodeStateVector(this.doc);
    if (ours) {
      this.socket.send(
        written((out) => {
          encoding.writeUint8(out, 1);
          encoding.writeVarUint(out, 0);
          encoding.writeVarUint(out, this.doc.clientID);
          encoding.writeVarUint8Array(out, state);
        }),
      );
      return;
    }
    this.socket.send(theirs((out) => (encoding.writeVarUint(out, 2), encoding.writeVarUint(out, 0), encoding.writeVarString(out, ""), encoding.writeVarString(out, "4.7.0"))));
    this.socket.send(theirs((out) => (encoding.writeVarUint(out, 0), encoding.writeVarUint(out, 0), encoding.writeVarUint8Array(out, state))));
  }

  take(data) {
    frames += 1;
    const from = decoding.createDecoder(data);
    if (ours) {
      const kind = decoding.readUint8(from);
      if (kind === 13) {
        decoding.readVarUint8Array(from);
        Y.applyUpdate(this.doc, decoding.readVarUint8Array(from));
        this.ready();
      } else if (kind === 12) {
        decoding.readVarUint(from);
        for (let count = decoding.readVarUint(from); count > 0; count -= 1) {
          const update = decoding.readVarUint8Array(from);
          if (this.watched) this.met(update);
        }
      }
      return;
    }
    decoding.readVarString(from);
    const type = decoding.readVarUint(from);
    if (type !== 0) return;
    const step = decoding.readVarUint(from);
    if (step === 1) {
      Y.applyUpdate(this.doc, decoding.readVarUint8Array(from));
      this.ready();
    } else if (step === 2 && this.watched) this.met(decoding.readVarUint8Array(from));
  }

  met(update) {
    for (const edit of edits(update)) {
      const at = sent.get(edit);
      if (!at || this.reached.has(edit) || edit.startsWith(`${this.doc.clientID}:`)) continue;
      this.reached.add(edit);
      latencies.push(performance.now() - at);
    }
  }

  // All edits are made before, so that making them is not measured.
  prepare(count) {
    const root = this.doc.getXmlFragment("default");
    const text = root.get(this.number % root.length).get(0);
    this.edits = [];
    const keep = (update) => this.edits.push(update);
    this.doc.on("update", keep);
    for (let index = 0; index < count; index += 1) text.insert(Math.floor(text.length / 2), "x");
    this.doc.off("update", keep);
  }

  async write() {
    await wait(Math.random() * (1000 / asked.rate));
    const began = performance.now();
    for (const [index, update] of this.edits.entries()) {
      for (const edit of edits(update)) sent.set(edit, performance.now());
      this.own += 1;
      if (ours) this.socket.send(written((out) => (encoding.writeUint8(out, 2), encoding.writeVarUint(out, this.own), encoding.writeUint8Array(out, update))));
      else this.socket.send(theirs((out) => (encoding.writeVarUint(out, 0), encoding.writeVarUint(out, 2), encoding.writeVarUint8Array(out, update))));
      await wait(Math.max(0, began + ((index + 1) * 1000) / asked.rate - performance.now()));
    }
  }
}

const editors = Array.from({ length: asked.clients + asked.readers }, (_, number) => new Editor(number));
for (const one of editors) await one.open();
if (asked.seed) {
  // The text that both servers hold.
  Y.applyUpdate(editors[0].doc, Buffer.from(asked.seed, "base64"));
  editors[0].socket.send(theirs((out) => (encoding.writeVarUint(out, 0), encoding.writeVarUint(out, 2), encoding.writeVarUint8Array(out, Y.encodeStateAsUpdate(editors[0].doc)))));
  for (const one of editors.slice(1)) Y.applyUpdate(one.doc, Buffer.from(asked.seed, "base64"));
  await wait(500);
}
for (const one of editors.slice(0, asked.clients)) one.prepare(asked.rate * asked.seconds);
frames = 0;
latencies.length = 0;
console.log("begin");
await Promise.all(editors.slice(0, asked.clients).map((one) => one.write()));
const watched = editors.filter((one) => one.watched);
const expected = watched.reduce((sum, one) => sum + sent.size - one.own, 0);
const reached = () => watched.reduce((sum, one) => sum + one.reached.size, 0);
// What a server has not done yet when the last has written counts as its work all the same.
for (let left = 300; left > 0 && reached() < expected; left -= 1) await wait(50);
await wait(500);
latencies.sort((one, other) => one - other);
const at = (share) => latencies[Math.floor(latencies.length * share)] ?? null;
console.log(JSON.stringify({ sent: sent.size, delivered: reached() / expected, frames, measured: latencies.length, p50: at(0.5), p99: at(0.99), worst: at(0.9999) }));
process.exit(0);

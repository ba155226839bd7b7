// The way to the room: a WebSocket, else an event stream down and posts up. It comes again by itself when it breaks.
import { pack, ping, unpack } from "./wire.js";

const AGAIN = [300, 800, 1500, 3000, 6000, 12000, 20000];
const PATIENCE = 5000;
const PING_EVERY = 10000;
const SILENCE = 18000;
const REMEMBERED = "humus-live-way";

// Codes of src/humus/pages/live/member.py.
export const SIGNED_OUT = 4401;
export const NO_ENTRY = 4404;
export const EPOCH = 4409;

const remembered = () => {
  try {
    return sessionStorage.getItem(REMEMBERED) === "stream";
  } catch {
    return false;
  }
};
const remember = (way) => {
  try {
    sessionStorage.setItem(REMEMBERED, way);
  } catch {
    // Then it is found out again next time.
  }
};

class Socket {
  constructor(url, on) {
    this.way = "socket";
    this.socket = new WebSocket(url.replace(/^http/, "ws"));
    this.socket.binaryType = "arraybuffer";
    this.socket.onopen = () => on.open();
    this.socket.onmessage = ({ data }) => on.frame(new Uint8Array(data));
    this.socket.onclose = ({ code }) => on.close(code);
  }

  send(frame) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(frame);
  }

  close() {
    this.socket.onclose = this.socket.onmessage = this.socket.onopen = null;
    this.socket.close();
  }
}

class Stream {
  constructor(url, on) {
    Object.assign(this, { way: "stream", url, on, waiting: [], posting: false });
    this.stop = new AbortController();
    this.listen().catch(() => on.close(1006));
  }

  async listen() {
    const answer = await fetch(`${this.url}events/`, { credentials: "include", cache: "no-store", headers: { Accept: "text/event-stream" }, signal: this.stop.signal });
    if (!answer.ok) return this.on.close({ 401: SIGNED_OUT, 404: NO_ENTRY }[answer.status] || 1006);
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return this.on.close(this.code || 1006);
      const events = (rest + value).split("\n\n");
      rest = events.pop();
      for (const event of events) this.take(event);
    }
  }

  take(event) {
    const name = /^event: (\w+)$/m.exec(event)?.[1];
    const data = /^data: (.*)$/m.exec(event)?.[1];
    if (name === "open") {
      this.token = data;
      this.on.open();
    } else if (name === "shut") this.code = Number(data);
    else if (data) this.on.frame(Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)));
    else this.on.sign();
  }

  send(frame) {
    this.waiting.push(frame);
    if (!this.posting) this.post();
  }

  async post() {
    this.posting = true;
    try {
      while (this.waiting.length && !this.stop.signal.aborted) {
        // What is typed within a moment goes together.
        await new Promise((done) => setTimeout(done, 40));
        const frames = this.waiting.splice(0, 200);
        const answer = await fetch(`${this.url}?stream=${encodeURIComponent(this.token)}`, {
          method: "POST",
          credentials: "include",
          headers: { "Content-Type": "application/octet-stream" },
          body: pack(frames),
          signal: this.stop.signal,
        });
        if (!answer.ok) return this.on.close({ 401: SIGNED_OUT, 404: NO_ENTRY }[answer.status] || 1006);
        if (answer.status === 200) for (const frame of unpack(new Uint8Array(await answer.arrayBuffer()))) this.on.frame(frame);
      }
    } catch {
      this.on.close(1006);
    } finally {
      this.posting = false;
    }
    return undefined;
  }

  close() {
    this.stop.abort();
  }
}

export class Line {
  // ``on`` has open(), frame(bytes) and close(code).
  constructor(url, on) {
    Object.assign(this, { url, on, failures: 0, open: false, stream: remembered(), stopped: false });
    this.clock = setInterval(() => this.tick(), 1000);
    this.back = () => !this.open && this.again(0);
    addEventListener("online", this.back);
    addEventListener("focus", this.back);
    this.gone = () => this.open && this.lost(1006);
    addEventListener("offline", this.gone);
    this.start();
  }

  start() {
    clearTimeout(this.timer);
    if (this.stopped) return;
    this.way?.close();
    this.began = this.heard = Date.now();
    this.pinged = 0;
    this.open = false;
    const Way = this.stream ? Stream : Socket;
    const on = {
      open: () => {
        if (this.way !== way) return;
        this.open = true;
        this.failures = 0;
        this.heard = Date.now();
        remember(way.way);
        this.on.open();
      },
      sign: () => (this.heard = Date.now()),
      frame: (frame) => {
        if (this.way !== way) return;
        this.heard = Date.now();
        this.on.frame(frame);
      },
      close: (code) => this.way === way && this.lost(code),
    };
    const way = new Way(this.url, on);
    this.way = way;
  }

  send(frame) {
    if (this.open) this.way.send(frame);
  }

  lost(code) {
    const opened = this.open;
    this.open = false;
    this.way?.close();
    this.way = null;
    // A socket that never opened may be blocked on the way: try the other way at once.
    if (!opened) this.stream = !this.stream;
    this.on.close(code);
    this.again(code === EPOCH ? 0 : AGAIN[Math.min(this.failures++, AGAIN.length - 1)] * (0.7 + Math.random() * 0.6));
  }

  again(wait) {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => this.start(), wait);
  }

  // A line that is only half there is found by its silence.
  tick() {
    const now = Date.now();
    if (!this.way) return;
    if (!this.open) {
      if (now - this.began > PATIENCE) this.lost(1006);
    } else if (now - this.heard > SILENCE) this.lost(1006);
    else if (now - this.heard > PING_EVERY && now - this.pinged > PING_EVERY) {
      this.pinged = now;
      this.send(ping);
    }
  }

  stop() {
    this.stopped = true;
    clearInterval(this.clock);
    clearTimeout(this.timer);
    removeEventListener("online", this.back);
    removeEventListener("focus", this.back);
    removeEventListener("offline", this.gone);
    this.way?.close();
    this.way = null;
    this.open = false;
  }
}

// The frames of src/humus/pages/live/wire.py.
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";

export const JOIN = 1;
export const UPDATE = 2;
export const CARET = 3;
export const PING = 4;
export const ANSWER = 5;
export const STATE = 11;
export const UPDATES = 12;
export const SYNC = 13;
export const ASK = 14;
export const PEOPLE = 15;
export const NOTICE = 16;
export const PONG = 17;

const utf8 = new TextDecoder();
const written = (fill) => {
  const out = encoding.createEncoder();
  fill(out);
  return encoding.toUint8Array(out);
};

export const join = (epoch, client, state) =>
  written((out) => {
    encoding.writeUint8(out, JOIN);
    encoding.writeVarUint(out, epoch);
    encoding.writeVarUint(out, client);
    encoding.writeVarUint8Array(out, state);
  });

export const update = (sequence, bytes, kind = UPDATE) =>
  written((out) => {
    encoding.writeUint8(out, kind);
    encoding.writeVarUint(out, sequence);
    encoding.writeUint8Array(out, bytes);
  });

export const caret = (place) =>
  written((out) => {
    encoding.writeUint8(out, CARET);
    encoding.writeUint8Array(out, new TextEncoder().encode(JSON.stringify(place)));
  });

export const ping = new Uint8Array([PING]);

export const pack = (parts) =>
  written((out) => {
    encoding.writeVarUint(out, parts.length);
    for (const part of parts) encoding.writeVarUint8Array(out, part);
  });

export function unpack(bytes, from = decoding.createDecoder(bytes)) {
  const count = decoding.readVarUint(from);
  return Array.from({ length: count }, () => decoding.readVarUint8Array(from));
}

export function read(frame) {
  const from = decoding.createDecoder(frame);
  const kind = decoding.readUint8(from);
  if (kind === UPDATES) return { kind, acknowledged: decoding.readVarUint(from), updates: unpack(frame, from) };
  if (kind === SYNC) return { kind, state: decoding.readVarUint8Array(from), missing: decoding.readVarUint8Array(from) };
  if (kind === ASK) return { kind, state: decoding.readVarUint8Array(from) };
  if (kind === PONG) return { kind };
  return { kind, words: JSON.parse(utf8.decode(frame.subarray(1))) };
}

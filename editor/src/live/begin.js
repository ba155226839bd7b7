// Opens the room of a form's page; null where there is no way to it, so that one writes alone as a draft.
import { yXmlFragmentToProsemirrorJSON } from "@tiptap/y-tiptap";
import "./strings.js";
import { h } from "../dom.js";
import { t } from "../strings.js";
import { Room } from "./room.js";

const PATIENCE = 7000;

export async function begin(form, settings, again) {
  const status = form.querySelector("[data-editor-status]");
  const show = () => status?.replaceChildren(h("span", { class: "savebar__wait" }, t("opening")));
  const timer = setTimeout(show, 400);
  const ignore = () => {};
  const on = { change: ignore, people: ignore, notice: ignore };
  const room = new Room(settings.liveUrl, `${settings.person}:${settings.draftUrl}`, on);
  on.stranger = (facts) => estranged(room, form, settings, facts).then((joined) => joined && again());
  room.body = () => {
    const body = yXmlFragmentToProsemirrorJSON(room.doc.getXmlFragment("default"));
    return body.content?.length ? body : { type: "doc", content: [{ type: "paragraph" }] };
  };
  const known = await room.open();
  // What this device knows is shown at once where the server is slow; else the server is waited for.
  const opened = await until(() => room.synced || room.problem, known ? 1200 : navigator.onLine ? PATIENCE : 0);
  clearTimeout(timer);
  status?.replaceChildren();
  if (known || (opened && room.known)) {
    await room.stored;
    return room;
  }
  room.stop();
  return null;
}

function until(met, patience) {
  const end = Date.now() + patience;
  return new Promise((resolve) => {
    const look = () => (met() ? resolve(true) : Date.now() > end ? resolve(false) : setTimeout(look, 20));
    look();
  });
}

// The room has begun anew while this browser was away. What it has and the server has not is joined in, block by block, by
// the server; only then the copy on this device goes.
async function estranged(room, form, settings) {
  if (room.joining) return false;
  room.joining = true;
  try {
    if (room.pending.length) {
      const answer = await fetch(settings.bringUrl, {
        method: "POST",
        credentials: "same-origin",
        redirect: "manual",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken?.value || "" },
        body: JSON.stringify({ base: room.base?.body || null, mine: room.body(), title_before: room.base?.title || "", title: room.doc.getText("title").toString() }),
      });
      if ([403, 404].includes(answer.status)) {
        room.refuse();
        return false;
      }
      if (!answer.ok) {
        room.on.notice({ kind: "notBroughtIn" });
        return false;
      }
      sessionStorage.setItem("humus-live-joined", "1");
    }
    room.stop();
    await room.keep.forget();
    return true;
  } catch {
    room.on.notice({ kind: "notBroughtIn" });
    return false;
  } finally {
    room.joining = false;
  }
}

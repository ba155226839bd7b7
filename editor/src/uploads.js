import { Extension } from "@tiptap/core";
import { Plugin, Selection } from "@tiptap/pm/state";
import { insertBlock } from "./beside.js";
import { h, json } from "./dom.js";
import { holdsText } from "./pasted.js";
import { t } from "./strings.js";

// What is shown as a picture; of other kinds there is only a link.
export const PICTURES = ["image/jpeg", "image/png", "image/webp", "image/gif"];

// Files go to the server at once; pictures then ask for their words, other files become links.
export class Uploads {
  constructor(url, token, urls, say) {
    Object.assign(this, { url, token, urls, say });
    this.words = h("span");
    const close = h("button", { type: "button", class: "link", onclick: () => this.refuse([]) }, t("close"));
    // It stays until it is read: the state of the text, which changes by itself, would take its place.
    this.refused = h("p", { class: "editor__refused", role: "alert", hidden: true }, this.words, " ", close);
  }

  refuse(reasons) {
    this.words.textContent = reasons.join("\n");
    this.refused.hidden = !reasons.length;
  }

  async send(file) {
    const body = new FormData();
    body.append("file", file);
    this.say(t("uploading", { name: file.name }));
    try {
      const kept = await json(this.url, { method: "POST", body, headers: { "X-CSRFToken": this.token() } });
      this.urls.set(kept.key, kept.preview_url || kept.url);
      return kept;
    } finally {
      this.say("");
    }
  }

  extension(open) {
    const take = async (editor, files, dropped) => {
      const reasons = [];
      this.refuse(reasons);
      for (const file of files) {
        try {
          const kept = await this.send(file);
          if (PICTURES.includes(kept.media_type || file.type)) open("image", { attrs: { file: kept.key }, dropped });
          else if (/^(audio|video)\/|^application\/pdf$/.test(file.type) && editor.schema.nodes.filePreview) insertBlock(editor, { type: "filePreview", attrs: { file: kept.key } }, { dropped });
          else editor.chain().focus().insertContent([{ type: "fileLink", attrs: { file: kept.key, label: kept.name } }, { type: "text", text: " " }]).run();
        } catch (problem) {
          reasons.push(problem.told ? t("refused", { name: file.name, why: problem.told }) : t("uploadFailed", { name: file.name }));
          this.refuse(reasons);
        }
      }
    };
    return Extension.create({
      name: "uploads",
      addProseMirrorPlugins() {
        const handle = (transfer, event, dropped = false) => {
          const files = [...(transfer?.files || [])];
          // Word and spreadsheets put a picture of the text beside the text: the text wins.
          if (!files.length || holdsText(transfer.getData("text/html"))) return false;
          event.preventDefault();
          take(this.editor, files.slice(0, 20), dropped);
          return true;
        };
        return [
          new Plugin({
            props: {
              handlePaste: (_view, event) => handle(event.clipboardData, event),
              handleDrop(view, event) {
                const at = view.posAtCoords({ left: event.clientX, top: event.clientY });
                if (!event.dataTransfer?.files.length) return false;
                if (at) view.dispatch(view.state.tr.setSelection(Selection.near(view.state.doc.resolve(at.pos))));
                return handle(event.dataTransfer, event, true);
              },
            },
          }),
        ];
      },
    });
  }
}

import { Extension } from "@tiptap/core";
import { Plugin, Selection } from "@tiptap/pm/state";
import { insertBlock } from "./beside.js";
import { json } from "./dom.js";
import { t } from "./strings.js";

// Files go to the server at once; pictures then ask for their words, other files become links.
export class Uploads {
  constructor(url, token, urls, say) {
    Object.assign(this, { url, token, urls, say });
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
    const take = async (editor, files) => {
      for (const file of files) {
        try {
          const kept = await this.send(file);
          if (file.type.startsWith("image/")) open("image", { attrs: { file: kept.key } });
          else if (/^(audio|video)\/|^application\/pdf$/.test(file.type) && editor.schema.nodes.filePreview) insertBlock(editor, { type: "filePreview", attrs: { file: kept.key } });
          else editor.chain().focus().insertContent([{ type: "fileLink", attrs: { file: kept.key, label: kept.name } }, { type: "text", text: " " }]).run();
        } catch (problem) {
          this.say(problem.told || t("uploadFailed", { name: file.name }));
        }
      }
    };
    return Extension.create({
      name: "uploads",
      addProseMirrorPlugins() {
        const handle = (transfer, event) => {
          const files = [...(transfer?.files || [])];
          // Word and spreadsheets put a picture of the text beside the text: the text wins.
          if (!files.length || transfer.types.includes("text/html")) return false;
          event.preventDefault();
          take(this.editor, files.slice(0, 20));
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
                return handle(event.dataTransfer, event);
              },
            },
          }),
        ];
      },
    });
  }
}

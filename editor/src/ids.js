import { Extension } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";
import { ySyncPluginKey } from "@tiptap/y-tiptap";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const fresh = () => Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => ALPHABET[byte & 63]).join("");

// Versions are compared and merged by the id of each top-level block: one that is new or copied gets its own.
export const BlockIds = Extension.create({
  name: "blockIds",
  addGlobalAttributes() {
    const types = this.extensions.filter((one) => one.type === "node" && !["doc", "text"].includes(one.name)).map((one) => one.name);
    return [{ types, attributes: { id: { default: null, rendered: false, keepOnSplit: true } } }];
  },
  addProseMirrorPlugins() {
    return [
      new Plugin({
        appendTransaction(transactions, before, state) {
          // What others wrote has its ids from them.
          if (!transactions.some((one) => one.docChanged && !one.getMeta(ySyncPluginKey))) return null;
          const seen = new Set();
          const change = state.tr;
          state.doc.forEach((node, position) => {
            if (node.isText) return;
            if (!node.attrs.id || seen.has(node.attrs.id)) change.setNodeAttribute(position, "id", fresh());
            else seen.add(node.attrs.id);
          });
          return change.docChanged ? change.setMeta("addToHistory", false) : null;
        },
      }),
    ];
  },
});

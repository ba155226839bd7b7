import { Extension } from "@tiptap/core";
import { Plugin } from "@tiptap/pm/state";

// The mark of a note stands at its word.
export function insertMark(editor, node) {
  const { $from, from } = editor.state.selection;
  const before = $from.parent.textBetween(Math.max(0, $from.parentOffset - 1), $from.parentOffset);
  if (before === " " && editor.state.selection.empty) editor.chain().deleteRange({ from: from - 1, to: from }).run();
  insertInline(editor, node);
}

// After something in the line one goes on writing: the blank behind it gives way to a blank or a full stop that is typed.
export function insertInline(editor, node) {
  editor.chain().focus().insertContent([node, { type: "text", text: " " }]).run();
  editor.storage.spacing.at = editor.state.selection.from;
}

export const Spacing = Extension.create({
  name: "spacing",
  addStorage: () => ({ at: null }),
  addProseMirrorPlugins() {
    const { storage } = this;
    return [
      new Plugin({
        props: {
          handleTextInput(view, from, to, text) {
            const { at } = storage;
            storage.at = null;
            if (at === null || from !== at || to !== at || !/^[\s.,;:!?)\]»]/u.test(text)) return false;
            if (view.state.doc.textBetween(at - 1, at) !== " ") return false;
            view.dispatch(view.state.tr.insertText(text, at - 1, at));
            return true;
          },
        },
      }),
    ];
  },
});

import { Extension } from "@tiptap/core";
import { NodeSelection, Plugin, TextSelection } from "@tiptap/pm/state";

const chosen = ({ selection }) => selection instanceof NodeSelection && selection.node.isBlock && selection.node.isAtom;

// The caret goes into the line below the chosen block, which is made where there is none.
function below(change) {
  const at = change.selection.to;
  const next = change.doc.nodeAt(at);
  if (next?.type.name !== "paragraph" || next.content.size) change.insert(at, change.doc.type.schema.nodes.paragraph.create());
  return change.setSelection(TextSelection.create(change.doc, at + 1)).scrollIntoView();
}

// One writes on below a block that was just put in; one that was dropped stays chosen, and splits no line.
export function insertBlock(editor, block, { dropped = false } = {}) {
  const { $from } = editor.state.selection;
  if (dropped && $from.parent.isTextblock && $from.parentOffset) editor.commands.setTextSelection($from.end());
  editor.chain().focus().insertContent(block).run();
  if (!dropped && chosen(editor.state)) editor.view.dispatch(below(editor.state.tr));
}

// A letter never takes the place of a picture that is chosen: it begins the line below.
export const Beside = Extension.create({
  name: "beside",
  addProseMirrorPlugins() {
    return [
      new Plugin({
        props: {
          handleTextInput(view, _from, _to, text) {
            if (!chosen(view.state)) return false;
            view.dispatch(below(view.state.tr).insertText(text));
            return true;
          },
        },
      }),
    ];
  },
});

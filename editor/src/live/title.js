// The title is shared too: what one types in the field goes into the document letter by letter.
export function bindTitle(input, room) {
  const words = room.doc.getText("title");
  const show = () => {
    const now = words.toString();
    if (input.value === now) return;
    const { selectionStart: start, selectionEnd: end } = input;
    const before = input.value;
    input.value = now;
    if (document.activeElement !== input) return;
    let same = 0;
    while (same < start && before[same] === now[same]) same += 1;
    const shift = same < start ? now.length - before.length : 0;
    input.setSelectionRange(Math.max(0, start + shift), Math.max(0, end + shift));
  };
  input.readOnly = !room.writes;
  input.addEventListener("input", () => {
    const before = words.toString();
    const now = input.value;
    let start = 0;
    while (start < before.length && before[start] === now[start]) start += 1;
    let end = 0;
    while (end < before.length - start && end < now.length - start && before.at(-1 - end) === now.at(-1 - end)) end += 1;
    room.doc.transact(() => {
      if (before.length - start - end) words.delete(start, before.length - start - end);
      if (now.length - start - end) words.insert(start, now.slice(start, now.length - end));
    }, "title");
  });
  words.observe(show);
  show();
  return () => words.unobserve(show);
}

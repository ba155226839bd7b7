// Where words stand in the text that is being written: only letters and digits are compared, as the server does and the
// page that is read.
const sign = /[\p{L}\p{N}]/u;

export const folded = (text) => [...text].filter((one) => sign.test(one)).map((one) => one.toLowerCase()[0]).join("");

export function lettersOf(doc) {
  const at = [];
  const signs = [];
  doc.descendants((node, position) => {
    if (!node.isText) return;
    for (let place = 0; place < node.text.length; place += 1) {
      if (!sign.test(node.text[place])) continue;
      at.push(position + place);
      signs.push(node.text[place].toLowerCase()[0]);
    }
  });
  return { at, text: signs.join("") };
}

function alike(one, other) {
  let count = 0;
  while (count < one.length && count < other.length && one[count] === other[count]) count += 1;
  return count;
}

const turned = (text) => [...text].reverse().join("");

// From and to in the document, or null.
export function placeOf({ at, text }, { quote, before = "", after = "" }) {
  const [wanted, left, right] = [folded(quote), turned(folded(before)), folded(after)];
  if (!wanted) return null;
  let [best, most] = [-1, -1];
  for (let start = text.indexOf(wanted); start >= 0; start = text.indexOf(wanted, start + 1)) {
    const end = start + wanted.length;
    const like = alike(turned(text.slice(Math.max(start - 200, 0), start)), left) + alike(text.slice(end, end + 200), right);
    if (like > most) [best, most] = [start, like];
  }
  return best < 0 ? null : { from: at[best], to: at[best + wanted.length - 1] + 1 };
}

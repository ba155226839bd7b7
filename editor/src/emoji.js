import { h, newId } from "./dom.js";

// Signs that are of use in a page, each with words to find it by in English, French and Spanish.
const SIGNS = `
✅ done yes check ok fait oui hecho si
❌ no wrong cross non faux incorrecto
⚠️ warning careful attention aviso cuidado
❗ important exclamation
❓ question help aide ayuda
💡 idea idée light bulb bombilla
📌 pin épingle chincheta
📎 clip attachment trombone adjunto
🔗 link lien enlace chain
📅 calendar date calendrier calendario
⏰ clock deadline alarm réveil plazo
⏳ waiting time sablier espera
📍 place location lieu lugar
🌍 world africa europe monde mundo
🌎 world americas amériques américas
🌏 world asia asie
🌱 seedling plant soil pousse brote sol suelo
🌿 herb leaf herbe hierba
🌾 grain wheat rice field céréales trigo champ campo
🌳 tree agroforestry arbre árbol
🌲 forest pine forêt bosque
🍂 litter leaves feuilles hojarasca
🪱 worm earthworm ver lombriz
🐄 cow cattle vache vaca
🐑 sheep mouton oveja
🐝 bee abeille abeja
🌽 maize corn maïs
🥔 potato pomme patata papa
🍇 grape vine raisin uva
☕ coffee café
💧 water drop eau agua
🌧️ rain pluie lluvia
☀️ sun soleil sol
🌡️ temperature température temperatura
🔥 fire feu fuego
🪨 rock stone roche roca
⛰️ mountain montagne montaña
🚜 tractor tracteur
🧪 test lab sample laboratoire muestra
🔬 microscope science ciencia
📊 chart bars graphique gráfico
📈 growth up hausse crecimiento
📉 decline down baisse descenso
📄 page document documento
📚 books library livres libros
📝 notes write écrire escribir
🎓 training university formation formación
💬 comment talk discussion comentario
📣 announcement call annonce anuncio
📧 mail email courriel correo
📞 phone téléphone teléfono
🎥 video film vídeo
📷 photo camera foto
🤝 agreement partner handshake accord acuerdo socio
👥 people group groupe grupo
🙋 volunteer hand raise main mano
👍 good agree bien de acuerdo
👎 bad disagree pas mal
👏 bravo applause aplauso
🙏 thanks please merci gracias
🎉 celebrate party fête fiesta
😀 smile happy sourire sonrisa
🙂 smile sourire sonrisa
😉 wink clin guiño
🤔 thinking réfléchir pensar
😢 sad triste
❤️ heart love coeur corazón
⭐ star étoile estrella
🏆 prize trophy prix premio
💶 euro money funding argent dinero
💰 money budget argent presupuesto
⚖️ balance law droit ley
🔒 locked private fermé privado
🔓 open unlocked ouvert abierto
🔍 search find chercher buscar
⚙️ settings gear réglages ajustes
🚧 in progress works travaux obras
🔴 red rouge rojo
🟡 yellow jaune amarillo
🟢 green vert verde
🔵 blue bleu azul
➡️ arrow right flèche flecha
⬆️ arrow up flèche flecha
⬇️ arrow down flèche flecha`
  .trim()
  .split("\n")
  .map((line) => line.split(" "));

const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export const findEmoji = (query) =>
  SIGNS.filter(([, ...words]) => words.some((word) => plain(word).startsWith(plain(query))))
    .slice(0, 8)
    .map(([sign, ...words]) => ({ sign, label: sign, detail: words[0] }));

// A field with all signs below it as radio buttons: arrows move, typing narrows.
export function emojis(label) {
  const name = newId("editor-emoji");
  const input = h("input", { type: "text", "aria-label": label, autocomplete: "off" });
  const boxes = SIGNS.map(([sign, ...words], index) => {
    const box = h("input", { type: "radio", name, value: sign, "aria-label": words[0], checked: index === 0 });
    return { words, box, element: h("label", { class: "editor-emoji__sign", title: words[0] }, box, h("span", { "aria-hidden": "true" }, sign)) };
  });
  input.addEventListener("input", () => {
    let first = null;
    for (const { words, box, element } of boxes) {
      element.hidden = !words.some((word) => plain(word).startsWith(plain(input.value.trim())));
      if (!element.hidden) first ||= box;
    }
    if (first) first.checked = true;
  });
  return { element: h("div", { class: "field" }, input, h("div", { class: "editor-emoji", role: "radiogroup", "aria-label": label }, boxes.map((one) => one.element))), input, read: () => boxes.find((one) => one.box.checked)?.box.value || "" };
}

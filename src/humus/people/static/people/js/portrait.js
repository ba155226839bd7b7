// The square of a new portrait: <div data-portrait> with a file, a hidden cut and a <template> of the tool.
// A cut is "left top side", each in parts of the picture's shorter side; empty stands for the middle.
const between = (least, value, most) => Math.min(Math.max(value, least), Math.max(least, most));

function cutter(field, picture) {
  const tool = field.querySelector("template").content.firstElementChild.cloneNode(true);
  const [stage, shown] = [tool.querySelector("[data-stage]"), tool.querySelector("img")];
  const slider = Object.fromEntries([...tool.querySelectorAll("input")].map((input) => [input.dataset.axis, input]));
  const short = Math.min(picture.naturalWidth, picture.naturalHeight);
  const [wide, high] = [picture.naturalWidth / short, picture.naturalHeight / short];
  const cut = { left: (wide - 1) / 2, top: (high - 1) / 2, side: 1 };
  const pointers = new Map();
  shown.src = picture.src;

  function draw() {
    // The observer also hears of a tool that was taken away.
    if (!stage.clientWidth) return;
    cut.side = between(1 / slider.zoom.max, cut.side, 1);
    cut.left = between(0, cut.left, wide - cut.side);
    cut.top = between(0, cut.top, high - cut.side);
    const scale = stage.clientWidth / cut.side;
    Object.assign(shown.style, { width: `${wide * scale}px`, transform: `translate(${-cut.left * scale}px, ${-cut.top * scale}px)` });
    slider.zoom.value = 1 / cut.side;
    for (const [axis, room] of [["left", wide - cut.side], ["top", high - cut.side]]) {
      slider[axis].disabled = room < 0.001;
      slider[axis].value = room < 0.001 ? 50 : (cut[axis] / room) * 100;
    }
    field.querySelector("[data-portrait-cut]").value = [cut.left, cut.top, cut.side].map((part) => part.toFixed(4)).join(" ");
  }

  function zoom(side) {
    const before = cut.side;
    cut.side = between(1 / slider.zoom.max, side, 1);
    cut.left += (before - cut.side) / 2;
    cut.top += (before - cut.side) / 2;
    draw();
  }

  slider.zoom.addEventListener("input", () => zoom(1 / slider.zoom.value));
  slider.left.addEventListener("input", () => { cut.left = (slider.left.value / 100) * (wide - cut.side); draw(); });
  slider.top.addEventListener("input", () => { cut.top = (slider.top.value / 100) * (high - cut.side); draw(); });

  const apart = () => { const [a, b] = [...pointers.values()]; return Math.hypot(a.x - b.x, a.y - b.y); };
  stage.addEventListener("pointerdown", (event) => { stage.setPointerCapture(event.pointerId); pointers.set(event.pointerId, { x: event.clientX, y: event.clientY }); });
  stage.addEventListener("pointermove", (event) => {
    const was = pointers.get(event.pointerId);
    if (!was) return;
    const now = { x: event.clientX, y: event.clientY };
    const distance = pointers.size === 2 ? apart() : 0;
    pointers.set(event.pointerId, now);
    if (distance) return zoom((cut.side * distance) / Math.max(apart(), 1));
    const part = cut.side / stage.clientWidth;
    cut.left -= (now.x - was.x) * part;
    cut.top -= (now.y - was.y) * part;
    draw();
  });
  for (const end of ["pointerup", "pointercancel"]) stage.addEventListener(end, (event) => pointers.delete(event.pointerId));
  new ResizeObserver(draw).observe(stage);
  return tool;
}

for (const field of document.querySelectorAll("[data-portrait]")) {
  const [input, kept] = [field.querySelector('input[type="file"]'), field.querySelector("[data-portrait-cut]")];
  let address = "";
  const choose = async () => {
    field.querySelector("[data-tool]")?.remove();
    URL.revokeObjectURL(address);
    kept.value = "";
    if (!input.files.length) return;
    const picture = new Image();
    picture.src = address = URL.createObjectURL(input.files[0]);
    // What is no picture is told by the server, in words.
    if (await picture.decode().then(() => picture.src === address, () => false)) input.after(cutter(field, picture));
  };
  input.addEventListener("change", choose);
  choose();
}

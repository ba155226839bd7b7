// Shows a moment in the reader's own zone, beside the organiser's: <time datetime="ISO" data-local="time|date|both">.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const looks = {
  time: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  date: { weekday: "short", day: "numeric", month: "long", year: "numeric" },
};
looks.both = { ...looks.date, ...looks.time };
for (const place of document.querySelectorAll("time[data-local]")) {
  const moment = new Date(place.dateTime);
  if (Number.isNaN(moment.getTime())) continue;
  const words = new Intl.DateTimeFormat(document.documentElement.lang, { ...looks[place.dataset.local], timeZone: zone });
  if (!place.title) place.title = place.textContent.trim();
  place.textContent = words.format(moment);
}
for (const place of document.querySelectorAll("[data-local-zone]")) {
  place.textContent = zone.replaceAll("_", " ");
  place.closest("[hidden]")?.removeAttribute("hidden");
}

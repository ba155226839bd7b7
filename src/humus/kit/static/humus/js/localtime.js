// Shows a moment in the reader's own zone, beside the organiser's: <time datetime="ISO" data-local="time|date|both|moment">.
const language = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const looks = {
  time: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  date: { weekday: "short", day: "numeric", month: "long", year: "numeric" },
};
looks.both = { ...looks.date, ...looks.time };
looks.moment = { ...looks.both, weekday: undefined };
for (const place of document.querySelectorAll("time[data-local]")) {
  const moment = new Date(place.dateTime);
  if (Number.isNaN(moment.getTime())) continue;
  const words = new Intl.DateTimeFormat(language, { ...looks[place.dataset.local], timeZone: zone });
  if (!place.title) place.title = place.textContent.trim();
  place.textContent = words.format(moment);
}
for (const place of document.querySelectorAll("[data-local-zone]")) {
  place.textContent = zone.replaceAll("_", " ");
  place.closest("[hidden]")?.removeAttribute("hidden");
}

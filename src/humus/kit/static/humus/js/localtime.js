// Shows a moment in the reader's own zone, beside the organiser's: <time datetime="ISO" data-local="time|date|both|moment">.
// data-local-day names the organiser's day: where the reader's is the same, "both" says the hour alone.
// Below <… data-clocks="address"> the platform is asked how far the clocks of that zone are from UTC, and how it is called: a
// device may be years behind the laws on clocks. Until it answers, and without a line, the device's own table holds.
const language = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const looks = {
  time: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  date: { weekday: "short", day: "numeric", month: "long", year: "numeric" },
};
looks.both = { ...looks.date, ...looks.time };
looks.moment = { ...looks.both, weekday: undefined };
const seconds = (place) => Date.parse(place.dateTime) / 1000;
const places = [...document.querySelectorAll("time[data-local]")].filter((place) => !Number.isNaN(seconds(place)));
const draw = (offsets) => {
  for (const place of places) {
    const minutes = offsets[seconds(place)];
    const timeZone = minutes === undefined ? zone : "UTC";
    const at = (seconds(place) + (minutes ?? 0) * 60) * 1000;
    const sameDay = place.dataset.localDay === new Intl.DateTimeFormat("sv", { timeZone }).format(at);
    const words = new Intl.DateTimeFormat(language, { ...looks[sameDay ? "time" : place.dataset.local], timeZone });
    if (!place.title) place.title = place.textContent.trim();
    place.textContent = words.format(at);
  }
};
draw({});
const name = (words) => {
  for (const place of document.querySelectorAll("[data-local-zone]")) {
    place.textContent = words;
    place.closest("[hidden]")?.removeAttribute("hidden");
  }
};
name(zone.replaceAll("_", " "));
const asking = document.querySelector("[data-clocks]");
if (asking && places.length) {
  const at = [...new Set(places.map(seconds))].slice(0, 200);
  fetch(`${asking.dataset.clocks}?zone=${encodeURIComponent(zone)}&at=${at}&in=${document.documentElement.lang}`)
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer)))
    .then(({ offsets, place }) => (draw(offsets), name(place)))
    .catch(() => {})
    .finally(() => asking.removeAttribute("data-clocks"));
}

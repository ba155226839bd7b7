// A choice of time zones begins with the browser's own: <select data-own-zone>. With a value (the zone shown now) the
// browser's is kept in a cookie and the page drawn anew, once.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
for (const field of document.querySelectorAll("select[data-own-zone]")) {
  const shown = field.dataset.ownZone;
  if (!zone || shown === zone) continue;
  // Browsers name some zones as they were called earlier, which the list does not.
  if (![...field.options].some((one) => one.value === zone)) field.add(new Option(zone.replaceAll("_", " "), zone));
  if (!shown && field.selectedIndex < 1) field.value = zone;
  if (shown && !document.cookie.includes("zone=")) {
    document.cookie = `zone=${zone};path=/;max-age=31536000;samesite=lax`;
    if (document.cookie.includes(`zone=${zone}`)) location.reload();
  }
}

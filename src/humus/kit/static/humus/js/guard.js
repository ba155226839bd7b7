// Keeps what one types in a form marked data-guard="name", and offers it again when the session ended meanwhile.
// The server says that a form arrived: <meta name="guard-done" content="name"> on the page that follows.
for (const done of document.querySelectorAll('meta[name="guard-done"]')) {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith("guard:") && key.endsWith(`:${done.content}`)) sessionStorage.removeItem(key);
}
const kept = (form) => `guard:${location.pathname}:${form.dataset.guard}`;
const fields = (form) => [...form.elements].filter((field) => field.name && !/^(hidden|password|file|submit|button)$/.test(field.type));
for (const form of document.querySelectorAll("form[data-guard]")) {
  const saved = JSON.parse(sessionStorage.getItem(kept(form)) || "null");
  let changed = false;
  for (const [index, field] of fields(form).entries()) {
    const value = saved?.[index];
    if (value === undefined || value === null) continue;
    const part = /^(checkbox|radio)$/.test(field.type) ? "checked" : "value";
    if (field[part] === value || (part === "value" && field.value && field.defaultValue !== undefined && field.value !== field.defaultValue)) continue;
    field[part] = value;
    changed = true;
  }
  if (changed && form.dataset.guardNote) dispatchEvent(new CustomEvent("humus:say", { detail: form.dataset.guardNote }));
  let timer;
  const keep = () => sessionStorage.setItem(kept(form), JSON.stringify(fields(form).map((field) => (/^(checkbox|radio)$/.test(field.type) ? field.checked : field.value))));
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(keep, 300); });
  form.addEventListener("submit", () => { clearTimeout(timer); keep(); });
}

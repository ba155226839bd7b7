// Kept pages with their age, the page for what is not kept, and the list: in the language of the page.
const safe = (words) => words.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const fill = (words, values) => words.replace(/qzx-(\w+)-xzq/g, (_all, name) => values[name] ?? "");
const wordsIn = (language) => SITE.words[language] || SITE.words.en;

function age(at, language) {
  const minutes = Math.round((Date.now() - at) / 6e4);
  const [count, unit] = minutes < 60 ? [minutes, "minute"] : minutes < 2880 ? [Math.round(minutes / 60), "hour"] : [Math.round(minutes / 1440), "day"];
  return new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(-count, unit);
}

function moment(at, language) {
  const look = { day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, look).format(at);
}

async function asKept({ answer, facts }, key, slow) {
  const { at, language } = facts;
  const why = key.includes("/edit/") ? "writing" : slow ? "slow" : "away";
  const banner = fill(wordsIn(language).banner, { why, when: moment(at, language), ago: age(at, language), here: safe(key) });
  const text = await answer.text();
  const head = '<header class="site-head">';
  const place = text.includes(head) ? head : "<body>";
  return new Response(text.replace(place, () => place + banner), { headers: answer.headers });
}

function list(state, language) {
  const words = wordsIn(language);
  // What was read with and without its own language in the address is one page.
  const seen = {};
  const pages = Object.entries(state.entries).sort((a, b) => b[1].at - a[1].at).filter(([key, one]) => one.kind === "page" && (seen[one.text + one.language + key.replace(/.language=\w+/, "")] ??= key) === key);
  if (!pages.length) return words.nothing;
  const line = ([key, one]) => `<li><a href="${safe(key)}" lang="${one.language}" dir="auto">${safe(one.title || key)}</a> <time class="muted small" datetime="${new Date(one.at).toISOString()}" title="${safe(moment(one.at, language))}">${safe(age(one.at, language))}</time></li>`;
  return fill(words.list, { lines: pages.map(line).join("") });
}

async function away(url) {
  const state = await read();
  const asked = url.searchParams.get("language");
  const language = SITE.words[asked] ? asked : state.language;
  const theme = state.theme ? ` data-theme="${state.theme}"` : "";
  const text = fill(wordsIn(language).away, { theme, site: safe(SITE.name), list: list(state, language), here: safe(keyOf(url)), whole: url.pathname === "/kept/" ? "list" : "page" });
  return new Response(text, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'" } });
}

// The same addresses as kit/richtext/urls.py, which has the last word.
const WEB = /^https?:\/\/[^\s/?#\\@][^\s\\]*$/i;
const OTHER = /^(mailto:[^\s]+@[^\s]+|tel:[0-9+().*#; -]{2,40}|page:[\w-]{1,64}(#\S{1,200})?)$/i;
const LOCAL = /^(\/(?![/\\])|[#?]|\.{1,2}\/)[^\s\\]*$/;

export function safeUrl(given) {
  const url = (given || "").trim();
  if (url.length > 2000) return null;
  return WEB.test(url) || OTHER.test(url) || LOCAL.test(url) ? url : null;
}

// What a person means by "example.org" or "name@example.org".
export function meantUrl(given) {
  const text = given.trim();
  if (/^[^\s/@:]+@[^\s/@:]+\.[^\s/@:]{2,}$/.test(text)) return `mailto:${text}`;
  if (/^(www\.)?[\w-]+(\.[\w-]+)*\.[a-z]{2,}(\/\S*)?$/i.test(text)) return `https://${text}`;
  return safeUrl(text);
}

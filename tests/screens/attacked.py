"""A browser that counts what runs of the attack corpus, and the documents that bring the corpus into the platform."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from playwright.sync_api import Page as Tab

from humus.exchange.into import reading
from humus.exchange.tests.files import word, zipped
from humus.kit import richtext
from humus.kit.errors import DeedError
from humus.kit.richtext.tests import xss_corpus

# In every window and frame before anything else.
COUNT = "window.ran = 0; window.pwn = () => { window.ran += 1; return true }"
# What a reader may do with all that is there, but for leaving the page; and what would run if they did.
DO_ALL = r"""() => {
  document.addEventListener("click", event => event.preventDefault(), true);
  document.addEventListener("submit", event => event.preventDefault(), true);
  const names = "pointerover mouseover mouseenter mousemove wheel scroll copy dragenter toggle".split(" ");
  for (const one of document.querySelectorAll("body *")) {
    const leads = [one.href, one.action, one.formAction, one.src, one.data].map(to => to?.baseVal ?? to ?? "");
    if (leads.some(to => /^\s*(java|vb)script:/i.test(to))) window.ran += 1000;
    if ([...one.attributes].some(its => /^on/i.test(its.name))) window.ran += 1000;
    for (const name of names) one.dispatchEvent(new Event(name, {bubbles: true}));
    if (one.closest("[contenteditable], form, dialog, header")) continue;
    if (one.tabIndex >= 0) one.focus();
    one.dispatchEvent(new MouseEvent("click", {bubbles: true, cancelable: true}));
  }
  return window.ran;
}"""
FRAMES = """async addresses => {
  const all = await Promise.all(addresses.map(address => fetch(address).then(answer => answer.text())));
  await Promise.all(all.map(html => new Promise(done => {
    const frame = document.createElement("iframe");
    frame.onload = done;
    frame.srcdoc = html;
    document.body.append(frame);
  })));
  return all.filter(html => html.includes("pwn")).length;
}"""
PASTE = """every => { for (const html of every) {
  const data = new DataTransfer();
  data.setData("text/html", html);
  const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
  document.querySelector(".ProseMirror").dispatchEvent(event);
} }"""
# For names and other plain fields, which keep no sign that is not printed.
PLAIN = ["".join(sign for sign in one if sign.isprintable()) for one in xss_corpus.TEXTS]
HTML = [*xss_corpus.HTML, *(f'<a href="{url}">x</a><img src="{url}">' for url in xss_corpus.URLS)]
MARKDOWN = [*xss_corpus.MARKDOWN, *xss_corpus.TEXTS]


def ran(tab: Tab) -> int:
    """How much ran, in the window and in all frames, after a reader has touched everything."""
    return sum(int(frame.evaluate(DO_ALL)) for frame in tab.frames)


def framed(tab: Tab, addresses: list[str]) -> int:
    """Open many answers of the platform in frames of one window; how many of them speak of the attack.

    Without our own scripts and styles, which are the same for all.
    """
    tab.goto("/robots.txt")
    tab.route("**/static/**", lambda route: route.abort())
    speaking = int(tab.evaluate(FRAMES, addresses))
    tab.unroute("**/static/**")
    return speaking


def typed() -> Iterator[dict[str, Any]]:
    """As a changed editor would send them: each attack in a few kinds of blocks, by turns in all of them."""
    blocks: list[Any] = []
    for number, document in enumerate(xss_corpus.documents()):
        content = document["content"]
        blocks += content[number % 6 :: 6] or content[:1]
    # A zero byte refuses the whole text.
    blocks = json.loads(json.dumps(blocks).replace("\\u0000", ""))
    for start in range(0, len(blocks), 450):
        yield {"type": "doc", "content": blocks[start : start + 450]}


def brought() -> Iterator[tuple[str, dict[str, Any]]]:
    """Through files of each kind, an attack a file; what is refused by name did not come in."""
    yield "html", _one(_read("a.html", f"<h1>T</h1>{one}") for one in HTML)
    yield "md", _one(_read("a.md", one) for one in MARKDOWN)
    yield "docx", _one([_read("a.docx", word(*PLAIN))])


def asked(longest: int = 200) -> list[str]:
    """The whole corpus as few things to seek, none longer than may be sought."""
    words = [""]
    for one in PLAIN:
        if len(words[-1]) + len(one) >= longest:
            words.append("")
        words[-1] += f" {one}"
    return words


def archive() -> bytes:
    """Attacks in files of a zip, under names that attack too."""
    every = [(kind, one) for kind, these in (("html", HTML), ("md", MARKDOWN)) for one in these[::7]]
    named = {f"{number} {PLAIN[number].replace('/', '⁄')[:60]}.{kind}": one for number, (kind, one) in enumerate(every)}
    return zipped({name: one.encode("utf-8", "replace") for name, one in named.items()})


def _read(name: str, content: str | bytes) -> list[dict[str, Any]]:
    raw = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    try:
        return [block for item in reading.read(name, io.BytesIO(raw)).items for block in item.doc["content"]]
    except DeedError:
        return []


def _one(parts: Iterable[list[dict[str, Any]]]) -> dict[str, Any]:
    return richtext.clean({"type": "doc", "content": [block for part in parts for block in part]})

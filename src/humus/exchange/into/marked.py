"""Markdown from outside: its head names title and language, addresses lead to what came along."""

from __future__ import annotations

import json
import re

from django.utils.translation import gettext as _

from humus.exchange.into.items import Bundle, Item
from humus.exchange.into.places import Places
from humus.kit import richtext
from humus.kit.errors import DeedError
from humus.kit.richtext import BadDocument

_HEAD = re.compile(r"\A---[ \t]*\r?\n(.{0,4000}?)\r?\n---[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FACT = re.compile(r"^(title|language):[ \t]*(\S[^\r\n]{0,400})", re.MULTILINE)
_TITLE = re.compile(r"\A\s*# +([^\r\n]{1,250})(?:\r?\n|\Z)")
# Not where an address stands in such signs, as in [words](<files/soil.csv>).
_TAG = re.compile(r"(?<!\]\()<(?!https?:|mailto:)[A-Za-z][\w-]*[ />]")


def read_markdown(bundle: Bundle, place: str, text: str) -> Item:
    facts: dict[str, str] = {}
    head = _HEAD.match(text)
    if head:
        facts = {name: _value(value.strip()) for name, value in _FACT.findall(head[1])}
        text = text[head.end() :]
    title = _TITLE.match(text)
    if title and not facts.get("title"):
        facts["title"] = title[1].strip().rstrip("#").strip()
        text = text[title.end() :]
    name = facts.get("title") or place.rpartition("/")[2]
    item = Item(place=place, title=" ".join(name.split())[:250], doc={}, language=facts.get("language", "")[:8])
    try:
        item.doc = richtext.from_markdown(text, Places(bundle, item).address)
    except BadDocument as error:
        raise DeedError(f"{item.title}: {error}", field="file") from error
    if _TAG.search(text):
        bundle.note(_("“%(page)s”: HTML within Markdown stays as it is written.") % {"page": item.title})
    return item


def _value(value: str) -> str:
    if value.startswith('"'):
        try:
            read = json.loads(value)
        except ValueError:
            return value.strip('"')
        return read if isinstance(read, str) else ""
    return value.strip("'")

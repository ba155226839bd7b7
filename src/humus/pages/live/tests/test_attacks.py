"""The attack corpus through the socket: what a changed browser writes into the shared text runs in nobody else's."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

from pycrdt import Text

from humus.kit.richtext.tests import xss_corpus
from humus.kit.richtext.tests.harmless import alive, faults
from humus.pages import domain
from humus.pages.live import document
from humus.pages.live.tests.conftest import Enter
from humus.pages.models import Page

AT_ONCE = 40


def _whole(node: Any) -> bool:
    """Whether the shared text can hold it at all: what has no name or no words is no part of one."""
    if not isinstance(node, dict) or not isinstance(node.get("type"), str) or not node["type"]:
        return False
    if node["type"] == "text":
        marks = node.get("marks") or []
        named = all(isinstance(one.get("type"), str) and isinstance(one.get("attrs") or {}, dict) for one in marks)
        return isinstance(node.get("text"), str) and bool(node["text"]) and named
    content = node.get("content") or []
    return isinstance(node.get("attrs") or {}, dict) and isinstance(content, list) and all(map(_whole, content))


def _attacks() -> list[dict[str, Any]]:
    """One block of each document, by turns of each kind."""
    found = []
    for number, whole in enumerate(xss_corpus.documents()):
        blocks = json.loads(json.dumps(whole["content"]).replace("\\u0000", ""))
        found += [one for one in blocks[number % 7 :: 7] if _whole(one)]
    return found


def test_nothing_runs_that_came_through_the_socket(
    cast: SimpleNamespace, page: Page, enter: Enter, sign_in: Any
) -> None:
    lena, attacks = enter(cast.leader), _attacks()
    assert len(attacks) > 500
    lena.edit(lambda _root: lena.doc.get("title", type=Text).insert(0, "</title><img src=x onerror=pwn()>\"'>"))
    for start in range(0, len(attacks), AT_ONCE):
        lena.edit(lambda root, some=attacks[start : start + AT_ONCE]: _put(root, some))
    lena.saved()
    assert "javascript:pwn" in str(document.body_of(lena.doc))
    domain.publish_room(actor=cast.leader, page=page, language="en")
    text = page.texts.get(language="en")
    assert text.title.startswith("</title><img")
    assert "pwn" in text.plain
    assert faults("".join(text.compiled["html"])) == []
    html = sign_in(cast.representative).get(Page.objects.get(pk=page.pk).get_absolute_url()).content.decode()
    assert html.count("pwn") > 100
    assert alive(html) == []


def _put(root: Any, blocks: list[dict[str, Any]]) -> None:
    for block in blocks:
        document._append(root, block)

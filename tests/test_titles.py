"""Every page is named before the site is, and the site's name is written in one place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from django.template.base import Template
from django.template.loader_tags import BlockNode, ExtendsNode
from django.test import Client

import humus

BASE = "humus/base.html"
ROOT = Path(humus.__file__).parent
NAMES = sorted(str(path.relative_to(folder)) for folder in ROOT.glob("*/templates") for path in folder.rglob("*.html"))
# Its name is the site's own, with what the site is.
HOME = "portal/home.html"


def lineage(name: str) -> Iterator[Template]:
    """The template and all it stands on."""
    found: Template = engines["django"].get_template(name).template  # type: ignore[attr-defined]
    yield found
    parents = [node for node in found.nodelist if isinstance(node, ExtendsNode)]
    if parents and isinstance(parents[0].parent_name.var, str):
        yield from lineage(parents[0].parent_name.var)


def blocks(template: Template, name: str) -> list[str]:
    """What the template writes into these blocks, as it stands there."""
    found = [node for node in template.nodelist.get_nodes_by_type(BlockNode) if node.name == name]
    return ["".join(str(node.token.contents) for node in block.nodelist if node.token) for block in found]


def test_every_template_of_a_page_has_a_title_without_the_name_of_the_site() -> None:
    lines = {name: list(lineage(name)) for name in NAMES}
    pages = {name: line for name, line in lines.items() if line[-1].name == BASE and len(line) > 1}
    stood_on = {template.name for line in pages.values() for template in line[1:]}
    troubles = []
    for name in sorted({*pages} - stood_on - {HOME}):
        titles = [words for template in pages[name][:-1] for words in blocks(template, "title")]
        if not any(title.strip() for title in titles):
            troubles.append(f"{name}: no title")
    for name in {*pages} - {HOME}:
        own = [*blocks(pages[name][0], "title"), *blocks(pages[name][0], "whole_title")]
        troubles += [f"{name}: the site is named again" for words in own if "site_name" in words]
    assert troubles == []
    assert len(pages) > 100


@pytest.mark.parametrize(
    ("path", "language", "title"),
    [
        ("/spaces/", "en", "Spaces · "),
        ("/spaces/", "fr", "Espaces · "),
        ("/strategy/", "es", "Estrategia · "),
        ("/nothing-here/", "en", "Nothing grows here · "),
    ],
)
def test_title_is_in_the_language_of_its_reader(client: Client, db: None, path: str, language: str, title: str) -> None:
    client.cookies["language"] = language
    answer = client.get(path).content.decode()
    assert f"<title>{title}{settings.SITE_NAME}</title>" in answer


def test_home_page_is_named_by_the_site(client: Client, db: None) -> None:
    assert f"<title>{settings.SITE_NAME} · the collaborative platform" in client.get("/").content.decode()

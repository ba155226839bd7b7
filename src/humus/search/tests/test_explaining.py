"""Words of the glossary are explained where they first stand on a page, and only those that somebody has explained."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from humus.kit.richtext import compile, from_markdown
from humus.kit.richtext.terms import Explainer, Term
from humus.pages.domain.planting import plant
from humus.pages.models import Page
from humus.search import explaining, glossary
from humus.search.models import Concept

SignIn = Callable[..., Client]
WORDS = """## Bulk density matters

Take the [bulk density](/x/) and `bulk density`, then bulk
density again. Bulk density once more; SOC is not soc.
"""


def marked(html: str) -> list[str]:
    return re.findall(r'<a class="term"[^>]*>([^<]*)</a>', html)


def test_only_the_first_plain_word_is_marked_and_never_in_links_headings_or_code() -> None:
    terms = [
        Term("1", ("bulk density",), 'Mass <of> "dry" soil', "/glossary/?q=bulk"),
        Term("2", ("soil organic carbon", "SOC"), "Carbon", "/glossary/?q=soc"),
    ]
    compiled = compile(from_markdown(WORDS + "\nSee [a page](page:abcd) with SOC.\n"), language="en")
    explained = Explainer(terms).explain(compiled)
    html = "".join(explained.html)
    assert marked(html) == ["bulk density", "SOC"]
    assert 'data-about="Mass &lt;of&gt; &quot;dry&quot; soil"' in html
    assert 'aria-describedby="h-term-1"' in html
    assert '<p id="h-term-1" class="term-about" hidden>Mass &lt;of&gt;' in html
    assert len(explained.html) == len(compiled.html) == len(compiled.refs) + 1
    assert Explainer([]).explain(compiled) is compiled


@pytest.fixture
def page(cast: SimpleNamespace) -> Page:
    plant(space=cast.public, slug="front", texts={"en": ("Front", from_markdown("."))})
    texts = {
        "en": ("Sampling", from_markdown("Know the bulk density.")),
        "fr": ("Prélever", from_markdown("La densité.")),
    }
    explaining.explainers.forget()
    return plant(space=cast.public, slug="sampling", texts=texts)


def enter(cast: SimpleNamespace, **explanation: str) -> Concept:
    names = {"en": ["bulk density"], "fr": ["densité"]}
    return glossary.write(actor=cast.secretary, concept=None, names=names, explanation=explanation)


def test_what_the_secretariat_explains_is_explained_in_that_language(
    cast: SimpleNamespace,
    page: Page,
    client: Client,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    address = page.get_absolute_url()
    with django_capture_on_commit_callbacks(execute=True):
        concept = enter(cast)
    assert marked(client.get(address).content.decode()) == []
    with django_capture_on_commit_callbacks(execute=True):
        names = {"en": ["bulk density"], "fr": ["densité"]}
        glossary.write(actor=cast.secretary, concept=concept, names=names, explanation={"en": "Dry mass of a volume."})
    shown = client.get(address).content.decode()
    assert marked(shown) == ["bulk density"]
    assert 'href="/glossary/?q=bulk+density"' in shown
    assert "term.js" in shown
    assert marked(client.get(f"{address}?language=fr").content.decode()) == []
    with django_capture_on_commit_callbacks(execute=True):
        glossary.remove(actor=cast.secretary, concept=concept)
    assert marked(client.get(address).content.decode()) == []


def test_a_reader_may_do_without(cast: SimpleNamespace, page: Page, client: Client) -> None:
    enter(cast, en="Dry mass of a volume.")
    assert marked(client.get(page.get_absolute_url()).content.decode()) == ["bulk density"]
    assert "How you read" in client.get("/preferences/reading/").content.decode()
    client.post("/preferences/reading/", {"explain": "off", "data": "nonsense"})
    assert marked(client.get(page.get_absolute_url()).content.decode()) == []
    client.post("/preferences/reading/", {"explain": ""})
    assert marked(client.get(page.get_absolute_url()).content.decode()) == ["bulk density"]


def test_a_view_asks_nothing_more(
    cast: SimpleNamespace, page: Page, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def asked() -> Any:
        return client.get(page.get_absolute_url())

    explaining.explainers.keep({})
    with django_assert_num_queries(2) as before:
        asked()
    enter(cast, en="Dry mass of a volume.")
    explaining.explainers.keep(explaining.load())
    with django_assert_num_queries(len(before.captured_queries)):
        assert marked(asked().content.decode()) == ["bulk density"]


def test_included_pages_and_excerpts_are_explained_in_their_own_language(
    cast: SimpleNamespace, page: Page, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    key = page.key
    around = from_markdown("Read on.")
    around["content"] += [{"type": "include", "attrs": {"page": key}}]
    whole = plant(space=cast.public, slug="whole", texts={"en": ("Whole", around)})
    enter(cast, en="Dry mass of a volume.")
    explaining.explainers.keep(explaining.load())
    shown = client.get(whole.get_absolute_url()).content.decode()
    assert marked(shown) == ["bulk density"]
    (term,) = re.findall(r'aria-describedby="([^"]*term-[^"]*)"', shown)
    assert shown.count(f'id="{term}"') == 1
    client.post("/preferences/reading/", {"explain": "off"})
    assert marked(client.get(whole.get_absolute_url()).content.decode()) == []

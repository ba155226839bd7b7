"""Blocks that list pages, people and organisations: as far as their reader may see them, with few queries."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from humus.kit import richtext
from humus.kit.richtext import blocks
from humus.organisations.models import Organisation
from humus.pages import domain, reading
from humus.pages.blockform import BlockForm
from humus.pages.blocks import properties
from humus.pages.editor import editor_context
from humus.pages.models import Label, Page
from humus.pages.tests.test_pages import page_in
from humus.people.countries import CODES

SignIn = Callable[..., Client]


@pytest.fixture
def page(cast: SimpleNamespace) -> Page:
    page_in(cast, "Front", body=None)
    return page_in(cast, "Soil notes")


def facts(**given: Any) -> dict[str, Any]:
    """A body with a table of page properties."""

    def cell(kind: str, content: Any) -> dict[str, Any]:
        inline = [content] if isinstance(content, dict) else [{"type": "text", "text": content}]
        return {"type": kind, "content": [{"type": "paragraph", "content": inline}]}

    rows = [
        {"type": "tableRow", "content": [cell("tableHeader", name), cell("tableCell", value)]}
        for name, value in given.items()
    ]
    return {"type": "doc", "content": [{"type": "properties", "content": [{"type": "table", "content": rows}]}]}


def write(cast: SimpleNamespace, page: Page, body: dict[str, Any]) -> None:
    domain.publish(actor=cast.leader, page=page, language="en", title=page.title, body=body)


def shown(
    person: Any,
    page: Page,
    *blocks: dict[str, Any],
    query: dict[str, str] | None = None,
    language: str = "en",
    **more: Any,
) -> str:
    body = richtext.clean({"type": "doc", "content": list(blocks)})
    context = reading.context(person, page, language, query=query or {}, **more)
    return str(richtext.to_html(body, context))


def block(name: str, **attrs: Any) -> dict[str, Any]:
    return {"type": name, "attrs": attrs}


def test_a_report_lists_pages_by_their_properties(cast: SimpleNamespace, page: Page) -> None:
    for number, (owner, budget) in enumerate([("Ana", "1 200 €"), ("Béa", "90 €"), ("Carl", "")]):
        one = page_in(cast, f"Project {number}")
        due = {"type": "date", "attrs": {"value": f"2026-0{3 - number}-01"}}
        write(cast, one, facts(**{"Owner": owner, "Due date": due, "Budget": budget or "none yet"}))
    report = block("propertyReport", order="budget", columns="Owner, Budget, due date")
    html = shown(cast.member, page, report)
    assert [html.index(f"Project {number}") for number in (1, 0, 2)] == sorted(
        html.index(f"Project {n}") for n in (1, 0, 2)
    )
    assert '<th scope="col">Due date</th>' in html
    assert '<time datetime="2026-03-01">1 March 2026</time>' in html
    assert "Project 1" not in shown(cast.member, page, block("propertyReport", filter="owner", contains="carl"))
    assert "Project 2" in shown(cast.member, page, block("propertyReport", filter="Owner", contains="CARL"))
    newest = shown(cast.member, page, block("propertyReport", order="Due date", backward=True))
    assert newest.index("Project 0") < newest.index("Project 2")


def test_a_report_without_chosen_columns_keeps_the_order_of_the_pages(cast: SimpleNamespace, page: Page) -> None:
    write(cast, page_in(cast, "Project"), facts(Owner="Ana", Due="soon", Budget="3"))
    html = shown(cast.member, page, block("propertyReport"))
    assert [part.split("<")[0] for part in html.split('<th scope="col">')[1:]] == ["Title", "Owner", "Due", "Budget"]


def test_a_report_lists_only_pages_that_have_properties(cast: SimpleNamespace, page: Page) -> None:
    write(cast, page_in(cast, "Project"), facts(Owner="Ana"))
    page_in(cast, "A letter")
    for report in (block("propertyReport"), block("propertyReport", columns="Owner, changed")):
        html = shown(cast.member, page, report)
        assert "Project" in html
        assert "A letter" not in html
    assert "A letter" in shown(cast.member, page, block("propertyReport", columns="Space, changed"))


def test_a_report_speaks_the_language_of_its_reader_where_the_page_does(cast: SimpleNamespace, page: Page) -> None:
    one = page_in(cast, "Project")
    due = {"type": "date", "attrs": {"value": "2026-03-01"}}
    write(cast, one, facts(Owner="the board", Due=due))
    domain.publish(actor=cast.leader, page=one, language="fr", title="Projet", body=facts(Owner="le conseil"))
    with override("fr"):
        html = shown(cast.member, page, block("propertyReport", columns="Owner, Due"), language="fr")
    assert all(words in html for words in ("Projet", "le conseil", "1 mars 2026"))
    assert "the board" not in html


def test_a_report_written_in_one_language_is_sorted_and_headed_in_every_other(
    cast: SimpleNamespace, page: Page
) -> None:
    for title, owner in (("First", "Zoé"), ("Second", "Ana")):
        write(cast, page_in(cast, title), facts(Titre="x", Owner=owner))
    report = block("propertyReport", columns="Owner, Espace, Modifiée", order="Titre", backward=True)
    html = shown(cast.member, page, report)
    assert html.index("Second") < html.index("First")
    assert [part.split("<")[0] for part in html.split('<th scope="col">')[1:]] == ["Title", "Owner", "Space", "Changed"]
    assert f'<a href="{page.space.get_absolute_url()}">' in html
    newest = shown(cast.member, page, block("propertyReport", order="modifiée", backward=True))
    assert newest.index("Second") < newest.index("First")


def test_a_report_turns_its_pages(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    for number in range(27):
        page_in(cast, f"Entry {number:02}")
    write(cast, page, {"type": "doc", "content": [block("propertyReport", columns="changed", where="everywhere")]})
    member = sign_in(cast.member)
    first = member.get(page.get_absolute_url()).content.decode()
    assert "Entry 24" in first
    assert "Entry 25" not in first
    link = first.split('rel="next" href="')[1].split('"')[0]
    second = member.get(page.get_absolute_url() + link.split("#")[0]).content.decode()
    assert "Entry 26" in second
    assert "Entry 24</a>" not in second
    name = link.split("=")[0].strip("?")
    for odd in ("0", "-1", "9999", "x", "٣", "1e9"):
        assert member.get(page.get_absolute_url(), {name: odd}).status_code == 200


LISTS = (
    block("recentChanges", where="everywhere"),
    block("labelledPages", label="carbon", where="everywhere"),
    block("labels", where="everywhere"),
    block("propertyReport", where="everywhere", columns="Owner"),
    block("recentChanges", space="ndcs"),
    block("propertyReport", filter="owner", contains="secret", where="everywhere"),
)


@pytest.mark.parametrize("given", LISTS, ids=lambda given: given["type"])
def test_no_list_shows_what_its_reader_may_not_see(cast: SimpleNamespace, page: Page, given: dict[str, Any]) -> None:
    hidden = page_in(cast, "Hidden plan")
    write(cast, hidden, facts(Owner="Secret holder"))
    Label.objects.create(page=hidden, name="carbon")
    assert "Hidden plan" in shown(cast.member, page, given) or "carbon" in shown(cast.member, page, given)
    for person in (cast.stranger, SimpleNamespace(pk=None, is_authenticated=False, is_secretariat=False)):
        html = shown(person, page, given, may_edit=True)
        assert not any(word in html for word in ("Hidden plan", "Secret", ">carbon<"))
    domain.restrict(actor=cast.leader, page=hidden, mode="view", people=[cast.leader])
    assert not any(word in shown(cast.member, page, given) for word in ("Hidden plan", ">carbon<"))


def test_a_day_in_arabic_keeps_its_place_beside_a_name_in_english(cast: SimpleNamespace, page: Page) -> None:
    write(cast, page, facts(Owner="Ana"))
    Page.objects.update(changed_at=datetime(2026, 11, 30, 12, tzinfo=UTC))
    with override("ar"):
        html = shown(cast.member, page, block("recentChanges", where="everywhere"))
    assert re.search(r'<span class="line__note"><bdi>[^<]+</bdi> · <bdi>30 نوفمبر 2026</bdi></span>', html)


def test_people_of_a_space_are_those_the_reader_may_know(cast: SimpleNamespace, page: Page) -> None:
    cast.leader.listed_at = page.created_at
    cast.leader.save()
    html = shown(cast.member, page, block("people"))
    assert str(cast.leader) in html
    assert str(cast.leader) not in shown(cast.stranger, page, block("people", space="ndcs"))
    assert str(cast.leader) not in shown(cast.member, page, block("people", role="nothing"))


def test_organisations_are_listed_counted_and_linked(cast: SimpleNamespace, page: Page) -> None:
    one = Organisation.objects.create(name="Sol & Vie <b>", slug="sol-vie", country="SN", category="producers")
    Organisation.objects.create(name="Struck off", slug="off", country="FR", removed_at=page.created_at)
    html = shown(cast.member, page, block("organisations"), block("organisationMap"))
    assert "Sol &amp; Vie &lt;b&gt;" in html
    assert "Struck off" not in html
    assert 'href="/organisations/?country=SN"' in html
    assert "Sol" not in shown(cast.member, page, block("organisations", category="company"))
    line = {
        "type": "paragraph",
        "content": [block("organisation", organisation=one.key), block("organisation", organisation="gone")],
    }
    assert 'href="/organisations/sol-vie/"' in shown(cast.member, page, line)
    assert "<span>Organisation</span>" in shown(cast.member, page, line)


def test_a_field_finds_organisations_by_name(cast: SimpleNamespace, client: Client) -> None:
    Organisation.objects.create(name="Réseau Sols", slug="rs", acronym="RS")
    found = client.get("/find/organisations/", {"q": "reseau"}).json()["results"]
    assert [one["title"] for one in found] == ["Réseau Sols"]
    assert client.get("/find/organisations/", {"q": "\x00"}).json() == {"results": []}


@pytest.mark.parametrize(
    "name", ["recentChanges", "labelledPages", "labels", "propertyReport", "people", "organisations"]
)
def test_forty_different_lists_cost_what_one_costs(
    cast: SimpleNamespace, page: Page, django_assert_max_num_queries: Callable[..., Any], name: str
) -> None:
    def uses(number: int) -> list[dict[str, Any]]:
        return [block(name, space=f"s{one}", label=f"l{one}", country=CODES[one], most=5) for one in range(number)]

    # What is known of a reader is read once.
    assert not cast.member.is_secretariat
    with django_assert_max_num_queries(2):
        shown(cast.member, page, *uses(1))
    with django_assert_max_num_queries(2):
        shown(cast.member, page, *uses(40))


@pytest.mark.parametrize(
    ("words", "smaller"),
    [
        ("1 200", "1 300"),
        ("-5", "3"),
        ("9 t", "10 t"),
        ("1,5", "2"),
        ("€ 900", "1,000"),
        ("1.234,5", "1234.6"),
        ("Été", "zoo"),
    ],
)
def test_properties_sort_by_their_value(words: str, smaller: str) -> None:
    keys = [properties.of(richtext.clean(facts(Value=one)))["value"]["sort"] for one in (words, smaller)]
    assert keys == sorted(keys)


def test_properties_are_kept_as_words_that_anyone_may_read() -> None:
    line = {"type": "mention", "attrs": {"person": "abc", "label": "Ana <i>"}}
    found = properties.of(richtext.clean(facts(Propriétaire=line, **{"": "nothing", "proprietaire": "second"})))
    assert found == {
        "proprietaire": {
            "label": "Propriétaire",
            "place": 0,
            "words": "@Ana <i>",
            "html": "@Ana &lt;i&gt;",
            "sort": "@ana <i>",
        }
    }
    assert properties.of(richtext.empty()) == {}


def test_a_field_finds_spaces_by_name_and_code_that_one_may_see(cast: SimpleNamespace, client: Client) -> None:
    def found(words: str) -> list[str]:
        return [one["key"] for one in client.get("/find/spaces/", {"q": words}).json()["results"]]

    name = str(cast.force)
    assert found(name) == [], "a space of members is not known to a visitor"
    client.force_login(cast.member)
    assert found(name.upper()) == [cast.force.slug]
    assert found("") == found("\x00") == []


def test_options_name_countries_and_spaces(cast: SimpleNamespace, page: Page) -> None:
    countries = blocks.get("organisations").attributes["country"]
    assert countries.form["options"]()["SN"] == "Senegal"
    assert (countries.read("sn"), countries.read("xx"), countries.read(3)) == ("SN", None, None)
    form = BlockForm(blocks.get("people"), {"space": "elsewhere"}, page, cast.member)
    choices = dict(form.fields["space"].choices)
    assert choices[cast.force.slug] == str(cast.force)
    assert choices["elsewhere"] == "not found, or you may not see it", "what was chosen before stays"
    outside = dict(BlockForm(blocks.get("people"), {}, page, cast.stranger).fields["space"].choices)
    assert cast.force.slug not in outside


def test_the_editor_knows_the_names_of_spaces_in_its_text(cast: SimpleNamespace, page: Page) -> None:
    body = {"type": "doc", "content": [block("people", space=cast.force.slug), block("people", space="nowhere")]}
    seen, hidden = (
        json.loads(editor_context(one, page, "en", {"body": body})["titles"]) for one in (cast.member, cast.stranger)
    )
    assert seen[cast.force.slug] == str(cast.force)
    assert cast.force.slug not in hidden

"""Templates: made from a page, offered where they belong, asking first, and leaving marks to fill in."""

from __future__ import annotations

import html
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from humus.kit import richtext
from humus.kit.errors import DeedError
from humus.pages import domain, reading
from humus.pages.domain import templating
from humus.pages.models import Draft, Page, PageTemplate
from humus.pages.tests.test_pages import page_in

SignIn = Callable[..., Client]
ASKING = """**When**: :fill[Day]{date}

About **:fill[Topic]{text}** and again :fill[Topic]{text}

:fill[Aim]{lines}

- :fill[Who was there]
"""


@pytest.fixture
def page(cast: SimpleNamespace) -> Page:
    page_in(cast, "Front")
    return Page.objects.select_related("space").get(pk=page_in(cast, "Soil notes").pk)


def template_of(cast: SimpleNamespace, **fields: Any) -> PageTemplate:
    words = {"key": "notes", "name": {"en": "Notes", "fr": "Compte rendu"}, "space": cast.force} | fields
    words = {"bodies": {"en": richtext.from_markdown(ASKING)}, "title": {"en": "Notes: {Topic}, {Day}"}} | words
    return PageTemplate.objects.create(**words)


def markdown_of(draft: Draft) -> str:
    return richtext.to_markdown(draft.body)


def test_page_becomes_a_template_of_its_space(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    leader = sign_in(cast.leader)
    assert "Use as a template" in leader.get(page.get_absolute_url()).content.decode()
    assert 'value="Soil notes"' in leader.get(f"/p/{page.key}/template/").content.decode()
    assert leader.post(f"/p/{page.key}/template/", {"name_en": " "}).status_code == 400
    answer = leader.post(f"/p/{page.key}/template/", {"name_en": "Field notes", "description_en": "For the field"})
    made = PageTemplate.objects.get()
    assert answer["Location"] == made.get_absolute_url()
    assert (made.space, made.page, made.made_by, made.kind) == (cast.force, page, cast.leader, "page")
    assert "Field notes" in leader.get("/s/ndcs/create/").content.decode()
    begun = leader.post("/s/ndcs/create/", {"template": made.key, "title": "Plot 7"})
    draft = Draft.objects.get()
    assert begun["Location"] == f"/p/{draft.page.key}/edit/"
    assert (draft.title, richtext.to_text(draft.body)) == ("Plot 7", "Soil notes text.")


def test_template_is_offered_in_its_space_only(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    page_in(cast, "Open front", actor=cast.secretary, space=cast.public)
    of_space = template_of(cast)
    wide = template_of(cast, key="wide", name={"en": "For all"}, space=None)
    of_kind = template_of(cast, key="kind", name={"en": "For forces"}, space=None, space_kind="task_force")
    template_of(cast, key="off", name={"en": "Hidden one"}, hidden=True)
    template_of(cast, key="odd", name={"en": "Strange kind"}, kind="objective")
    assert {one.key for one in templating.offered(cast.force)} == {of_space.key, wide.key, of_kind.key}
    assert {one.key for one in templating.offered(cast.public)} == {wide.key}
    secretary = sign_in(cast.secretary)
    for key in (of_space.key, "off"):
        assert secretary.get(f"/s/climate-soil/create/from/{key}/").status_code == 404
        assert secretary.post("/s/climate-soil/create/", {"template": key}).status_code == 400
    assert not Draft.objects.exists()


def test_what_it_asks_for_is_asked_once_and_put_where_it_belongs(
    cast: SimpleNamespace, page: Page, sign_in: SignIn
) -> None:
    template_of(cast)
    leader = sign_in(cast.leader)
    asked = leader.post("/s/ndcs/create/", {"template": "notes", "title": ""})["Location"]
    form = leader.get(asked).content.decode()
    assert [form.count(f">{label}</label>") for label in ("Day", "Topic", "Aim", "Who was there")] == [1, 1, 1, 0]
    leader.post(asked, {"answer": ["2026-12-24", "Soil <b>cover</b>", "One.\nTwo."], "title": ""})
    draft = Draft.objects.get()
    assert draft.title == "Notes: Soil <b>cover</b>, 24 December 2026"
    written = markdown_of(draft)
    assert ":date[2026-12-24]" in written
    assert written.count("cover") == 2
    assert "One.\\\nTwo." in written
    assert ":fill[Who was there]" in written
    assert ":fill[Topic]" not in written


def test_unanswered_stays_to_be_filled_in(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    template_of(cast)
    sign_in(cast.leader).post("/s/ndcs/create/from/notes/", {"answer": ["", "Cover", ""], "title": ""})
    draft = Draft.objects.get()
    assert draft.title == "Notes: Cover"
    assert ":fill[Day]" in markdown_of(draft)
    assert templating.prompts(draft.body) == []


@pytest.mark.parametrize("bad", [["soon", "", ""], ["2026-13-40", "", ""], ["", "x" * 251, ""]])
def test_bad_answers_come_back(cast: SimpleNamespace, page: Page, sign_in: SignIn, bad: list[str]) -> None:
    template_of(cast)
    answer = sign_in(cast.leader).post("/s/ndcs/create/from/notes/", {"answer": bad, "title": "Kept title"})
    assert answer.status_code == 400
    assert "Kept title" in answer.content.decode()
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not Draft.objects.exists()


def test_mark_is_seen_by_those_who_write_and_not_by_readers(cast: SimpleNamespace, page: Page) -> None:
    body = richtext.from_markdown("Before :fill[Who was there] after")
    context = reading.context(cast.leader, page, "en", may_edit=True)
    assert "Who was there" in richtext.to_html(body, context, language="en")
    assert "Who was there" not in richtext.to_html(body, reading.context(cast.member, page, "en"), language="en")
    assert "Who was there" not in richtext.to_text(body)


@pytest.mark.parametrize("written", [":fill[Who \\] was]", ":fill[Day]{date}", "**:fill[A b]{lines}**"])
def test_mark_survives_markdown(written: str) -> None:
    body = richtext.from_markdown(written)
    assert (
        richtext.clean(richtext.from_markdown(richtext.to_markdown(body)))["content"][0]["content"]
        == (body["content"][0]["content"])
    )
    assert body["content"][0]["content"][0]["type"] == "fillIn"


def test_kept_by_those_who_write_the_space(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    row = template_of(cast, page=page)
    template_of(cast, key="wide", name={"en": "For all"}, space=None)
    leader = sign_in(cast.leader)
    assert "Notes" in leader.get("/templates/").content.decode()
    assert "For all" not in leader.get("/templates/").content.decode()
    assert "For all" in sign_in(cast.secretary).get("/templates/").content.decode()
    given = {"name_en": "Minutes", "hidden": "1", "markdown_en": "Only :fill[This]{text}", "title_en": "{This}"}
    leader.post(row.get_absolute_url(), given)
    row.refresh_from_db()
    assert (row.name, row.hidden, row.title) == ({"en": "Minutes"}, True, {"en": "{This}"})
    assert [one.label for one in templating.prompts(row.bodies["en"])] == ["This"]
    leader.post(row.get_absolute_url(), {"refresh": "1"})
    row.refresh_from_db()
    assert richtext.to_text(row.bodies["en"]) == "Soil notes text."
    stranger = sign_in(cast.stranger)
    for deed in ({"remove": "1"}, given):
        assert stranger.post(row.get_absolute_url(), deed).status_code == 404
    assert leader.post("/templates/wide/", {"remove": "1"}).status_code == 404
    leader.post(row.get_absolute_url(), {"remove": "1"})
    assert not PageTemplate.objects.filter(pk=row.pk).exists()


def test_words_that_were_not_touched_are_kept_as_they_are(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    cell = {"type": "tableCell", "attrs": {"colwidth": [200]}, "content": [{"type": "paragraph"}]}
    rows = [{"type": "tableRow", "content": [cell]}]
    body = richtext.clean({"type": "doc", "content": [{"type": "table", "content": rows}]})
    row = template_of(cast, bodies={"en": body})
    written = richtext.to_markdown(body)
    sign_in(cast.leader).post(row.get_absolute_url(), {"name_en": "Renamed", "markdown_en": written})
    row.refresh_from_db()
    assert (row.name["en"], row.bodies["en"]) == ("Renamed", body)


def test_only_the_secretariat_offers_one_everywhere(cast: SimpleNamespace, page: Page) -> None:
    with pytest.raises(DeedError):
        templating.make_template(actor=cast.leader, page=page, name={"en": "Wide"}, wide=True)
    made = templating.make_template(actor=cast.secretary, page=page, name={"en": "Wide"}, wide=True)
    assert made.space is None


def test_hidden_page_is_not_taken_again_by_who_no_longer_sees_it(cast: SimpleNamespace, page: Page) -> None:
    row = template_of(cast, page=page)
    domain.restrict(actor=cast.leader, page=page, mode="view", people=[cast.leader])
    with pytest.raises(DeedError):
        templating.refresh_template(actor=cast.representative, template=row)


def test_secretariat_offers_a_template_in_the_spaces_of_one_kind(
    cast: SimpleNamespace, page: Page, sign_in: SignIn
) -> None:
    client, writer = sign_in(cast.secretary), sign_in(cast.leader)
    client.post(f"/p/{page.key}/template/", {"name_en": "For forces", "space_kind": "task_force"})
    row = PageTemplate.objects.get(name__en="For forces")
    assert (row.space, row.space_kind) == (None, "task_force")
    client.cookies["language"] = "fr"
    for address in ("/templates/", row.get_absolute_url()):
        assert "Espaces d’un type\u202f: " in client.get(address).content.decode()
    assert "For forces" in writer.get("/s/ndcs/create/").content.decode()
    shown = client.get(row.get_absolute_url()).content.decode()
    assert '<option value="task_force" selected>' in shown
    assert client.post(row.get_absolute_url(), {"name_en": "For forces", "space_kind": "castle"}).status_code == 400
    client.post(row.get_absolute_url(), {"name_en": "For forces", "space_kind": "community"})
    assert "For forces" not in writer.get("/s/ndcs/create/").content.decode()
    client.post(row.get_absolute_url(), {"name_en": "For forces", "space_kind": ""})
    assert "For forces" in writer.get("/s/ndcs/create/").content.decode()
    refused = writer.post(f"/p/{page.key}/template/", {"name_en": "Mine", "space_kind": "task_force"})
    assert refused.status_code == 400
    assert not PageTemplate.objects.filter(name__en="Mine").exists()


def test_fields_of_the_kind_come_along_where_that_is_wanted(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    from humus.events.models import Event

    meeting = domain.create(actor=cast.leader, space=cast.force, kind="event", title="Workshop")
    event = Event.objects.create(page=meeting, kind="workshop", starts="2026-03-18", place="Dakar", country="SN")
    event.agenda.create(title="Welcome", speakers="Ana", position=0)
    domain.publish(
        actor=cast.leader, page=meeting, language="en", title="Workshop", body=richtext.from_markdown("Come.")
    )
    leader = sign_in(cast.leader)
    asked = leader.get(f"/p/{meeting.key}/template/").content.decode()
    assert "Dakar" in asked
    assert "Senegal" in asked
    assert "2026-03-18" not in asked
    leader.post(f"/p/{meeting.key}/template/", {"name_en": "Bare"})
    leader.post(f"/p/{meeting.key}/template/", {"name_en": "Full", "columns": "1"})
    bare, full = PageTemplate.objects.get(name__en="Bare"), PageTemplate.objects.get(name__en="Full")
    assert "Dakar" in leader.get(full.get_absolute_url()).content.decode()
    begun = {}
    for made in (bare, full):
        leader.post("/s/ndcs/create/", {"template": made.key, "title": made.name["en"]})
        begun[made] = Draft.objects.get(title=made.name["en"]).page
    assert not Event.objects.filter(page=begun[bare]).exists()
    new = Event.objects.get(page=begun[full])
    assert (new.kind, new.place, new.country, new.starts, new.over_at) == ("workshop", "Dakar", "SN", "", None)
    assert [(one.title, one.speakers) for one in new.agenda.all()] == [("Welcome", "")]
    assert 'value="Dakar"' in leader.get(f"/p/{begun[full].key}/edit/").content.decode()
    leader.post(full.get_absolute_url(), {"name_en": "Full"})
    full.refresh_from_db()
    assert full.detail == {}


def test_title_names_only_what_is_asked_for(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    row = template_of(cast, page=page)
    leader = sign_in(cast.leader)
    given = {"name_en": "Notes", "markdown_en": richtext.to_markdown(row.bodies["en"]), "title_en": "Visit of {place}"}
    refused = leader.post(row.get_absolute_url(), given)
    assert refused.status_code == 400
    screen = refused.content.decode()
    known = " ".join(f"{{{one.label}}}" for one in templating.prompts(row.bodies["en"]))
    assert f"{{place}} is not asked for. In a title may stand: {known}" in html.unescape(screen)
    assert 'value="Visit of {place}"' in screen
    made = leader.post(f"/p/{page.key}/template/", {"name_en": "Notes", "title_en": "Visit of {place}"})
    assert "{place} is not asked for: this template asks for nothing." in made.content.decode()
    row.refresh_from_db()
    assert row.title == {"en": "Notes: {Topic}, {Day}"}


def test_a_template_in_another_language_says_so_before_it_is_chosen(
    cast: SimpleNamespace, page: Page, sign_in: SignIn
) -> None:
    made = template_of(cast)
    member = sign_in(cast.member)
    begin = f"/s/ndcs/create/from/{made.key}/"
    for address in ("/s/ndcs/create/", begin):
        french, english = (
            html.unescape(member.get(address, headers={"Accept-Language": code}).content.decode())
            for code in ("fr", "en")
        )
        assert "en anglais" in french, "its name is translated, its words are not"
        assert "in English" not in english

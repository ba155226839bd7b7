"""Bringing pages in: shown first, made whole with the writer that all pages have, and only by those who may write."""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from humus.exchange import bringing, tasks
from humus.exchange.models import Parcel
from humus.exchange.tests.conftest import picture, publish
from humus.exchange.tests.files import uploaded, word, zipped
from humus.exchange.tests.test_export import taken
from humus.exchange.tests.test_word import RICH
from humus.kit import richtext
from humus.pages import domain
from humus.pages.models import Draft, File, Page, Text

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db
MANY = {
    "guide.md": "# Guide\n\nSee [the plots](guide/plots.md#size) and [the report](files/report.txt.pdf).",
    "guide/plots.md": "---\ntitle: Plots\nlanguage: fr\n---\n\n![A pit](../files/soil.png)\n\n[gone](nowhere.md)",
    "notes/day.html": "<html lang=es><title>Day</title><p>Hola <b>tierra</b></p></html>",
    "notes/old.doc": "x",
    "spare.png": "x",
}


def brought(actor: Any, page: Page, name: str, content: bytes | str, *, published: bool = True) -> Parcel:
    parcel = bringing.look(actor=actor, page=page, uploaded=uploaded(name, content))
    bringing.begin(actor=actor, parcel=parcel, publish=published)
    parcel.refresh_from_db()
    return parcel


def many() -> bytes:
    pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
    return zipped(MANY | {"files/soil.png": picture().read(), "files/report.txt.pdf": pdf})


def text_of(title: str) -> Text:
    return Text.objects.select_related("page__parent").get(title=title)


def test_file_is_shown_before_anything_is_made(cast: SimpleNamespace, tree: SimpleNamespace, sign_in: SignIn) -> None:
    before = Page.objects.count()
    client = sign_in(cast.member)
    form = client.get(f"/p/{tree.top.key}/import/")
    assert 'type="file"' in form.content.decode()
    answer = client.post(f"/p/{tree.top.key}/import/", {"file": uploaded("many.zip", many())})
    parcel = Parcel.objects.get()
    assert answer["Location"] == parcel.get_absolute_url()
    shown = client.get(answer["Location"]).content.decode()
    for words in ("Guide", "Plots", "notes", "Day", "4 pages", "old.doc", "spare.png", "nowhere", "Bring in"):
        assert words in shown
    assert Page.objects.count() == before
    assert sign_in(cast.leader).get(answer["Location"]).status_code == 404


def test_drafts_are_seen_by_their_author_alone(cast: SimpleNamespace, tree: SimpleNamespace, sign_in: SignIn) -> None:
    client = sign_in(cast.member)
    client.post(f"/p/{tree.top.key}/import/", {"file": uploaded("many.zip", many())})
    parcel = Parcel.objects.get()
    done = client.post(f"/parcels/{parcel.key}/begin/", {"answer": "begin", "as": "drafts"}, follow=True)
    assert "4 pages were brought in as drafts." in done.content.decode()
    draft = Draft.objects.get(title="Guide")
    assert f"/p/{draft.page.key}/edit/" in done.content.decode()
    assert draft.page.status == "draft"
    assert "See" in str(draft.body)
    assert not Page.objects.visible_to(cast.leader).filter(pk=draft.page_id).exists()
    again = client.post(f"/parcels/{parcel.key}/begin/", {"answer": "begin", "as": "published"}, follow=True)
    assert again.status_code == 200
    assert Draft.objects.filter(title="Guide").count() == 1, "asked twice, made once"


def test_zip_keeps_its_tree_its_pictures_and_its_links(cast: SimpleNamespace, tree: SimpleNamespace) -> None:
    parcel = brought(cast.member, tree.top, "many.zip", many())
    assert parcel.state == "done"
    guide, plots, day, notes = (text_of(title) for title in ("Guide", "Plots", "Day", "notes"))
    assert [guide.page.parent_id, plots.page.parent_id] == [tree.top.pk, guide.page_id]
    assert [notes.page.parent_id, day.page.parent_id] == [tree.top.pk, notes.page_id]
    assert [guide.language, plots.language, day.language] == ["en", "fr", "es"]
    assert f"page:{plots.page.key}#size" in str(guide.body)
    report, soil = File.objects.get(name="report.txt.pdf"), File.objects.get(page=plots.page, name="soil.png")
    assert richtext.references(guide.body).files == (report.key,)
    assert richtext.references(plots.body).files == (soil.key,)
    assert "gone" in str(plots.body)
    assert "page:" not in str(plots.body), "a link without an end leaves its words"
    assert not parcel.stored
    assert tree.hidden.title == "Salaries"


def test_the_page_of_a_folder_links_from_within_it(cast: SimpleNamespace, tree: SimpleNamespace) -> None:
    soil = picture().read()
    files = {"a/README.md": "# All of it\n\n[down](b.md)\n\n![soil](img/soil.png)", "a/b.md": "# Part"}
    drawn = f'<h1>Web</h1><img alt="x" src="data:image/png;base64,{b64encode(soil).decode()}">'
    parcel = brought(cast.member, tree.top, "x.zip", zipped({**files, "a/img/soil.png": soil, "a/w/index.html": drawn}))
    body = text_of("All of it").body
    assert f"page:{text_of('Part').page.key}" in str(body)
    assert len(richtext.references(body).files) == 1
    assert len(richtext.references(text_of("Web").body).files) == 1
    assert [notice for notice in parcel.notices if "soil" in notice] == []


def test_an_import_is_undone_into_the_bin_by_its_owner_alone(
    cast: SimpleNamespace, tree: SimpleNamespace, sign_in: SignIn
) -> None:
    parcel = brought(cast.leader, tree.top, "x.zip", zipped({"a.md": "# All of it", "a/b.md": "# Part"}))
    address = f"/parcels/{parcel.key}/begin/"
    assert sign_in(cast.member).post(address, {"answer": "undo"}).status_code == 404
    assert text_of("Part").page.status == "published"
    answer = sign_in(cast.leader).post(address, {"answer": "undo"}, follow=True).content.decode()
    assert "2 pages are in the bin now." in answer
    assert "None of them is here any more." in answer
    assert {text_of(title).page.status for title in ("All of it", "Part")} == {"binned"}
    listed = sign_in(cast.leader).get(f"/p/{tree.top.key}/import/").content.decode()
    assert f'href="{parcel.get_absolute_url()}"><bdi>x.zip</bdi></a> <span class="line__note">was undone' in listed
    assert "is ready" not in listed


def test_pages_stand_in_the_order_in_which_files_are_numbered(cast: SimpleNamespace, tree: SimpleNamespace) -> None:
    names = ["1 Soil.md", "2 Water.md", "10 Trees.md", "chapter 09.md", "chapter 10.md", "chapter ².md"]
    brought(cast.member, tree.top, "x.zip", zipped({name: f"# {name[:-3]}\n\nWords." for name in reversed(names)}))
    made = Page.objects.filter(parent=tree.top, texts__title__in=[name[:-3] for name in names])
    assert [text.title for text in Text.objects.filter(page__in=made).order_by("page__path")] == [
        name[:-3] for name in names
    ]


def test_folder_takes_its_index_as_its_page(cast: SimpleNamespace, tree: SimpleNamespace) -> None:
    files: dict[str, bytes | str] = {"a/README.md": "# All of it", "a/b.md": "# Part\n\n[up](README.md)"}
    brought(cast.member, tree.top, "x.zip", zipped(files))
    assert text_of("Part").page.parent_id == text_of("All of it").page_id
    assert f"page:{text_of('All of it').page.key}" in str(text_of("Part").body)


@pytest.mark.parametrize("kind", ["md", "docx"])
def test_what_both_sides_know_comes_back_the_same(cast: SimpleNamespace, tree: SimpleNamespace, kind: str) -> None:
    page = publish(cast.leader, tree.begin("Rich", tree.top), "Rich", RICH)
    made, _notices = taken(cast.member, page, kind, tree=False)
    parcel = brought(cast.member, tree.detail, made.name, made.content)
    back = Text.objects.get(page__key=next(iter(parcel.choices["tops"])))
    assert back.title == "Rich"
    assert richtext.to_markdown(back.body) == richtext.to_markdown(Text.objects.get(page=page).body)
    assert parcel.notices == []


@pytest.mark.parametrize("kind", ["md", "docx"])
def test_picture_comes_back_with_its_words(cast: SimpleNamespace, tree: SimpleNamespace, kind: str) -> None:
    made, _notices = taken(cast.member, tree.top, kind, tree=False)
    parcel = brought(cast.member, tree.detail, made.name, made.content)
    back = Text.objects.get(page__key=next(iter(parcel.choices["tops"])))
    shown = next(node for node in back.body["content"] if node["type"] == "image")
    assert (shown["attrs"]["alt"], shown["attrs"]["caption"]) == ("A soil profile", "Profile")
    assert File.objects.get(page=back.page).key == shown["attrs"]["file"]


def test_files_that_are_shown_and_linked_come_back_from_markdown(cast: SimpleNamespace, tree: SimpleNamespace) -> None:
    for name in ("soil.csv", "paper.csv"):
        domain.upload(actor=cast.leader, page=tree.top, uploaded=uploaded(name, "a;b"))
    keys = dict(File.objects.filter(page=tree.top).values_list("name", "key"))
    shown = {"type": "filePreview", "attrs": {"file": keys["paper.csv"], "caption": "A paper"}}
    linked = {"type": "fileLink", "attrs": {"file": keys["soil.csv"], "label": "samples"}}
    body = {"type": "doc", "content": [shown, {"type": "paragraph", "content": [linked]}]}
    page = publish(cast.leader, tree.top, "Field guide", richtext.clean(body))
    made, notices = taken(cast.member, page, "md", tree=False)
    assert notices == []
    parcel = brought(cast.member, tree.detail, made.name, made.content)
    assert parcel.notices == []
    back = Text.objects.get(page__key=next(iter(parcel.choices["tops"])))
    preview, line = back.body["content"]
    kept = dict(File.objects.filter(page=back.page).values_list("name", "key"))
    assert preview["attrs"]["file"] == kept["paper.csv"]
    assert line["content"][0]["attrs"]["file"] == kept["soil.csv"]


def test_what_waits_or_was_brought_in_is_found_again_where_it_began(
    cast: SimpleNamespace, tree: SimpleNamespace, sign_in: SignIn
) -> None:
    brought(cast.member, tree.top, "Soils.md", "# Soils\n\nwords")
    bringing.look(actor=cast.member, page=tree.top, uploaded=uploaded("Later.md", "# Later"))
    listed = sign_in(cast.member).get(f"/p/{tree.top.key}/import/").content.decode()
    for name, words in (("Soils.md", "is ready"), ("Later.md", "waits for your word")):
        key = Parcel.objects.get(name=name).key
        assert f'href="/parcels/{key}/"><bdi>{name}</bdi></a> <span class="line__note">{words}' in listed
    assert "/parcels/" not in sign_in(cast.leader).get(f"/p/{tree.top.key}/import/").content.decode()


def test_a_damaged_word_document_is_called_one(cast: SimpleNamespace, tree: SimpleNamespace, sign_in: SignIn) -> None:
    file = uploaded("plan.docx", b"PK\x03\x04 not really")
    answer = sign_in(cast.member).post(f"/p/{tree.top.key}/import/", {"file": file})
    assert (answer.status_code, answer.context["error"]) == (
        400,
        "This Word document is damaged or too large to be read.",
    )


def test_who_may_not_write_here_brings_nothing_in(
    cast: SimpleNamespace, tree: SimpleNamespace, sign_in: SignIn
) -> None:
    address = f"/p/{tree.top.key}/import/"
    assert sign_in(cast.stranger).post(address, {"file": uploaded("a.md", "x")}).status_code == 404
    page = publish(cast.secretary, bringing_page(cast), "Open", "Open words")
    assert sign_in(cast.stranger).post(f"/p/{page.key}/import/", {"file": uploaded("a.md", "x")}).status_code == 403
    assert sign_in(cast.stranger).get(f"/p/{page.key}/import/").status_code == 403
    assert not Parcel.objects.exists()


def bringing_page(cast: SimpleNamespace) -> Page:
    from humus.pages import domain

    return domain.create(actor=cast.secretary, space=cast.public, title="Open")


def test_right_withdrawn_while_it_waits_makes_nothing(
    cast: SimpleNamespace, tree: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    parcel = bringing.look(actor=cast.member, page=tree.top, uploaded=uploaded("a.md", "# Words"))
    monkeypatch.setattr("humus.exchange.bringing.may", lambda *_asked: False)
    bringing.begin(actor=cast.member, parcel=parcel, publish=True)
    parcel.refresh_from_db()
    assert (parcel.state, parcel.error) == ("failed", "You may not add pages to this space any more.")
    assert not Draft.objects.filter(title="Words").exists()


def test_many_pages_are_read_and_made_by_the_worker_with_progress(
    cast: SimpleNamespace, tree: SimpleNamespace, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bringing, "AT_ONCE", 2)
    client = sign_in(cast.member)
    address = client.post(f"/p/{tree.top.key}/import/", {"file": uploaded("many.zip", many())})["Location"]
    parcel = Parcel.objects.get()
    assert client.get(address)["Refresh"] == "2"
    tasks.carry(parcel.key)
    assert "4 pages" in client.get(address).content.decode()
    client.post(f"/parcels/{parcel.key}/begin/", {"answer": "begin", "as": "published"})
    assert not Text.objects.filter(title="Guide").exists()
    tasks.carry(parcel.key)
    parcel.refresh_from_db()
    assert (parcel.state, parcel.done, parcel.total) == ("done", 4, 4)
    tasks.carry(parcel.key)
    assert Text.objects.filter(title="Guide").count() == 1


def test_worker_that_died_goes_on_where_it_was(
    cast: SimpleNamespace, tree: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    from humus.exchange.making import Maker

    finish = Maker.finish

    def die(self: Maker, item: Any) -> None:
        if item.title == "Day":
            raise SystemExit
        finish(self, item)

    parcel = bringing.look(actor=cast.member, page=tree.top, uploaded=uploaded("many.zip", many()))
    monkeypatch.setattr(Maker, "finish", die)
    with pytest.raises(SystemExit):
        bringing.begin(actor=cast.member, parcel=parcel, publish=True)
    assert Text.objects.filter(title="Guide").exists()
    monkeypatch.setattr(Maker, "finish", finish)
    tasks.carry(parcel.key)
    parcel.refresh_from_db()
    assert parcel.state == "done"
    assert sorted(
        Text.objects.filter(title__in=["Guide", "Plots", "Day", "notes"]).values_list("title", flat=True)
    ) == ["Day", "Guide", "Plots", "notes"]


def test_discarded_file_is_gone(cast: SimpleNamespace, tree: SimpleNamespace, sign_in: SignIn) -> None:
    parcel = bringing.look(actor=cast.member, page=tree.top, uploaded=uploaded("a.md", "# Words"))
    path, storage = parcel.stored.name, parcel.stored.storage
    assert storage.exists(path)
    assert sign_in(cast.leader).post(f"/parcels/{parcel.key}/begin/", {"answer": "discard"}).status_code == 404
    sign_in(cast.member).post(f"/parcels/{parcel.key}/begin/", {"answer": "discard"})
    assert not storage.exists(path)
    assert not Parcel.objects.exists()


def test_ways_lead_there_only_for_those_who_may_write(
    cast: SimpleNamespace, tree: SimpleNamespace, sign_in: SignIn
) -> None:
    link = f'href="/p/{tree.top.key}/import/"'
    assert link in sign_in(cast.member).get(tree.top.get_absolute_url()).content.decode()
    create = sign_in(cast.member).get(f"/s/{cast.force.slug}/create/?parent={tree.top.key}")
    assert link in create.content.decode()
    page = publish(cast.secretary, bringing_page(cast), "Open", "Open words")
    assert "/import/" not in sign_in(cast.stranger).get(page.get_absolute_url()).content.decode()


def test_what_a_word_document_loses_is_named(cast: SimpleNamespace, tree: SimpleNamespace) -> None:
    from docx import Document

    document: Any = Document()
    document.add_paragraph("Words", style="Intense Quote").runs[0].font.color.rgb = None
    document.styles.add_style("House style", 1)
    document.add_paragraph("Styled", style="House style").alignment = 1
    out = io.BytesIO()
    document.save(out)
    parcel = bringing.look(actor=cast.member, page=tree.top, uploaded=uploaded("a.docx", out.getvalue()))
    assert any("House style" in notice for notice in parcel.notices)
    assert any("page layout" in notice for notice in parcel.notices)


def test_pictures_on_other_sites_are_not_fetched(
    cast: SimpleNamespace, tree: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_asked: Any) -> None:
        raise AssertionError("a parser asked the network")

    monkeypatch.setattr("socket.getaddrinfo", refuse)
    monkeypatch.setattr("socket.socket.connect", refuse)
    html = '<h1>Far</h1><img src="http://127.0.0.1:9/x.png" alt="Far away"><link rel=stylesheet href="http://127.0.0.1:9/">'
    bundle = [
        bringing.reading.read("a.html", io.BytesIO(html.encode())),
        bringing.reading.read("a.md", io.BytesIO(b"![Far away](http://127.0.0.1:9/x.png)")),
    ]
    for one in bundle:
        assert "127.0.0.1:9/x.png" in str(one.items[0].doc), "a link stays"
        assert any("not fetched" in notice for notice in one.notices)


def test_word_document_of_plain_lines(cast: SimpleNamespace, tree: SimpleNamespace) -> None:
    brought(cast.member, tree.top, "My notes.docx", word("First line", "Second line"))
    assert richtext.to_text(text_of("My notes").body).split() == ["First", "line", "Second", "line"]

import errno
import json
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from humus.kit import richtext
from humus.pages import domain
from humus.pages.models import Draft, File, Page, Version
from humus.pages.tests.test_pages import page_in

SignIn = Callable[..., Client]


@pytest.fixture
def front(cast: SimpleNamespace) -> Page:
    return page_in(cast, "Front", body=None)


@pytest.fixture
def page(cast: SimpleNamespace, front: Page) -> Page:
    return page_in(cast, "Soil notes")


def body_of(*paragraphs: str) -> dict[str, object]:
    return richtext.paragraphs("\n\n".join(paragraphs))


def bare(content: bytes, key: str) -> str:
    """A body without what differs between any two requests: the address asked for and the form token."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", content.decode()).replace(key, "")


SCREENS = (
    "edit",
    "history",
    "compare",
    "versions/1",
    "source",
    "info",
    "move",
    "copy",
    "files",
    "restrictions",
    "status/bin",
)


@pytest.mark.parametrize("screen", SCREENS)
def test_every_screen_of_a_page_opens_for_its_leader(
    cast: SimpleNamespace, page: Page, sign_in: SignIn, screen: str
) -> None:
    assert sign_in(cast.leader).get(f"/p/{page.key}/{screen}/").status_code == 200


@pytest.mark.parametrize("screen", SCREENS)
def test_stranger_gets_the_same_404_as_for_a_missing_page(
    cast: SimpleNamespace, page: Page, sign_in: SignIn, screen: str
) -> None:
    stranger = sign_in(cast.stranger)
    hidden = stranger.get(f"/p/{page.key}/{screen}/")
    missing = stranger.get(f"/p/{'z' * len(page.key)}/{screen}/")
    assert hidden.status_code == missing.status_code == 404
    assert bare(hidden.content, page.key) == bare(missing.content, "z" * len(page.key))


def test_member_reads_the_page_and_its_front(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    member = sign_in(cast.member)
    assert b"Soil notes text." in member.get(page.get_absolute_url()).content
    assert member.get("/s/ndcs/").status_code == 200
    assert member.get(page.short_url).headers["Location"] == page.get_absolute_url()


def test_known_space_shows_how_to_join_and_none_of_its_pages(
    cast: SimpleNamespace, page: Page, sign_in: SignIn
) -> None:
    stranger = sign_in(cast.stranger)
    teaser = stranger.get("/s/ndcs/")
    assert teaser.status_code == 200
    assert b"Front text." not in teaser.content
    assert stranger.get(page.get_absolute_url()).status_code == 404


def test_publishing_through_the_form_makes_a_version(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    member = sign_in(cast.member)
    sent = {"title": "Soil notes", "body": json.dumps(body_of("New words.")), "base": "1", "note": "Rewrote"}
    answer = member.post(f"/p/{page.key}/edit/", sent)
    assert answer.status_code == 302
    version = Version.objects.get(page=page, number=2)
    assert (version.note, version.author) == ("Rewrote", cast.member)


def test_refused_publication_shows_what_was_typed_again(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    member = sign_in(cast.member)
    sent = {"title": " ", "body": json.dumps(body_of("Precious words.")), "base": "1", "note": "My note"}
    answer = member.post(f"/p/{page.key}/edit/", sent)
    assert answer.status_code == 400
    assert b"Precious words." in answer.content
    assert b"My note" in answer.content


def test_draft_is_kept_and_opens_again(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    member = sign_in(cast.member)
    sent = {"title": "Half", "body": body_of("Half a thought"), "base": 1}
    kept = member.post(f"/p/{page.key}/draft/?language=en", sent, content_type="application/json")
    assert kept.status_code == 200
    assert Draft.objects.get(person=cast.member, page=page).title == "Half"
    assert b"Half a thought" in member.get(f"/p/{page.key}/edit/").content
    assert b"Half a thought" not in sign_in(cast.leader).get(f"/p/{page.key}/edit/").content


@pytest.mark.parametrize(
    "bad", ["", "[]", '"x"', "{" * 500, '{"title": 3, "body": {}}', '{"title": "a\\u0000", "body": {}}']
)
def test_bad_draft_is_refused_in_words(cast: SimpleNamespace, page: Page, sign_in: SignIn, bad: str) -> None:
    answer = sign_in(cast.member).post(f"/p/{page.key}/draft/", bad, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert Draft.objects.count() == 0


def test_draft_without_a_session_says_so(cast: SimpleNamespace, page: Page, client: Client) -> None:
    answer = client.post(
        f"/p/{page.key}/draft/", {}, content_type="application/json", headers={"accept": "application/json"}
    )
    assert answer.status_code == 401


def test_second_writer_of_the_same_words_is_shown_both_texts(
    cast: SimpleNamespace, page: Page, sign_in: SignIn
) -> None:
    text = page.texts.get()
    changed = json.loads(json.dumps(text.body))
    changed["content"][0]["content"][0]["text"] = "Leader wrote this."
    domain.publish(actor=cast.leader, page=page, language="en", title="Soil notes", body=changed, base=1)
    mine = json.loads(json.dumps(text.body))
    mine["content"][0]["content"][0]["text"] = "Member wrote that."
    member = sign_in(cast.member)
    clash = member.post(f"/p/{page.key}/edit/", {"title": "Soil notes", "body": json.dumps(mine), "base": "1"})
    assert clash.status_code == 409
    assert page.versions.count() == 2
    assert "Member wrote that." in json.dumps(Draft.objects.get(person=cast.member).body)
    conflict = clash.context["theirs"]
    settled = member.post(
        f"/p/{page.key}/settle/?language=en",
        {"title": "Soil notes", "body": json.dumps(mine), "base": "1", "theirs": str(conflict.number)},
    )
    assert settled.status_code == 302
    final = page.texts.get().plain
    assert "Leader wrote this." in final
    assert "Member wrote that." in final


def test_each_change_of_status_says_what_became_of_the_page(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    leader = sign_in(cast.leader)
    for deed, said in (
        ("archive", "can still read it"),
        ("unarchive", "back from the archive"),
        ("bin", "“Soil notes” is in the bin"),
        ("bring-back", "to the place where it was"),
    ):
        assert said in leader.post(f"/p/{page.key}/status/{deed}/", follow=True).content.decode()
    restrictions = f"/p/{page.key}/restrictions/"
    for chosen, said in (([cast.leader.key], "in force"), ([], "Everyone who may see the space")):
        assert said in leader.post(restrictions, {"view_people": chosen}, follow=True).content.decode()


def test_restore_makes_a_new_version(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    domain.publish(actor=cast.leader, page=page, language="en", title="Soil notes", body=body_of("Second."), base=1)
    assert sign_in(cast.leader).post(f"/p/{page.key}/versions/1/restore/").status_code == 302
    newest = page.versions.first()
    assert (newest.number, newest.restored_from) == (3, 1)
    assert "Soil notes text." in page.texts.get().plain


def test_former_address_leads_to_the_page(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    domain.publish(actor=cast.leader, page=page, language="en", title="Better name", body=body_of("x"), base=1)
    answer = sign_in(cast.member).get("/s/ndcs/soil-notes/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/s/ndcs/better-name/")
    assert sign_in(cast.stranger).get("/s/ndcs/soil-notes/").status_code == 404


def test_bulk_label_touches_all_or_none(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    other = page_in(cast, "Other")
    domain.restrict(actor=cast.leader, page=other, mode="edit", roles=["leader"])
    member = sign_in(cast.member)
    keys = [page.key, other.key]
    member.post("/s/ndcs/tree/many/", {"pages": keys, "deed": "label", "label": "Peat"})
    assert page.labels.count() == 0
    sign_in(cast.leader).post("/s/ndcs/tree/many/", {"pages": keys, "deed": "label", "label": "Peat"})
    assert [label.name for label in page.labels.all()] == ["peat"]
    assert other.labels.count() == 1


def test_file_is_served_inert_and_only_with_its_page(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    leader = sign_in(cast.leader)
    hostile = SimpleUploadedFile("../../evil\u202e.html", b"<script>alert(1)</script>", content_type="text/html")
    answer = leader.post(f"/p/{page.key}/files/upload/", {"file": hostile}, headers={"accept": "application/json"})
    assert answer.status_code == 200
    file = File.objects.get()
    assert file.name == "evil.html"
    served = leader.get(file.get_absolute_url())
    assert served.headers["Content-Type"] == "application/octet-stream"
    assert served.headers["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in served.headers["Content-Security-Policy"]
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    assert sign_in(cast.stranger).get(file.get_absolute_url()).status_code == 404


def test_upload_from_the_editor_is_told_that_no_storage_is_left(
    cast: SimpleNamespace, page: Page, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    leader, upload = sign_in(cast.leader), f"/p/{page.key}/files/upload/"
    leader.raise_request_exception = False
    as_json = {"accept": "application/json"}

    def sent() -> Any:
        return leader.post(upload, {"file": SimpleUploadedFile("soil.txt", b"humus")}, headers=as_json)

    with monkeypatch.context() as patch:
        patch.setattr(FileSystemStorage, "_save", disk_full)
        answer = sent()
    assert answer.status_code == 503
    assert "no storage left" in answer.json()["error"]
    assert File.objects.count() == 0
    assert sent().status_code == 200


def disk_full(*_arguments: object) -> str:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_html_named_png_is_refused(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    spoofed = SimpleUploadedFile("soil.png", b"<html><script>", content_type="image/png")
    answer = sign_in(cast.leader).post(
        f"/p/{page.key}/files/upload/", {"file": spoofed}, headers={"accept": "application/json"}
    )
    assert answer.status_code == 400
    assert File.objects.count() == 0


@pytest.mark.parametrize("children", [1, 3])
def test_page_view_costs_the_same_queries_with_one_and_three_children(
    cast: SimpleNamespace, page: Page, sign_in: SignIn, django_assert_num_queries: Callable[..., object], children: int
) -> None:
    for number in range(children):
        page_in(cast, f"Child {number}", parent=page)
    member = sign_in(cast.member)
    member.get(page.get_absolute_url())
    with django_assert_num_queries(5):
        member.get(page.get_absolute_url())


@pytest.mark.parametrize("versions", [1, 3])
@pytest.mark.parametrize(("screen", "queries"), [("history", 6), ("compare", 5), ("edit", 6), ("info", 11)])
def test_screens_of_a_page_cost_the_same_queries_with_one_and_three_versions(
    cast: SimpleNamespace,
    page: Page,
    sign_in: SignIn,
    django_assert_num_queries: Callable[..., object],
    screen: str,
    queries: int,
    versions: int,
) -> None:
    for number in range(versions - 1):
        body = body_of(f"Words {number}.")
        domain.publish(actor=cast.leader, page=page, language="en", title="Soil notes", body=body)
    leader = sign_in(cast.leader)
    leader.get(f"/p/{page.key}/{screen}/")
    with django_assert_num_queries(queries):
        assert leader.get(f"/p/{page.key}/{screen}/").status_code == 200


def test_publication_costs_a_fixed_number_of_queries(
    cast: SimpleNamespace, page: Page, sign_in: SignIn, django_assert_num_queries: Callable[..., object]
) -> None:
    leader = sign_in(cast.leader)
    sent = {"title": "Soil notes", "body": json.dumps(body_of("New words.")), "base": "1"}
    with django_assert_num_queries(11):
        assert leader.post(f"/p/{page.key}/edit/?language=en", sent).status_code == 302


@pytest.mark.parametrize(("others", "cut"), [(3, False), (12, True)])
def test_list_beside_a_page_leads_to_the_pages_it_leaves_out(
    cast: SimpleNamespace, page: Page, sign_in: SignIn, others: int, cut: bool
) -> None:
    for number in range(others):
        page_in(cast, f"Plot {number}")
    shown = sign_in(cast.member).get(page.get_absolute_url()).content.decode()
    beside = shown[shown.index('<ul class="tree">') : shown.index("</ul>", shown.index('<ul class="tree">'))]
    assert ('href="/s/ndcs/tree/"' in beside) is cut
    assert beside.count("<li>") == (1 + 8 + 1 if cut else 1 + others)

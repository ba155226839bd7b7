"""Attempts to reach what one may not see (group A), each beside the same deed done with the right to."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from humus.kit import richtext
from humus.kit.ids import short_key
from humus.pages import domain
from humus.pages.models import Draft, File, Page
from humus.portal import site
from humus.spaces import domain as spaces
from tests.abuse.conftest import SECRET, WORD, publish
from tests.abuse.refusal import bare, refused, silent

SignIn = Callable[..., Client]
READING = ("", "history/", "versions/1/", "compare/", "source/", "info/", "files/")


def headers(answer: Any) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name.lower() != "x-request-id"}


@pytest.mark.parametrize("way", READING)
def test_page_of_another_space_is_the_404_of_a_missing_one(world: SimpleNamespace, sign_in: SignIn, way: str) -> None:
    stranger = sign_in(world.stranger)
    hidden = refused(stranger, "get", f"/p/{world.plain.key}/{way}")
    missing_key = short_key()
    missing = refused(stranger, "get", f"/p/{missing_key}/{way}")
    assert bare(hidden, world.plain.key) == bare(missing, missing_key)
    assert headers(hidden) == headers(missing)
    assert sign_in(world.member).get(f"/p/{world.plain.key}/{way}", follow=True).status_code == 200


@pytest.mark.parametrize("way", READING)
def test_page_below_a_restricted_one_is_closed_by_its_direct_address(
    world: SimpleNamespace, sign_in: SignIn, way: str
) -> None:
    refused(sign_in(world.member), "get", f"/p/{world.below.key}/{way}")
    assert sign_in(world.representative).get(f"/p/{world.below.key}/{way}", follow=True).status_code == 200


def test_lists_counts_and_suggestions_keep_silent(world: SimpleNamespace, sign_in: SignIn, client: Client) -> None:
    for page in (world.plain, world.below):
        domain.add_label(actor=world.representative, page=page, name="peat")
    addresses = (
        f"/search/?q={WORD}",
        f"/search/?q={WORD}&space=ndcs&kind=page",
        "/search/suggest/?q=" + SECRET.lower()[:8],
        "/labels/peat/",
        f"/pages/find/?q={SECRET[:8]}",
        "/s/ndcs/tree/",
        "/s/ndcs/",
        "/spaces/",
        "/",
    )
    for someone in (sign_in(world.stranger), client):
        for address in addresses:
            assert SECRET not in someone.get(address, follow=True).content.decode(), address
    leader = sign_in(world.leader)
    for address in (*addresses[:2], *addresses[3:7]):
        assert SECRET in leader.get(address).content.decode(), address


@pytest.mark.parametrize("way", READING)
def test_two_ids_cost_the_same_queries(world: SimpleNamespace, sign_in: SignIn, way: str) -> None:
    stranger = sign_in(world.stranger)
    costs = []
    for key in (world.plain.key, short_key()):
        site.keep({})
        with CaptureQueriesContext(connection) as asked:
            stranger.get(f"/p/{key}/{way}")
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_draft_of_another_is_found_by_no_door(world: SimpleNamespace, sign_in: SignIn) -> None:
    page = domain.create(actor=world.leader, space=world.force, title=f"{SECRET} draft")
    member = sign_in(world.member)
    for way in (*READING, "edit/"):
        refused(member, "get", f"/p/{page.key}/{way}")
    sent = {"title": "x", "body": richtext.empty(), "base": 0}
    refused(member, "post", f"/p/{page.key}/draft/", sent, content_type="application/json")
    assert Draft.objects.filter(page=page).count() == 1
    assert sign_in(world.leader).get(f"/p/{page.key}/edit/").status_code == 200


def test_draft_on_a_published_page_touches_no_one_elses_and_not_the_page(
    world: SimpleNamespace, sign_in: SignIn
) -> None:
    kept = domain.save_draft(
        actor=world.leader, page=world.plain, language="en", title="Mine", body=richtext.empty(), base=1
    )
    sent = {"title": "Theirs", "body": richtext.empty(), "base": 1, "person": world.leader.pk, "status": "published"}
    answer = sign_in(world.member).post(f"/p/{world.plain.key}/draft/", sent, content_type="application/json")
    assert answer.status_code == 200
    kept.refresh_from_db()
    assert (kept.title, world.plain.versions.count()) == ("Mine", 1)


def test_child_cannot_be_put_into_a_space_without_the_right_to_write(world: SimpleNamespace, sign_in: SignIn) -> None:
    member = sign_in(world.member)
    refused(member, "post", f"/p/{world.plain.key}/move/", {"parent": world.public_page.key}, status=403)
    spaces.grant(actor=world.secretary, space=world.public, person=world.member, role="editor")
    assert member.post(f"/p/{world.plain.key}/move/", {"parent": world.public_page.key}).status_code == 302


def upload(actor: Any, page: Page) -> File:
    return domain.upload(actor=actor, page=page, uploaded=SimpleUploadedFile("peat.txt", SECRET.encode()))


def test_file_follows_its_page(world: SimpleNamespace, sign_in: SignIn) -> None:
    file = upload(world.leader, world.plain)
    member, stranger = sign_in(world.member), sign_in(world.stranger)
    ways = (f"/files/{file.key}/", f"/files/{file.key}/1/", f"/files/{file.key}/preview/")
    for way in ways:
        refused(stranger, "get", way)
    assert [member.get(way).status_code for way in ways[:2]] == [200, 200]
    domain.restrict(actor=world.leader, page=world.plain, mode="view", people=[world.representative])
    for way in ways:
        refused(member, "get", way)
    assert sign_in(world.representative).get(ways[0]).status_code == 200
    domain.restrict(actor=world.leader, page=world.plain, mode="view")
    domain.move(actor=world.leader, page=world.plain, parent=world.top)
    refused(member, "get", ways[0])


def test_file_of_an_unreadable_page_is_neither_changed_nor_removed(world: SimpleNamespace, sign_in: SignIn) -> None:
    file = upload(world.representative, world.below)
    member = sign_in(world.member)
    refused(member, "post", f"/files/{file.key}/remove/")
    again = SimpleUploadedFile("peat.txt", b"other")
    refused(member, "post", f"/p/{world.below.key}/files/upload/", {"file": again})
    assert sign_in(world.representative).post(f"/files/{file.key}/remove/").status_code == 302


def test_new_page_under_the_name_of_a_closed_one_has_no_old_history(world: SimpleNamespace, sign_in: SignIn) -> None:
    domain.to_bin(actor=world.leader, page=world.plain)
    twin = publish(world.member, world.force, SECRET, "New beginning.")
    history = sign_in(world.member).get(f"/p/{twin.key}/history/")
    assert history.context["pages"].paginator.count == 1
    assert twin.slug != world.plain.slug


def test_removed_member_loses_everything_at_once(world: SimpleNamespace, sign_in: SignIn) -> None:
    member = sign_in(world.member)
    assert member.get(f"/p/{world.plain.key}/history/").status_code == 200
    membership = world.force.memberships.current().get(person=world.member)
    spaces.end(actor=world.leader, membership=membership)
    refused(member, "get", f"/p/{world.plain.key}/history/")
    assert SECRET not in member.get("/search/suggest/?q=" + SECRET.lower()[:6]).content.decode()


def test_walking_ids_finds_nothing(world: SimpleNamespace, sign_in: SignIn) -> None:
    stranger = sign_in(world.stranger)
    rng = random.Random(7)
    keys = ["".join(rng.choices("23456789abcdefghjkmnpqrstuvwxyz", k=11)) for _ in range(300)]
    with silent(lines=340):
        answers = [(key, stranger.get(f"/p/{key}/")) for key in [*keys, *map(str, range(1, 40)), world.plain.key]]
    assert len({(answer.status_code, bare(answer, f"/p/{key}/")) for key, answer in answers}) == 1
    assert answers[0][1].status_code == 404


def test_fields_that_are_not_offered_are_ignored(world: SimpleNamespace, sign_in: SignIn) -> None:
    sent = {
        "title": SECRET,
        "body": json.dumps(richtext.paragraphs("Changed.")),
        "base": "1",
        "author": world.member.pk,
        "space": world.public.pk,
        "status": "binned",
        "view_guards": "[]",
        "created_at": "1999-01-01",
        "demonstration": "on",
    }
    assert sign_in(world.member).post(f"/p/{world.plain.key}/edit/", sent).status_code == 302
    page = Page.objects.get(pk=world.plain.pk)
    kept = (page.author_id, page.space_id, page.status, page.demonstration, page.created_at)
    assert kept == (world.leader.pk, world.force.pk, "published", False, world.plain.created_at)


def test_batch_with_one_forbidden_page_does_nothing_and_names_nothing(world: SimpleNamespace, sign_in: SignIn) -> None:
    sent = {"pages": [world.plain.key, world.below.key], "deed": "bin"}
    member = sign_in(world.member)
    refused(member, "post", "/s/ndcs/tree/many/", sent, status=302)
    assert f"{SECRET} below" not in member.get("/s/ndcs/tree/").content.decode()
    sign_in(world.representative).post("/s/ndcs/tree/many/", sent)
    assert set(Page.objects.in_bin()) == {world.plain, world.below}


@pytest.mark.parametrize("trick", ["{}?_method=DELETE", "/{}", "{};x=1", "{}%2e", "{}.", "{}#x", "/./{}", "{}/../"])
def test_tricks_in_the_address_open_nothing(world: SimpleNamespace, sign_in: SignIn, trick: str) -> None:
    stranger = sign_in(world.stranger)
    address = trick.format(f"/p/{world.plain.key}/history/")
    for method in ("get", "head", "options", "post", "put", "delete", "patch"):
        with silent():
            answer = getattr(stranger, method)(address, headers={"x-http-method-override": "DELETE"})
        assert answer.status_code in (301, 404, 405), (method, address)
        assert SECRET.encode() not in answer.content


def test_head_follows_get(world: SimpleNamespace, sign_in: SignIn) -> None:
    for person, status in ((world.stranger, 404), (world.member, 200)):
        someone = sign_in(person)
        way = f"/p/{world.plain.key}/history/"
        assert (someone.get(way).status_code, someone.head(way).status_code) == (status, status)


def test_include_of_a_closed_page_shows_readers_nothing_and_editors_why(
    world: SimpleNamespace, sign_in: SignIn
) -> None:
    body = {"type": "doc", "content": [{"type": "include", "attrs": {"page": world.top.key}}]}
    domain.publish(actor=world.leader, page=world.front, language="en", title="Front", body=body)
    seen_by_member = sign_in(world.member).get("/s/ndcs/").content.decode()
    assert f"{SECRET} restricted" not in seen_by_member
    assert f"{SECRET} restricted" in sign_in(world.representative).get("/s/ndcs/").content.decode()


def test_editor_of_one_space_changes_no_rights_in_another(world: SimpleNamespace, sign_in: SignIn) -> None:
    member = sign_in(world.member)
    refused(member, "post", f"/p/{world.plain.key}/restrictions/", {"view_roles": ["leader"]}, status=403)
    refused(member, "post", "/s/ndcs/settings/", {"visibility": "public"}, status=403)
    refused(member, "post", f"/p/{world.public_page.key}/restrictions/", {}, status=403)
    assert (
        sign_in(world.leader).post(f"/p/{world.plain.key}/restrictions/", {"view_roles": ["leader"]}).status_code == 302
    )

"""Ways round the page itself (group A): lists, names, exports, bins, old addresses, pictures, what was kept ready."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from humus.conftest import make_person, make_space
from humus.kit import richtext
from humus.kit.ids import secret_key
from humus.pages import domain
from humus.pages.models import Page
from humus.people.models import Person
from humus.spaces import domain as spaces
from humus.spaces.models import Space
from tests.abuse.conftest import SECRET, WORD, publish
from tests.abuse.refusal import bare, refused, silent

SignIn = Callable[..., Client]


@pytest.mark.parametrize(
    "more", ["order_by=title", "sort=-author__email", "fields=body", "page__status=draft", "limit=-1"]
)
def test_search_takes_no_names_of_fields(world: SimpleNamespace, sign_in: SignIn, more: str) -> None:
    stranger = sign_in(world.stranger)
    plain = bare(stranger.get(f"/search/?q={WORD}"))
    with silent():
        asked = stranger.get(f"/search/?q={WORD}&{more}")
    assert bare(asked, "&" + more, "&amp;" + more, "%26" + more.replace("=", "%3D")) == plain
    assert SECRET in sign_in(world.leader).get(f"/search/?q={WORD}&{more}").content.decode()


@pytest.mark.parametrize("space", ["ndcs", "hidden-room"])
def test_counts_of_a_filter_say_nothing_of_a_space_one_may_not_see(
    world: SimpleNamespace, sign_in: SignIn, space: str
) -> None:
    hidden = make_space("hidden-room", "committee", visibility="hidden", joining="invitation")
    spaces.grant(actor=None, space=hidden, person=world.leader, role="coordinator")
    publish(world.leader, hidden, f"{SECRET} hidden", WORD)
    stranger, leader = sign_in(world.stranger), sign_in(world.leader)
    assert stranger.get(f"/search/?q={WORD}&space={space}").context["found"].count == 0
    assert stranger.get(f"/search/?q={WORD}").context["found"].facets.get("space", []) == []
    assert leader.get(f"/search/?q={WORD}&space={space}").context["found"].count >= 1


@pytest.fixture
def listed(cast: SimpleNamespace) -> Person:
    return make_person("Lia Listed", listed_at=timezone.now(), country="KE", biography="SOILDIARY", shown=["country"])


def test_people_are_not_found_or_ordered_by_what_they_hide(
    cast: SimpleNamespace, sign_in: SignIn, listed: Person
) -> None:
    make_person("Ada Aardvark", listed_at=timezone.now())
    stranger = sign_in(cast.stranger)
    for words in ("lia.listed", "example.org", "SOILDIARY", "pbkdf2"):
        assert stranger.get("/people/", {"q": words}).context["total"] == 0, words
        assert listed.name not in stranger.get("/search/", {"q": words}).content.decode()
    orders = ["", "?sort=email", "?order_by=-password", "?o=last_login", "?ordering=-email"]
    shown = [[row["person"].name for row in stranger.get(f"/people/{order}").context["rows"]] for order in orders]
    assert shown == [["Ada Aardvark", "Lia Listed"]] * len(orders)
    assert stranger.get("/people/", {"q": "Listed"}).context["total"] == 1
    assert stranger.get("/people/?country=KE").context["total"] == 1
    listed.shown = []
    listed.save()
    assert stranger.get("/people/?country=KE").context["total"] == 0


def test_names_of_a_space_are_offered_only_to_those_who_write_there(world: SimpleNamespace, sign_in: SignIn) -> None:
    def offered(person: Person, page: str) -> Any:
        client = sign_in(person)
        with silent():
            return client.get("/pages/people/", {"q": "mona", "page": page}).json()["results"]

    assert offered(world.stranger, world.plain.key) == []
    assert offered(world.stranger, "nothing") == []
    spaces.grant(actor=None, space=world.public, person=world.member, role="member")
    assert offered(world.stranger, world.public_page.key) == [], "reading a public page names nobody"
    assert [person["name"] for person in offered(world.leader, world.plain.key)] == ["Mona Member"]


def test_links_from_a_closed_page_are_not_told(world: SimpleNamespace, sign_in: SignIn) -> None:
    link = {"type": "link", "attrs": {"href": f"page:{world.public_page.key}"}}
    words = {"type": "paragraph", "content": [{"type": "text", "text": "there", "marks": [link]}]}
    body = {"type": "doc", "content": [words]}
    domain.publish(actor=world.leader, page=world.plain, language="en", title=SECRET, body=body)
    address = f"/p/{world.public_page.key}/info/"
    assert SECRET not in sign_in(world.stranger).get(address).content.decode()
    assert SECRET in sign_in(world.leader).get(address).content.decode()


def picture(place: bool = False) -> SimpleUploadedFile:
    out, exif = io.BytesIO(), Image.Exif()
    if place:
        exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (40, 30), "brown").save(out, "JPEG", exif=exif)
    return SimpleUploadedFile("peat.jpg", out.getvalue(), content_type="image/jpeg")


def test_picture_and_its_small_copy_are_gone_with_the_right_to_see_them(
    world: SimpleNamespace, sign_in: SignIn
) -> None:
    file = domain.upload(actor=world.leader, page=world.plain, uploaded=picture())
    ways = [f"/files/{file.key}/", f"/files/{file.key}/1/", f"/files/{file.key}/preview/"]
    member, stranger = sign_in(world.member), sign_in(world.stranger)
    kept = [member.get(way) for way in ways]
    assert [answer.status_code for answer in kept] == [200, 200, 200]
    assert all("no-cache" in answer["Cache-Control"] for answer in kept)
    domain.restrict(actor=world.leader, page=world.plain, mode="view", people=[world.representative])
    for way in ways:
        refused(stranger, "get", way)
        refused(member, "get", way, headers={"if-none-match": kept[2]["ETag"]})
    again = sign_in(world.representative).get(ways[2], headers={"if-none-match": kept[2]["ETag"]})
    assert again.status_code == 304


def test_restricted_page_lies_in_the_bin_unseen(world: SimpleNamespace, sign_in: SignIn) -> None:
    """An editor empties and fills the bin, but never sees there what was kept from them before."""
    editor = make_person("Edi Editor")
    spaces.grant(actor=None, space=world.public, person=editor, role="editor")
    spaces.grant(actor=None, space=world.public, person=world.leader, role="coordinator")
    page = publish(world.leader, world.public, f"{SECRET} binned", parent=world.public_page)
    draft = domain.create(actor=world.leader, space=world.public, title=f"{SECRET} draft", parent=world.public_page)
    domain.restrict(actor=world.leader, page=page, mode="view", roles=["coordinator"])
    for thing in (page, draft):
        domain.to_bin(actor=world.leader, page=thing)
        for deed in ("bring-back", "destroy"):
            refused(sign_in(editor), "get", f"/p/{thing.key}/status/{deed}/")
            refused(sign_in(editor), "post", f"/p/{thing.key}/status/{deed}/")
    assert SECRET not in sign_in(editor).get("/s/climate-soil/bin/").content.decode()
    assert SECRET in sign_in(world.leader).get("/s/climate-soil/bin/").content.decode()
    assert sign_in(world.leader).post(f"/p/{page.key}/status/bring-back/").status_code == 302


def test_earlier_address_of_a_hidden_space_leads_nowhere(world: SimpleNamespace, sign_in: SignIn) -> None:
    hidden = make_space("first-name", "committee", visibility="hidden", joining="invitation")
    spaces.change(actor=world.secretary, space=hidden, slug="second-name")
    for way in ("/s/first-name/", "/s/first-name/anything/", "/s/first-name/people/"):
        refused(sign_in(world.stranger), "get", way)
    assert sign_in(world.secretary).get("/s/first-name/")["Location"] == "/s/second-name/"


def test_page_closed_to_the_public_is_gone_for_everyone_within_a_second(
    world: SimpleNamespace, sign_in: SignIn, client: Client
) -> None:
    spaces.grant(actor=None, space=world.public, person=world.leader, role="coordinator")
    page = publish(world.leader, world.public, f"{SECRET} open", WORD, parent=world.public_page)
    ways = (page.get_absolute_url(), f"/p/{page.key}/history/", f"/search/?q={WORD}", "/s/climate-soil/tree/")
    stranger, visitor = sign_in(world.stranger), client
    for someone in (stranger, visitor):
        assert [SECRET in someone.get(way).content.decode() for way in ways] == [True] * 4
    domain.restrict(actor=world.leader, page=page, mode="view", roles=["coordinator"])
    assert [SECRET in stranger.get(way).content.decode() for way in ways] == [False] * 4
    time.sleep(1)
    assert [SECRET in visitor.get(way).content.decode() for way in ways] == [False] * 4
    assert [SECRET in sign_in(world.leader).get(way).content.decode() for way in ways] == [True] * 4


def test_space_made_members_only_takes_its_pages_with_it(world: SimpleNamespace, sign_in: SignIn) -> None:
    page = publish(world.secretary, world.public, f"{SECRET} open", WORD, parent=world.public_page)
    stranger = sign_in(world.stranger)
    assert SECRET in stranger.get(f"/search/?q={WORD}").content.decode()
    Space.objects.filter(pk=world.public.pk).update(visibility="members")
    refused(stranger, "get", f"/p/{page.key}/")
    assert SECRET not in stranger.get(f"/search/?q={WORD}").content.decode()
    assert sign_in(world.secretary).get(f"/p/{page.key}/", follow=True).status_code == 200


def test_own_export_holds_nothing_of_a_space_one_was_removed_from(world: SimpleNamespace, sign_in: SignIn) -> None:
    domain.watch(actor=world.member, page=world.plain)
    domain.upload(actor=world.leader, page=world.plain, uploaded=SimpleUploadedFile("peat.txt", b"PRIVATEATTACHMENT"))
    spaces.end(actor=world.leader, membership=world.force.memberships.current().get(person=world.member))
    packed = sign_in(world.member).post("/me/data/export/")
    assert packed.status_code == 200
    for word in (SECRET, WORD, "PRIVATEATTACHMENT", world.leader.email):
        assert word.encode() not in _unpacked(packed.content), word
    assert world.member.email.encode() in _unpacked(packed.content)


def _unpacked(content: bytes) -> bytes:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def test_table_of_the_register_holds_no_person(cast: SimpleNamespace, sign_in: SignIn) -> None:
    table = sign_in(cast.secretary).get("/secretariat/organisations/export/")
    assert b"Soil Institute" in table.content
    assert b"@" not in table.content
    refused(sign_in(cast.stranger), "get", "/secretariat/organisations/export/")


def test_links_that_open_something_by_themselves_cannot_be_guessed() -> None:
    assert len({secret_key() for _ in range(100)}) == 100
    assert all(len(secret_key()) * 6 >= 128 for _ in range(100))


def test_draft_is_not_found_by_any_list(world: SimpleNamespace, sign_in: SignIn) -> None:
    domain.create(actor=world.leader, space=world.force, title=f"{SECRET} unborn", body=richtext.paragraphs(WORD))
    ways = ("/s/ndcs/tree/", f"/pages/find/?q={SECRET}", f"/search/?q={WORD}", "/me/drafts/", "/s/ndcs/", "/")
    for way in ways:
        assert f"{SECRET} unborn" not in sign_in(world.member).get(way).content.decode(), way
    assert f"{SECRET} unborn" in sign_in(world.leader).get("/me/drafts/").content.decode()


def test_page_taken_back_from_readers_is_not_read_by_its_old_addresses(world: SimpleNamespace, sign_in: SignIn) -> None:
    page = publish(world.secretary, world.public, f"{SECRET} open", parent=world.public_page)
    old = page.get_absolute_url()
    domain.publish(actor=world.secretary, page=page, language="en", title="Renamed", body=richtext.paragraphs("New"))
    stranger = sign_in(world.stranger)
    assert stranger.get(old, follow=True).status_code == 200
    domain.to_bin(actor=world.secretary, page=Page.objects.get(pk=page.pk))
    for way in (old, f"/p/{page.key}/", f"/p/{page.key}/versions/1/", f"/p/{page.key}/compare/?from=1&to=2"):
        refused(stranger, "get", way)
    assert sign_in(world.secretary).post(f"/p/{page.key}/status/bring-back/").status_code == 302
    assert stranger.get(f"/p/{page.key}/versions/1/").status_code == 200

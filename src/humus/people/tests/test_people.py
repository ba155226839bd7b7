"""Profiles, the directory, pictures, preferences, suspension and roles."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from humus.activity.models import Activity
from humus.conftest import make_person
from humus.kit.errors import DeedError
from humus.people import domain, firstrun, orcid, pictures
from humus.people.models import Person, SiteRole

SignIn = Callable[[Any], Client]
PROFILE = {"name": "Mona Member", "country": "FR", "expertise": ["rice"], "languages": ["fr"], "shown": ["country"]}


def listed(person: Person, **fields: Any) -> Person:
    for name, value in ({"listed_at": timezone.now()} | fields).items():
        setattr(person, name, value)
    person.save()
    return person


def photograph(side: int = 800, kind: str = "JPEG", **known: Any) -> SimpleUploadedFile:
    image, out, exif = Image.new("RGB", (side, side // 2), "brown"), BytesIO(), Image.Exif()
    exif[0x010E] = "CANARY-DESCRIPTION"
    exif.get_ifd(0x8825)[1] = "N"
    image.save(out, kind, exif=exif, **known)
    return SimpleUploadedFile("me.jpg", out.getvalue(), content_type="image/jpeg")


# The profile.


def test_profile_is_saved_and_the_log_keeps_only_the_names_of_fields(cast: SimpleNamespace, sign_in: SignIn) -> None:
    client = sign_in(cast.member)
    assert client.post("/me/profile/", PROFILE | {"orcid": "https://orcid.org/0000-0002-1825-0097"}).status_code == 302
    cast.member.refresh_from_db()
    assert (cast.member.country, cast.member.orcid) == ("FR", "0000-0002-1825-0097")
    data = Activity.objects.get(verb="person.profile_changed").data
    assert data == {"fields": ["country", "expertise", "languages", "orcid", "shown"]}


def test_photo_is_made_small_square_and_forgets_where_it_was_taken(cast: SimpleNamespace, sign_in: SignIn) -> None:
    client = sign_in(cast.member)
    client.post("/me/profile/", PROFILE | {"photo": photograph(), "shown": ["photo"]})
    body = b"".join(client.get(f"/people/{cast.member.key}/photo/").streaming_content)
    image = Image.open(BytesIO(body))
    assert image.size == (400, 400)
    assert not image.getexif()
    assert b"CANARY" not in body


def test_photo_that_others_do_not_see_is_in_the_own_header_and_said(cast: SimpleNamespace, sign_in: SignIn) -> None:
    client = sign_in(cast.member)
    client.post("/me/profile/", PROFILE | {"photo": photograph(), "shown": []})
    page = client.get("/me/profile/").content.decode()
    assert "Only you see your photo." in page
    assert f'<img class="avatar avatar--small" src="/people/{cast.member.key}/photo/"' in page
    client.post("/me/profile/", PROFILE | {"shown": ["photo"]})
    assert "Only you see your photo." not in client.get("/me/profile/").content.decode()


def halves(*, turned: bool = False, kind: str = "JPEG") -> SimpleUploadedFile:
    """Left half red, right half blue, twice as wide as high; ``turned``: lying on its side, with a note to turn it."""
    image, out, exif = Image.new("RGB", (800, 400), "red"), BytesIO(), Image.Exif()
    image.paste("blue", (400, 0, 800, 400))
    if turned:
        image, exif[0x0112] = image.transpose(Image.Transpose.ROTATE_90), 6
    image.save(out, kind, exif=exif)
    return SimpleUploadedFile("me.jpg", out.getvalue(), content_type="image/jpeg")


def colours(stored: Any) -> list[str]:
    """Of the left and the right edge, halfway down."""
    image = Image.open(BytesIO(stored.read())).convert("RGB")
    assert image.size == (400, 400)
    return ["red" if red > blue else "blue" for red, _green, blue in (image.getpixel((x, 200)) for x in (4, 395))]


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("cut", "seen"),
    [
        ("", ["red", "blue"]),
        ("0 0 1", ["red", "red"]),
        ("1 0 1", ["blue", "blue"]),
        ("0.9 0.4 0.2", ["red", "blue"]),
        ("7 -3 1", ["blue", "blue"]),
        ("0 0 900", ["red", "red"]),
    ],
)
def test_square_that_was_chosen_is_what_is_kept(cut: str, seen: list[str], turned: bool) -> None:
    assert colours(pictures.portrait(halves(turned=turned), cut)) == seen


@pytest.mark.parametrize("cut", ["1 2", "a b c", "nan 0 1", "0 inf 1", "1 2 3 4"])
def test_square_that_cannot_be_read_is_named_and_changes_nothing(
    cast: SimpleNamespace, sign_in: SignIn, cut: str
) -> None:
    answer = sign_in(cast.member).post("/me/profile/", PROFILE | {"photo": halves(), "photo-cut": cut})
    assert answer.status_code == 422
    assert "Please choose it again" in answer.content.decode()
    cast.member.refresh_from_db()
    assert not cast.member.photo


def test_profile_sends_the_square_and_shows_the_photo_there_is(cast: SimpleNamespace, sign_in: SignIn) -> None:
    client = sign_in(cast.member)
    assert "Take the photo away" not in client.get("/me/profile/").content.decode()
    client.post("/me/profile/", PROFILE | {"photo": halves(), "photo-cut": "1 0 1"})
    cast.member.refresh_from_db()
    assert colours(cast.member.photo) == ["blue", "blue"]
    page = client.get("/me/profile/").content.decode()
    assert f'src="/people/{cast.member.key}/photo/"' in page
    assert "Take the photo away" in page


def test_transparent_photo_stands_on_white() -> None:
    out = BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(out, "PNG")
    portrait = pictures.portrait(SimpleUploadedFile("x.png", out.getvalue()))
    assert Image.open(portrait).getpixel((200, 200)) == (255, 255, 255)


def test_saving_without_a_new_photo_keeps_it_and_clearing_removes_the_file(
    cast: SimpleNamespace, sign_in: SignIn
) -> None:
    client = sign_in(cast.member)
    client.post("/me/profile/", PROFILE | {"photo": photograph()})
    cast.member.refresh_from_db()
    name = cast.member.photo.name
    client.post("/me/profile/", PROFILE)
    cast.member.refresh_from_db()
    assert cast.member.photo.name == name
    client.post("/me/profile/", PROFILE | {"photo-clear": "on"})
    cast.member.refresh_from_db()
    assert not cast.member.photo


@pytest.mark.parametrize(
    "body", [b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", b"GIF89a", b"", b"\xff\xd8\xff"]
)
def test_what_is_no_picture_is_refused_with_words(cast: SimpleNamespace, sign_in: SignIn, body: bytes) -> None:
    upload = SimpleUploadedFile("x.jpg", body, content_type="image/jpeg")
    answer = sign_in(cast.member).post("/me/profile/", PROFILE | {"photo": upload})
    assert answer.status_code == 422
    cast.member.refresh_from_db()
    assert not cast.member.photo


def test_flood_of_pixels_is_refused_before_it_is_unpacked() -> None:
    out = BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    with pytest.raises(ValidationError):
        pictures.portrait(SimpleUploadedFile("x.png", out.getvalue()))


@pytest.mark.parametrize("text", ["0000-0002-1825-0098", "1234", "0000-0002-1825-009Y"])
def test_wrong_orcid_is_named(text: str) -> None:
    with pytest.raises(ValidationError):
        orcid.clean(text)


@pytest.mark.parametrize("text", ["0000-0001-5109-3700", "0000-0002-1694-233X", "0000000218250097"])
def test_right_orcid_is_written_in_its_form(text: str) -> None:
    assert len(orcid.clean(text)) == 19


def test_bad_input_is_shown_again(cast: SimpleNamespace, sign_in: SignIn) -> None:
    answer = sign_in(cast.member).post("/me/profile/", PROFILE | {"name": "Evil\u202ename", "biography": "I dig."})
    assert answer.status_code == 422
    assert b"I dig." in answer.content


def test_fields_that_are_not_offered_cannot_be_set(cast: SimpleNamespace, sign_in: SignIn) -> None:
    extra = {
        "email": "x@evil.org",
        "suspended_at": "2020-01-01",
        "epoch": "7",
        "key": "mine",
        "listed_at": "2020-01-01",
    }
    sign_in(cast.member).post("/me/profile/", PROFILE | extra | {"is_administrator": "1", "roles": "administrator"})
    after = Person.objects.get(pk=cast.member.pk)
    assert (after.email, after.epoch, after.key, after.listed_at) == (cast.member.email, 0, cast.member.key, None)
    assert after.site_roles == frozenset()


def test_nobody_edits_the_profile_of_another(cast: SimpleNamespace) -> None:
    with pytest.raises(PermissionDenied):
        domain.edit_profile(actor=cast.stranger, person=cast.member, fields={"name": "Changed"})
    domain.edit_profile(actor=cast.member, person=cast.member, fields={"name": "Changed"})
    assert Person.objects.get(pk=cast.member.pk).name == "Changed"


# The directory.


def test_only_those_who_agreed_are_found(cast: SimpleNamespace, sign_in: SignIn, client: Client) -> None:
    assert client.get("/people/").context["total"] == 0
    signed = sign_in(cast.member)
    signed.post("/me/directory/", {"agree": "yes"})
    assert client.get("/people/").context["total"] == 1
    assert client.get(f"/people/{cast.member.key}/").status_code == 200
    signed.post("/me/directory/", {"agree": "no"})
    assert client.get("/people/").context["total"] == 0
    assert client.get(f"/people/{cast.member.key}/").status_code == 404
    verbs = Activity.objects.filter(person=cast.member).order_by("pk").values_list("verb", flat=True)
    assert [verb for verb in verbs if "listed" in verb] == ["person.listed", "person.unlisted"]


def test_hidden_person_gets_the_404_of_a_missing_one(cast: SimpleNamespace, client: Client) -> None:
    pages = [client.get(f"/people/{key}/") for key in (cast.member.key, "nosuchkey12")]
    assert [page.status_code for page in pages] == [404, 404]
    texts = [page.content.replace(cast.member.key.encode(), b"KEY").replace(b"nosuchkey12", b"KEY") for page in pages]
    assert texts[0][:200] == texts[1][:200]


def test_hidden_fields_are_not_shown_nor_found_by(cast: SimpleNamespace, client: Client) -> None:
    listed(
        cast.member,
        country="KE",
        expertise=["rice"],
        biography="CANARY",
        shown=["expertise"],
        orcid="0000-0002-1825-0097",
    )
    page = client.get(f"/people/{cast.member.key}/").content
    assert b"CANARY" not in page
    assert b"Kenya" not in page
    assert b"0000-0002" not in page
    assert client.get("/people/?country=KE").context["total"] == 0
    assert client.get("/people/?region=africa").context["total"] == 0
    assert client.get("/people/?expertise=rice").context["total"] == 1
    assert [facet["name"] for facet in client.get("/people/").context["facets"]] == ["expertise"]


def test_address_is_shown_to_nobody_but_the_secretariat(cast: SimpleNamespace, sign_in: SignIn, client: Client) -> None:
    listed(cast.member, shown=["country"])
    for page in ("/people/", f"/people/{cast.member.key}/"):
        assert cast.member.email not in client.get(page).content.decode()
    assert client.get(f"/people/?q={cast.member.email}").context["total"] == 0
    assert cast.member.email in sign_in(cast.secretary).get(f"/secretariat/people/{cast.member.key}/").content.decode()


def test_photo_is_not_shown_unless_it_is_public(cast: SimpleNamespace, sign_in: SignIn, client: Client) -> None:
    sign_in(cast.member).post("/me/profile/", PROFILE | {"photo": photograph()})
    listed(Person.objects.get(pk=cast.member.pk))
    assert client.get(f"/people/{cast.member.key}/photo/").status_code == 404
    assert sign_in(cast.member).get(f"/people/{cast.member.key}/photo/").status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_directory_costs_the_same_for_one_and_three(
    cast: SimpleNamespace, client: Client, number: int, django_assert_num_queries: Any
) -> None:
    shown = {"shown": ["country", "expertise", "languages", "organisations"], "country": "FR", "expertise": ["rice"]}
    for person in (cast.leader, cast.representative, cast.member)[:number]:
        listed(person, **shown)
    client.get("/people/")
    with django_assert_num_queries(11):
        assert client.get("/people/").context["total"] == number


# Preferences.


def test_language_is_kept_for_person_and_browser(cast: SimpleNamespace, sign_in: SignIn) -> None:
    client = sign_in(cast.member)
    answer = client.post("/preferences/language/", {"language": "es", "next": "/people/?q=a"})
    assert (answer["Location"], answer.cookies["language"].value) == ("/people/?q=a", "es")
    assert Person.objects.get(pk=cast.member.pk).language == "es"
    assert client.post("/preferences/language/", {"language": "xx"}).status_code == 400


def test_language_in_the_address_is_remembered(client: Client, db: None) -> None:
    assert client.get("/people/?language=fr")["Content-Language"] == "fr"
    assert client.get("/people/")["Content-Language"] == "fr"
    assert client.get("/people/?language=zz")["Content-Language"] == "fr"


def test_language_of_a_text_in_the_address_leaves_the_screens_of_a_person_alone(
    cast: SimpleNamespace, sign_in: SignIn
) -> None:
    client = sign_in(cast.member)
    client.cookies["language"] = "fr"
    answer = client.get("/people/?language=es")
    assert (answer["Content-Language"], "language" in answer.cookies) == ("fr", False)


@pytest.mark.parametrize(
    "evil", ["//evil.example", "/\\evil.example", "javascript:alert(1)", "https://evil.example", "/\t/evil"]
)
def test_preference_leads_only_to_this_site(client: Client, db: None, evil: str) -> None:
    assert client.post("/preferences/theme/", {"theme": "dark", "next": evil})["Location"] == "/"


# Suspension and roles.


def test_suspension_keeps_its_reason_and_lifting_keeps_the_row(cast: SimpleNamespace, sign_in: SignIn) -> None:
    client = sign_in(cast.secretary)
    address = f"/secretariat/people/{cast.member.key}/"
    assert client.post(address + "suspend/", {"reason": ""}).status_code == 422
    client.post(address + "suspend/", {"reason": "Spam"})
    assert Person.objects.get(pk=cast.member.pk).is_active is False
    client.post(address + "lift/")
    row = cast.member.suspensions.get()
    assert (row.reason, row.suspended_by, row.lifted_by) == ("Spam", cast.secretary, cast.secretary)
    assert Person.objects.get(pk=cast.member.pk).is_active is True


def test_suspended_person_disappears_from_the_directory(cast: SimpleNamespace, client: Client) -> None:
    listed(cast.member)
    domain.suspend(actor=cast.secretary, person=cast.member, reason="Spam")
    assert client.get("/people/").context["total"] == 0
    assert client.get(f"/people/{cast.member.key}/").status_code == 404


def test_secretariat_cannot_suspend_an_administrator_nor_oneself(cast: SimpleNamespace, sign_in: SignIn) -> None:
    client = sign_in(cast.secretary)
    for person in (cast.administrator, cast.secretary):
        answer = client.post(f"/secretariat/people/{person.key}/suspend/", {"reason": "x"})
        assert answer.status_code == 403
    assert Person.objects.exclude(suspended_at=None).count() == 0
    other = make_person("Another Admin", "administrator")
    domain.suspend(actor=other, person=cast.administrator, reason="x")


def test_last_administrator_stays(cast: SimpleNamespace) -> None:
    with pytest.raises(DeedError):
        domain.revoke_role(actor=cast.administrator, person=cast.administrator, role="administrator")
    domain.grant_role(actor=cast.administrator, person=cast.member, role="administrator")
    domain.revoke_role(actor=cast.administrator, person=cast.administrator, role="administrator")
    assert [role.person for role in SiteRole.objects.filter(role="administrator", revoked_at=None)] == [cast.member]


def test_roles_are_given_only_by_administrators(cast: SimpleNamespace, sign_in: SignIn) -> None:
    address = f"/secretariat/people/{cast.member.key}/role/"
    for person in (cast.secretary, cast.member, cast.stranger):
        assert sign_in(person).post(address, {"role": "administrator"}).status_code == 404
    with pytest.raises(PermissionDenied):
        domain.grant_role(actor=cast.secretary, person=cast.secretary, role="administrator")
    assert Person.objects.get(pk=cast.member.pk).site_roles == frozenset()
    sign_in(cast.administrator).post(address, {"role": "bureau"})
    assert Person.objects.get(pk=cast.member.pk).site_roles == {"bureau"}


def test_change_of_role_ends_the_sessions_of_the_person(cast: SimpleNamespace, sign_in: SignIn) -> None:
    client, other = sign_in(cast.member), sign_in(cast.stranger)
    assert client.get("/me/").status_code == 200
    domain.grant_role(actor=cast.administrator, person=cast.member, role="secretariat")
    assert client.get("/me/").status_code == 302
    assert other.get("/me/").status_code == 200


def test_change_of_password_ends_other_sessions(cast: SimpleNamespace, sign_in: SignIn) -> None:
    client = sign_in(cast.member)
    person = Person.objects.get(pk=cast.member.pk)
    person.set_password("another fine password")
    person.save()
    assert client.get("/me/").status_code == 302


# The first administrator.


def test_first_link_works_once_and_then_does_not_exist(db: None, sign_in: SignIn) -> None:
    person, late = make_person("First One"), make_person("Late One")
    address = firstrun.link().removeprefix("http://localhost:8000")  # type: ignore[union-attr]
    address = "/first/" + address.split("/first/")[1]
    assert Client().get(address).status_code == 200
    assert Client().post(address)["Location"].startswith("/account/login/")
    assert sign_in(person).post("/first/wrong-token/").status_code == 404
    first = sign_in(person)
    assert first.post(address)["Location"] == "/me/second-factor/"
    assert first.get("/me/second-factor/")["Location"] == "/secretariat/"
    assert sign_in(late).get(address).status_code == 404
    assert sign_in(late).post(address).status_code == 404
    assert [role.person for role in SiteRole.objects.all()] == [person]


def test_fresh_install_has_no_account(db: None) -> None:
    assert Person.objects.count() == 0


def test_secretariat_takes_the_list_it_sees_as_a_table_and_the_log_keeps_it(
    cast: SimpleNamespace, sign_in: SignIn
) -> None:
    Person.objects.filter(pk=cast.member.pk).update(name="=HYPERLINK(1)")
    answer = sign_in(cast.secretary).post("/secretariat/people/table/?q=hyperlink")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[:2] for row in rows] == [["name", "email"], ["'=HYPERLINK(1)", cast.member.email]]
    assert Activity.objects.get(verb="person.table_written").data == {"count": 1}
    assert sign_in(cast.leader).post("/secretariat/people/table/").status_code == 404


def test_people_are_found_by_what_their_organisation_is(cast: SimpleNamespace, client: Client) -> None:
    for person in (cast.leader, cast.representative):
        Person.objects.filter(pk=person.pk).update(listed_at=timezone.now(), shown=["organisations"])
    Person.objects.filter(pk=cast.representative.pk).update(shown=[])
    for choice in ("category=research_education", "college=research_education", "affiliation=partner"):
        shown = client.get(f"/people/?{choice}").content.decode()
        assert "Lena Leader" in shown
        assert "Rafa Representative" not in shown
    assert client.get("/people/?affiliation=member").context["total"] == 0

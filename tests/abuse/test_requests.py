"""Requests that no form of ours makes: forged, spoofed, twisted, mass-assigned, led astray."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from humus.kit.observability.probes import PROBES
from humus.organisations.models import Colleague, Organisation
from humus.people.adapters import local_path
from humus.people.models import Person, SiteRole
from humus.people.tests.test_sign_in import come_in, confirmed
from humus.spaces.models import Membership, Space
from tests.abuse.refusal import bare, refused, silent
from tests.access import matrix
from tests.access.samples import NOWHERE

SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def fresh(settings: Any, db: None) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


# Forged by another site.


# Mail programs end letters by one click without a form (RFC 8058); the key in the address is what lets them.
WITHOUT_FORM = ("unsubscribe/<str:token>/", "mail-hooks/<slug:provider>/<slug:kind>/")


def writing() -> list[str]:
    """Every address that takes a form's POST, its converters filled with something that names nothing."""
    expected = matrix.expectations()
    found = []
    for endpoint in matrix.endpoints():
        if "POST" in expected["endpoints"].get(endpoint.route, {}) and endpoint.route not in WITHOUT_FORM:
            found.append(
                "/" + matrix.CONVERTER.sub(lambda match: "1" if match[1] == "int" else NOWHERE, endpoint.route)
            )
    return found


@pytest.mark.parametrize("address", writing())
def test_form_without_its_token_is_refused(cast: SimpleNamespace, sign_in: SignIn, address: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = sign_in(cast.administrator).cookies
    refused(client, "post", address, status=403)
    json = {"content_type": "application/json", "headers": {"accept": "application/json"}}
    refused(client, "post", address, "{}", status=403, **json)
    refused(client, "post", address, {}, status=403, headers={"origin": "https://evil.example"})
    for method in ("put", "patch", "delete"):
        refused(client, method, address, status=403)


def test_form_with_its_token_is_taken(cast: SimpleNamespace) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.member)
    page = client.get("/me/profile/").content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    sent = {"name": "Mona Changed", "csrfmiddlewaretoken": token}
    assert client.post("/me/profile/", sent).status_code == 302
    refused(client, "post", "/me/profile/", sent, status=403, headers={"origin": "https://evil.example"})


# Led astray.

EVIL = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    "https://evil.example/",
    "https:evil.example",
    "http:/evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,x",
    "http://testserver@evil.example/",
    "https://testserver.evil.example/",
    "/ /evil.example",
    "/\u2028/evil.example",
    "//testserver@evil.example",
    "/\x00/evil.example",
]
LEADING = ["/preferences/theme/", "/preferences/language/"]


@pytest.mark.parametrize("evil", EVIL)
def test_next_leads_only_to_this_site(cast: SimpleNamespace, evil: str) -> None:
    assert local_path(evil) == ""
    confirmed(cast.member)
    answers = [come_in(Client(), cast.member.email, next=evil)] if "\x00" not in evil else []
    client = Client()
    client.force_login(cast.member)
    if "\x00" not in evil:
        answers += [client.post(way, {"next": evil, "theme": "dark", "language": "en"}) for way in LEADING]
        answers.append(client.post("/account/logout/", {"next": evil}))
    answers.append(client.get("/account/login/", {"next": evil}))
    for answer in answers:
        assert answer.status_code in (200, 302, 400)
        assert answer.headers.get("Location", "/").startswith("/")
        assert not answer.headers.get("Location", "/").startswith(("//", "/\\"))
        assert "evil" not in answer.headers.get("Location", "")
    assert client.post("/preferences/theme/", {"next": "/people/?q=a", "theme": "dark"})["Location"] == "/people/?q=a"


@pytest.mark.parametrize(
    "path", ["//evil.example/%2e%2e", "//evil.example/me/", "/me/requests", "//evil.example/people"]
)
def test_slash_that_is_added_leads_to_no_other_site(cast: SimpleNamespace, path: str) -> None:
    answer = Client().get(path)
    target = answer.headers.get("Location", "/")
    assert target.startswith("/")
    assert not target.startswith("//")


# Headers that a client makes up.

SPOOFED = [
    {"HTTP_REMOTE_USER": "ada.administrator@example.org", "REMOTE_USER": "ada.administrator@example.org"},
    {"HTTP_X_FORWARDED_USER": "ada.administrator@example.org", "HTTP_X_AUTH_REQUEST_EMAIL": "ada@example.org"},
    {"HTTP_X_FORWARDED_FOR": "127.0.0.1", "HTTP_X_REAL_IP": "127.0.0.1", "HTTP_FORWARDED": "for=127.0.0.1"},
    {"HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_SSL": "on"},
    {"HTTP_X_ORIGINAL_URL": "/secretariat/", "HTTP_X_REWRITE_URL": "/secretariat/"},
    {"HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE", "HTTP_X_METHOD_OVERRIDE": "PUT"},
    {"HTTP_AUTHORIZATION": "Bearer administrator"},
    {"HTTP_X_FORWARDED_HOST": "evil.example", "HTTP_X_FORWARDED_PORT": "1"},
]


@pytest.mark.parametrize("headers", SPOOFED)
def test_headers_of_the_client_open_nothing(cast: SimpleNamespace, sign_in: SignIn, headers: dict[str, str]) -> None:
    client = Client(**headers)
    refused(client, "get", "/secretariat/")
    refused(client, "get", "/secretariat/people/")
    answer = client.get("/spaces/")
    assert (answer.status_code, "evil.example" in answer.content.decode()) == (200, False)
    assert not answer.wsgi_request.is_secure()
    assert answer.wsgi_request.user.is_anonymous
    assert bare(answer) == bare(Client().get("/spaces/"))
    assert sign_in(cast.secretary).get("/secretariat/people/", **headers).status_code == 200


def test_address_in_the_log_is_the_callers_and_not_what_it_claims(cast: SimpleNamespace, settings: Any) -> None:
    claimed = {"HTTP_X_FORWARDED_FOR": "203.0.113.9, 198.51.100.7", "REMOTE_ADDR": "192.0.2.1"}
    with silent(lines=1) as logged:
        Client().get("/p/nothing/", **claimed)
    assert logged[-1]["address"] == "192.0.2.1"
    settings.BEHIND_PROXY, settings.ALLAUTH_TRUSTED_PROXY_COUNT = True, 1
    with silent(lines=1) as logged:
        Client().get("/p/nothing/", **claimed)
    assert logged[-1]["address"] == "198.51.100.7"


# More fields than were offered.


def test_space_is_given_no_field_its_form_does_not_offer(cast: SimpleNamespace, sign_in: SignIn) -> None:
    leader, before = sign_in(cast.leader), Space.objects.filter(pk=cast.force.pk).values().get()
    sent = {"name_en": "Renamed force", "slug": "ndcs", "visibility": "members", "joining": "request"}
    extra = {"kind": "committee", "code": "Z9", "demonstration": "on", "created_at": "1999-01-01", "archived_at": "now"}
    answer = leader.post("/s/ndcs/settings/", sent | extra | {"id": "1", "pk": "1"})
    assert answer.status_code == 302
    after = Space.objects.filter(pk=cast.force.pk).values().get()
    kept = set(before) - {"name", "visibility", "joining"}
    assert {name: before[name] for name in kept} == {name: after[name] for name in kept}
    assert after["name"]["en"] == "Renamed force"


def test_focal_point_is_given_no_field_of_the_secretariat(cast: SimpleNamespace, sign_in: SignIn) -> None:
    Colleague.objects.filter(person=cast.leader).update(role="focal_point")
    before = Organisation.objects.filter(pk=cast.partner.pk).values().get()
    extra = {"name": "Taken Over", "category": "company", "country": "FR", "slug": "other", "merged_into": "1"}
    sent = {"acronym": "SI", "description_en": "Soil.", "removed_at": "2030-01-01", "source": "me"}
    assert sign_in(cast.leader).post("/organisations/soil-institute/edit/", sent | extra).status_code == 302
    after = Organisation.objects.filter(pk=cast.partner.pk).values().get()
    kept = set(extra) - {"merged_into"} | {"merged_into_id", "removed_at", "source"}
    assert {name: before[name] for name in kept} == {name: after[name] for name in kept}
    assert after["acronym"] == "SI"


def test_person_signs_up_without_rights(client: Client) -> None:
    extra = {"is_staff": "on", "is_superuser": "1", "role": "administrator", "roles": "administrator", "verified": "1"}
    client.post("/account/signup/", {"name": "Nia New", "email": "nia@example.org", "key": "chosen"} | extra)
    person = Person.objects.get(email="nia@example.org")
    assert (SiteRole.objects.count(), Membership.objects.count(), person.key == "chosen") == (0, 0, False)
    assert client.get("/me/").status_code == 302, "not before the address is proved"
    assert mail.outbox[-1].to == ["nia@example.org"]


# What cannot be read.

NONSENSE = [
    "\x00",
    "a\x00b",
    "'",
    "9" * 5000,
    "-1",
    "\u0663",
    "1e9",
    "[]",
    "{}",
    "%",
    "\U0001f331",
    "../../etc/passwd",
]
NAMES = (
    "q",
    "page",
    "space",
    "kind",
    "from",
    "to",
    "version",
    "language",
    "replaces",
    "state",
    "folder",
    "role",
    "next",
)


def readable() -> list[str]:
    expected = matrix.expectations()["endpoints"]
    probes = {where.removeprefix("/") for where in PROBES}
    return [e.route for e in matrix.endpoints() if "GET" in expected.get(e.route, {}) and e.route not in probes]


@pytest.mark.parametrize("nonsense", NONSENSE)
def test_nonsense_in_an_address_breaks_nothing(world: SimpleNamespace, sign_in: SignIn, nonsense: str) -> None:
    client = sign_in(world.administrator)
    asked = dict.fromkeys(NAMES, nonsense)
    for route in readable():
        for filler in (world.plain.key, nonsense.replace("/", "")):
            address = "/" + matrix.CONVERTER.sub(lambda m, f=filler: "1" if m[1] == "int" else f or "x", route)
            answer = client.get(address, asked)
            assert answer.status_code < 500, (address, nonsense)


@pytest.mark.parametrize("name", ["humus_session", "humus_csrf", "language", "theme", "messages"])
def test_nul_in_a_cookie_is_refused_in_words(client: Client, name: str) -> None:
    answer = refused(client, "get", "/", status=400, headers={"cookie": f'{name}="aaaa\\000aaaaaaaaaaaa"'})
    assert b"tangled" in answer.content


def test_nul_in_a_form_is_refused_in_words(world: SimpleNamespace, sign_in: SignIn) -> None:
    leader = sign_in(world.leader)
    for address in (f"/p/{world.plain.key}/labels/", f"/p/{world.plain.key}/move/", "/s/ndcs/tree/many/"):
        answer = refused(leader, "post", address, {"name": "a\x00b", "parent": "\x00", "pages": "\x00"}, status=400)
        assert b"tangled" in answer.content
    assert leader.post(f"/p/{world.plain.key}/labels/", {"name": "peat"}).status_code == 302


def test_request_that_is_too_large_is_told_so(cast: SimpleNamespace, sign_in: SignIn) -> None:
    body = "name=" + "x" * 5_000_000
    form = "application/x-www-form-urlencoded"
    refused(sign_in(cast.member), "post", "/me/profile/", body, status=413, content_type=form)
    fields = "&".join(f"a{number}=1" for number in range(2000))
    refused(sign_in(cast.member), "post", "/me/profile/", fields, status=400, content_type=form)

import xml.etree.ElementTree as ET
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import Client

from humus.pages.models import Page
from humus.pages.tests.test_pages import page_in
from humus.people import domain as people
from humus.spaces.models import Space

SignIn = Callable[..., Client]
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def page(cast: SimpleNamespace) -> Page:
    page_in(cast, "Front", body=None)
    return page_in(cast, "Soil & notes")


def titles(content: bytes) -> list[str | None]:
    return [entry.findtext(f"{ATOM}title") for entry in ET.fromstring(content).iter(f"{ATOM}entry")]


def test_feed_of_a_space_holds_its_pages_newest_first(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    answer = sign_in(cast.member).get("/s/ndcs/feed/")
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert titles(answer.content) == ["Soil & notes", "Front"]
    entry = ET.fromstring(answer.content).find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}id") == f"urn:humus:{page.key}"
    assert entry.find(f"{ATOM}link").attrib["href"] == f"http://testserver{page.get_absolute_url()}"  # type: ignore[union-attr]


def test_restricted_page_is_in_no_feed_and_no_site_map(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    leader = sign_in(cast.leader)
    leader.post(f"/p/{page.key}/labels/", {"name": "peat"})
    Page.objects.filter(pk=page.pk).update(view_guards=[page.pk])
    for address in ("/feed/", "/s/ndcs/feed/", "/labels/peat/feed/", "/sitemap-pages.xml"):
        assert page.slug not in sign_in(cast.member).get(address).content.decode()
    Page.objects.filter(pk=page.pk).update(view_guards=[])
    for address in ("/feed/", "/s/ndcs/feed/", "/labels/peat/feed/", "/sitemap-pages.xml"):
        assert page.slug in sign_in(cast.member).get(address).content.decode()


def test_feed_of_a_suspended_person_holds_what_a_visitor_sees(
    cast: SimpleNamespace, page: Page, sign_in: SignIn
) -> None:
    Space.objects.filter(pk=page.space_id).update(visibility="members")
    client = sign_in(cast.member)
    assert client.get("/s/ndcs/feed/").status_code == 200
    assert titles(client.get("/feed/").content) == ["Soil & notes", "Front"]
    people.suspend(actor=cast.secretary, person=cast.member, reason="Because")
    assert client.get("/s/ndcs/feed/").status_code == 404
    assert titles(client.get("/feed/").content) == []


def test_reader_who_has_the_feed_is_told_so(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    client = sign_in(cast.member)
    first = client.get("/feed/")
    again = client.get("/feed/", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    page_in(cast, "News")
    assert client.get("/feed/", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


@pytest.mark.parametrize("more", [0, 2])
def test_feed_costs_the_same_for_one_page_and_for_three(
    cast: SimpleNamespace, page: Page, sign_in: SignIn, django_assert_num_queries: Callable[..., object], more: int
) -> None:
    for number in range(more):
        page_in(cast, f"Plot {number}")
    client = sign_in(cast.member)
    client.get("/feed/")
    with django_assert_num_queries(5):  # type: ignore[attr-defined]
        client.get("/feed/")


def test_page_names_itself_to_sites_that_pass_it_on(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    shown = sign_in(cast.member).get(page.get_absolute_url()).content.decode()
    assert '<meta property="og:title" content="Soil &amp; notes">' in shown
    assert f'<link rel="canonical" href="http://testserver{page.get_absolute_url()}">' in shown


def test_robots_are_led_to_the_site_map(cast: SimpleNamespace, client: Client) -> None:
    told = client.get("/robots.txt").content.decode()
    assert "Disallow: /search/" in told
    address = told.split("Sitemap: ")[1].strip()
    assert client.get(address).status_code == 200

"""Nothing of the attack corpus runs in a real browser, through any entry, with the content policy and without it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from playwright.sync_api import Page as Tab

from humus.discussions import domain as discussing
from humus.discussions.domain import writing
from humus.discussions.models import Comment
from humus.exchange import bringing, carrying
from humus.kit.errors import DeedError
from humus.kit.richtext.tests import xss_corpus
from humus.organisations.models import Affiliation, Organisation
from humus.pages import domain
from humus.pages.domain import templating
from humus.pages.models import File, Page
from humus.people.models import Person
from humus.search import indexing
from humus.spaces.models import Space
from tests.screens import attacked
from tests.screens.attacked import PLAIN, framed, ran
from tests.screens.site import Site

pytestmark = pytest.mark.browser


@pytest.fixture
def tabs(site: Site) -> Iterator[list[Tab]]:
    """Two of a person who may edit: with the content policy, and with the browser told to ignore it."""
    contexts = [site.context("editor", bypass_csp=ignored) for ignored in (False, True)]
    for context in contexts:
        context.add_init_script(attacked.COUNT)
    yield [context.new_page() for context in contexts]
    for context in contexts:
        context.close()


def nothing_runs(tabs: list[Tab], *paths: str, most: int = 0) -> None:
    """On each screen alone, and on many in frames: they speak of the attack and run none of it."""
    for tab in tabs:
        for path in paths[:2]:
            tab.goto(path)
            assert "pwn" in tab.content(), path
            assert ran(tab) == 0, path
        if paths[2:]:
            assert framed(tab, list(paths[2:])) >= (most or len(paths[2:]))
            assert ran(tab) == 0, paths[2]


def test_attacks_run_where_nothing_stands_in_their_way(site: Site, tabs: list[Tab]) -> None:
    """The control: some of the corpus put raw into a page, and the whole of it into frames."""
    kept, free = tabs
    raw = "".join(xss_corpus.HTML[28:55])
    for tab in tabs:
        tab.goto("/")
        tab.evaluate("html => { document.querySelector('main').innerHTML = html }", raw)
        assert ran(tab) >= 1000
    free.wait_for_function("window.ran % 1000 > 15")
    assert kept.evaluate("window.ran % 1000") == 0
    many = [f"<!doctype html><body>{one}" for one in xss_corpus.HTML]
    free.goto("/robots.txt")
    free.route("**/raw/*", lambda route: route.fulfill(body=many[int(route.request.url.rsplit("/", 1)[1])]))
    assert framed(free, [f"/raw/{number}" for number in range(0, len(many), 2)]) > 90
    free.wait_for_timeout(200)
    assert ran(free) > 50_000


def test_nothing_runs_that_an_editor_sent(site: Site, tabs: list[Tab]) -> None:
    """Titles are attacks too: they stand in headings, trails and the title of the window."""
    page, client = site.world.pages["public"], site.world.clients["editor"]
    titles = [one for one in PLAIN if 0 < len(one) < 200]
    for number, body in enumerate(attacked.typed()):
        text = page.texts.get(language="en")
        sent = {"title": titles[number * 17 % len(titles)], "body": json.dumps(body), "base": str(text.number)}
        answer = client.post(f"/p/{page.key}/edit/", sent)
        assert answer.status_code == 302, answer.content.decode()[:300]
        nothing_runs(tabs, Page.objects.get(pk=page.pk).get_absolute_url())


def test_nothing_runs_that_a_file_brought(site: Site, tabs: list[Tab]) -> None:
    page, author = site.world.pages["public"], site.world.people["author"]
    for kind, body in attacked.brought():
        assert len(body["content"]) > 50, kind
        domain.publish(actor=author, page=page, language="en", title=kind, body=body)
        nothing_runs(tabs, Page.objects.get(pk=page.pk).get_absolute_url())


def test_nothing_runs_that_an_archive_brought(site: Site, tabs: list[Tab]) -> None:
    """Through the door itself, with its dry run, its report and the tree of what was made."""
    page, author = site.world.pages["public"], site.world.people["editor"]
    before = Page.objects.count()
    parcel = bringing.look(
        actor=author, page=page, uploaded=SimpleUploadedFile("<img src=x onerror=pwn()>.zip", attacked.archive())
    )
    carrying.carry(parcel.key)
    parcel.refresh_from_db()
    assert "pwn" in site.world.clients["editor"].get(parcel.get_absolute_url()).content.decode()
    bringing.begin(actor=author, parcel=parcel, publish=True)
    carrying.carry(parcel.key)
    made = Page.objects.order_by("pk")[before:]
    paths = [one.get_absolute_url() for one in made]
    assert len(paths) > 50
    nothing_runs(tabs, f"/s/{page.space.slug}/tree/", paths[0], *paths[::4], most=len(paths) // 6)


def test_nothing_runs_that_was_pasted(site: Site, tabs: list[Tab]) -> None:
    for tab in tabs:
        tab.goto(f"/p/{site.world.pages['public'].key}/edit/")
        tab.locator(".ProseMirror").wait_for()
        tab.evaluate(attacked.PASTE, attacked.HTML)
        assert len(tab.locator(".ProseMirror").inner_text()) > 200
        assert ran(tab) == 0


def test_nothing_runs_that_was_said_or_called(site: Site, tabs: list[Tab], monkeypatch: pytest.MonkeyPatch) -> None:
    """Comments, names of files, and templates with their words."""
    page, author = site.world.pages["public"], site.world.people["author"]
    monkeypatch.setattr(writing, "NEW_MOST", 10_000)
    monkeypatch.setattr(writing, "ANYONE_MOST", 10_000)
    for number, one in enumerate(attacked.MARKDOWN[::2]):
        with suppress(DeedError):
            discussing.add(actor=author, page=page, text=one, request_key=str(number))
    assert Comment.objects.filter(page=page).count() > 100
    for one in PLAIN:
        domain.upload(actor=author, page=page, uploaded=_named(f"{one}.txt"))
    assert File.objects.filter(page=page).values("name").distinct().count() > 100
    for one in PLAIN[::4]:
        said = {"en": one}
        # A title names in braces only what is asked for; all else goes into it.
        title = {"en": one.translate({ord("{"): "(", ord("}"): ")"})}
        templating.make_template(actor=author, page=page, name=said, description=said, title=title)
    nothing_runs(tabs, f"/p/{page.key}/comments/", f"/p/{page.key}/files/")
    nothing_runs(tabs, f"/s/{page.space.slug}/create/", "/templates/")


def _named(name: str) -> SimpleUploadedFile:
    """As another program may send it, past what Django takes from a name."""
    file = SimpleUploadedFile("x.txt", b"words")
    file._name = name
    return file


def test_nothing_runs_that_people_and_places_are_called(site: Site, tabs: list[Tab]) -> None:
    """People, organisations and spaces in their lists, in results, among the suggestions, and who asks for them."""
    _name_everybody()
    people = [f"/people/?page={number}" for number in range(1, 9)]
    listed = [f"/organisations/?page={number}" for number in range(1, 11)]
    nothing_runs(tabs, "/spaces/", "/search/?q=pwn", *people, *listed)
    asked = [f"/search/?q={quote(one)}" for one in attacked.asked()]
    nothing_runs(tabs, asked[1], asked[2])
    nothing_runs(tabs[1:], asked[3], asked[4], *asked, most=len(asked) - 3)
    for tab in tabs:
        tab.goto("/")
        tab.locator("[data-suggest-url]").first.press_sequentially("img")
        tab.locator("[role=option]", has_text="pwn").first.wait_for()
        assert ran(tab) == 0


def _name_everybody() -> None:
    now = timezone.now()
    shown = {"listed_at": now, "country": "FR", "shown": ["country", "organisations"]}
    people = [Person(email=f"p{n}@example.org", name=one[:150], **shown) for n, one in enumerate(PLAIN) if one]
    places = [
        Organisation(slug=f"o-{n}", name=one[:250], category="company", country="FR") for n, one in enumerate(PLAIN)
    ]
    spaces = [Space(slug=f"s-{n}", kind="community", name={"en": one[:120]}) for n, one in enumerate(PLAIN[::4])]
    for one in Person.objects.bulk_create(people):
        indexing.index_person(one)
    for entry in Organisation.objects.bulk_create(places):
        Affiliation.objects.create(organisation=entry, kind="partner", since=now.date())
        indexing.index_organisation(entry)
    for space in Space.objects.bulk_create(spaces):
        indexing.index_space(space)

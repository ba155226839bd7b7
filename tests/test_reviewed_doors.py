"""Where pages are approved first, imported ones, planned events and accepted suggestions wait for approval too."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from humus.events.models import Event
from humus.exchange import bringing
from humus.exchange.tests.files import uploaded, zipped
from humus.kit import richtext
from humus.pages import domain
from humus.pages.models import Page, Proposal, Text, Version
from humus.pages.tests.test_pages import page_in
from humus.people.models import Person
from humus.spaces.domain import grant

SignIn = Callable[[Person], Client]


@pytest.fixture
def page(cast: SimpleNamespace) -> Page:
    """In a community whose writers read each other's pages before all do."""
    for name in ("leader", "representative"):
        grant(actor=cast.secretary, space=cast.public, person=getattr(cast, name), role="editor")
    cast.public.suggesting = "readers"
    cast.public.save()
    page_in(cast, "Front", space=cast.public, body=None)
    page = page_in(cast, "Soil notes", space=cast.public, body=None)
    body = richtext.paragraphs("The soil holds carbon.")
    domain.publish(actor=cast.leader, page=page, language="en", title="Soil notes", body=body)
    cast.public.reviewing = "writers"
    cast.public.save()
    return Page.objects.select_related("space").get(pk=page.pk)


def approve(client: Client, row: Proposal) -> Any:
    return client.post(row.get_absolute_url(), {"deed": "approve_publish", "round": str(row.round)})


def brought(cast: SimpleNamespace, page: Page, name: str, content: bytes | str) -> list[Proposal]:
    parcel = bringing.look(actor=cast.leader, page=page, uploaded=uploaded(name, content))
    bringing.begin(actor=cast.leader, parcel=parcel, publish=True)
    return list(Proposal.objects.order_by("pk"))


def test_imported_pages_wait_each_for_its_own_approval(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    rows = brought(cast, page, "many.zip", zipped({"one.md": "# One\n\nFirst.", "two.md": "# Two\n\nSecond."}))
    assert {row.title for row in rows} == {"One", "Two"}
    assert not Text.objects.filter(title__in=("One", "Two"), number__gt=0).exists()
    visitor, reviewer, author = Client(), sign_in(cast.representative), sign_in(cast.leader)
    assert [visitor.get(row.page.get_absolute_url()).status_code for row in rows] == [404, 404]
    assert approve(author, rows[0]).status_code in (302, 403)
    assert visitor.get(rows[0].page.get_absolute_url()).status_code == 404
    approve(reviewer, rows[0])
    published = Page.objects.get(pk=rows[0].page_id)
    assert "First." in visitor.get(published.get_absolute_url()).content.decode()
    version = Version.objects.get(page=published)
    assert (version.author, version.approved_by) == (cast.leader, cast.representative)
    assert version.note == "Imported from many.zip"
    assert visitor.get(rows[1].page.get_absolute_url()).status_code == 404


def test_screen_of_the_import_says_that_the_pages_are_handed_in(
    cast: SimpleNamespace, page: Page, sign_in: SignIn
) -> None:
    parcel = bringing.look(actor=cast.leader, page=page, uploaded=uploaded("one.md", "# One\n\nFirst."))
    author = sign_in(cast.leader)
    assert "Handed in for review" in author.get(parcel.get_absolute_url()).content.decode()
    author.post(f"/parcels/{parcel.key}/begin/", {"as": "published"})
    assert "brought in and handed in for review" in author.get(parcel.get_absolute_url()).content.decode()


def test_drafts_brought_in_are_handed_in_by_nobody(cast: SimpleNamespace, page: Page) -> None:
    parcel = bringing.look(actor=cast.leader, page=page, uploaded=uploaded("one.md", "# One\n\nFirst."))
    bringing.begin(actor=cast.leader, parcel=parcel, publish=False)
    assert Page.objects.filter(slug="one", status="draft").exists()
    assert not Proposal.objects.exists()


def test_planned_event_is_announced_once_approved(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    facts = {"space": page.space.slug, "title": "Soils and markets", "kind": "cop_webinar", "zone": "Europe/Paris"}
    day = {"sessions-0-day": "2030-10-29", "sessions-0-start": "13:00", "sessions-0-end": "17:00"}
    answer = sign_in(cast.leader).post("/events/new/", facts | day)
    row = Proposal.objects.get()
    assert answer["Location"] == row.get_absolute_url()
    assert "Soils and markets" not in Client().get("/events/").content.decode()
    approve(sign_in(cast.representative), row)
    event = Event.objects.get()
    assert (event.starts, event.page.status) == ("2030-10-29", "published")
    assert "Soils and markets" in Client().get("/events/").content.decode()


def test_moved_event_keeps_its_day_until_that_is_approved(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    test_planned_event_is_announced_once_approved(cast, page, sign_in)
    event = Event.objects.get()
    facts = {"kind": "cop_webinar", "zone": "Europe/Paris", "note": "Moved"}
    day = {"sessions-0-day": "2030-11-05", "sessions-0-start": "13:00", "sessions-0-end": "17:00"}
    sign_in(cast.leader).post(f"/events/{event.page.key}/change/", facts | day)
    row = Proposal.objects.exclude(state="published").get()
    assert Event.objects.get().starts == "2030-10-29"
    approve(sign_in(cast.representative), row)
    assert Event.objects.get().starts == "2030-11-05"


def test_accepted_suggestion_is_read_once_somebody_else_approved_it(
    cast: SimpleNamespace, page: Page, sign_in: SignIn
) -> None:
    body = richtext.clean(page.texts.get(language="en").body)
    body["content"][0]["content"][0]["text"] = "The living soil holds carbon."
    words = {"language": "en", "title": "Soil notes", "body": body, "base": 1}
    offered = domain.offer(actor=cast.stranger, page=page, **words)
    domain.decide(actor=cast.leader, page=page, key=offered.key, chosen=None, accept=True)
    with pytest.raises(domain.ReviewNeeded):
        domain.publish_room(actor=cast.leader, page=page, language="en")
    row = domain.propose(actor=cast.leader, page=page, language="en", together=True)
    assert "living" not in Client().get(page.get_absolute_url()).content.decode()
    approve(sign_in(cast.representative), row)
    assert "The living soil" in Client().get(page.get_absolute_url()).content.decode()
    version = Version.objects.filter(page=page).latest("pk")
    assert version.approved_by == cast.representative

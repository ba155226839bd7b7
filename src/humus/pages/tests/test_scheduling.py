"""What is set to a moment is published then, once, and only by somebody who still may."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from humus.kit import richtext
from humus.kit.errors import DeedError
from humus.notifications.models import Notice
from humus.notifications.notices.fanning import tell_all
from humus.pages import domain
from humus.pages.domain import scheduling
from humus.pages.models import Draft, Page, Proposal, Version
from humus.pages.tests.test_pages import page_in
from humus.pages.tests.test_review import sent, shown
from humus.pages.tests.test_rooms import write
from humus.spaces.models import Membership

SignIn = Callable[..., Client]
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def page(cast: SimpleNamespace) -> Page:
    page_in(cast, "Front")
    return Page.objects.select_related("space").get(pk=page_in(cast, "Soil notes").pk)


def scheduled(cast: SimpleNamespace, page: Page, text: str = "Later words.", **more: Any) -> Proposal:
    words = {"language": "en", "title": "Soil notes", "body": richtext.paragraphs(text), "base": 1} | more
    moment = timezone.now() + timedelta(hours=1)
    return domain.propose(actor=cast.leader, page=page, publish_at=moment, zone="Europe/Paris", **words)


def comes(row: Proposal) -> int:
    """The moment is there and the worker looks, twice."""
    Proposal.objects.filter(pk=row.pk).update(publish_at=timezone.now() - timedelta(seconds=1))
    done = scheduling.publish_due()
    return done + scheduling.publish_due()


@pytest.mark.parametrize(
    ("written", "zone", "moment"),
    [
        ("2026-06-24T08:30", "Europe/Paris", datetime(2026, 6, 24, 6, 30, tzinfo=UTC)),
        ("2026-06-24T08:30", "America/Bogota", datetime(2026, 6, 24, 13, 30, tzinfo=UTC)),
        ("2026-10-25T02:30", "Europe/Paris", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ],
)
def test_moment_is_read_on_the_clock_of_the_zone(written: str, zone: str, moment: datetime) -> None:
    assert scheduling.moment_of(written, zone, NOW) == moment


@pytest.mark.parametrize(
    ("written", "zone"),
    [
        ("2026-03-29T02:30", "Europe/Paris"),
        ("2026-02-28T08:30", "Europe/Paris"),
        ("2030-01-01T08:30", "Europe/Paris"),
        ("2026-06-24T08:30", "Moon/Base"),
        ("2026-06-24T08:30", "../../etc/passwd"),
        ("soon", "UTC"),
        ("", ""),
    ],
)
def test_moment_that_is_none_is_refused(written: str, zone: str) -> None:
    with pytest.raises(DeedError):
        scheduling.moment_of(written, zone, NOW)


def test_editor_schedules_and_the_worker_publishes_once(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    cast.leader.time_zone = "America/Bogota"
    cast.leader.save()
    author = sign_in(cast.leader)
    assert "America/Bogota" in author.get(f"/p/{page.key}/edit/?plain").content.decode()
    at = (timezone.now() + timedelta(days=1)).strftime("%Y-%m-%dT08:30")
    given = sent("Later words.", when="later", publish_at=at, zone="America/Bogota")
    row = Proposal.objects.get(key=author.post(f"/p/{page.key}/edit/?language=en", given)["Location"].split("/")[2])
    assert row.publish_at is not None
    assert row.publish_at.strftime("%H:%M") == "13:30"
    assert "Published by itself" in author.get(row.get_absolute_url()).content.decode()
    assert "published at its moment" in author.get(page.get_absolute_url()).content.decode()
    assert shown(page) == "Soil notes text."
    assert scheduling.publish_due() == 0
    assert comes(row) == 1
    version = Version.objects.get(page=page, number=2)
    assert (version.author, shown(page)) == (cast.leader, "Later words.")
    assert not Draft.objects.exists()
    tell_all()
    assert "has published your text at its moment" in author.get("/me/notices/").content.decode()


def test_bad_moment_loses_nothing_that_was_typed(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    given = sent("Typed words.", when="later", publish_at="2001-01-01T08:00", zone="UTC")
    answer = sign_in(cast.leader).post(f"/p/{page.key}/edit/?language=en", given)
    assert answer.status_code == 400
    assert "This moment is over" in answer.content.decode()
    assert "Typed words." in answer.content.decode()


def test_moment_is_told_on_the_clock_on_which_it_was_set(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    row = scheduled(cast, page)
    author = sign_in(cast.leader)
    day = timezone.now() + timedelta(days=3)
    given = {"deed": "reschedule", "publish_at": f"{day:%Y-%m-%d}T09:00", "zone": "Asia/Kathmandu"}
    shown = author.post(row.get_absolute_url(), given, follow=True).content.decode()
    assert "03:15 UTC</time>" in shown
    assert f"(Kathmandu, Nepal · {date_format(day, 'DATE_FORMAT')}" in " ".join(shown.split())
    assert "09:00)</span>" in shown


def test_the_editor_says_when_the_text_is_published(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    row = scheduled(cast, page)
    shown = sign_in(cast.leader).get(f"/p/{page.key}/edit/").content.decode()
    note = shown[shown.index("callout__title") : shown.index("See how it stands")]
    assert f'datetime="{row.publish_at.isoformat(timespec="seconds")}"' in note


def test_moment_is_changed_and_taken_back(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    row = scheduled(cast, page)
    author = sign_in(cast.leader)
    at = (timezone.now() + timedelta(days=3)).strftime("%Y-%m-%dT10:00")
    author.post(row.get_absolute_url(), {"deed": "reschedule", "publish_at": at, "zone": "UTC"})
    row.refresh_from_db()
    assert f"{row.publish_at:%Y-%m-%dT%H:%M}" == at
    refused = author.post(row.get_absolute_url(), {"deed": "reschedule", "publish_at": "x", "zone": "UTC"})
    assert refused.status_code == 400
    other = {"deed": "unschedule"}
    assert sign_in(cast.representative).post(row.get_absolute_url(), other).status_code == 404
    author.post(row.get_absolute_url(), other)
    assert f"/p/{page.key}/edit/?language=en" in author.get(row.get_absolute_url()).content.decode()
    assert comes(row) == 0
    assert shown(page) == "Soil notes text."
    assert Draft.objects.get().body == row.body


def test_draft_is_published_as_it_is_at_that_moment(cast: SimpleNamespace, page: Page) -> None:
    row = scheduled(cast, page)
    domain.save_draft(
        actor=cast.leader, page=page, language="en", title="New name", body=richtext.paragraphs("Finished."), base=1
    )
    assert comes(row) == 1
    assert (shown(page), page.texts.get().title) == ("Finished.", "New name")


def test_room_is_published_as_it_is_and_names_its_writers(cast: SimpleNamespace, page: Page) -> None:
    write(page, cast.leader, "Lena wrote.")
    row = scheduled(cast, page, together=True)
    write(page, cast.representative, "Rafa wrote.")
    assert comes(row) == 1
    assert "Rafa wrote." in shown(page)
    assert Version.objects.get(page=page, number=2).writers == "Lena Leader, Rafa Representative"


@pytest.mark.parametrize("how", ["left", "suspended", "binned", "archived"])
def test_who_may_no_longer_write_is_not_published(cast: SimpleNamespace, page: Page, how: str) -> None:
    row = scheduled(cast, page)
    if how == "left":
        Membership.objects.filter(person=cast.leader).update(ended_at=timezone.now())
    elif how == "suspended":
        cast.leader.suspended_at = timezone.now()
        cast.leader.save()
    elif how == "binned":
        domain.to_bin(actor=cast.secretary, page=page)
    else:
        domain.archive(actor=cast.secretary, page=page)
    assert comes(row) == 0
    row.refresh_from_db()
    assert (row.state, row.publish_at) == ("failed", None)
    assert Version.objects.filter(page=page).count() == 1


def test_words_changed_by_two_are_kept_and_told(cast: SimpleNamespace, page: Page) -> None:
    block = page.texts.get().body["content"][0]
    mine, theirs = (richtext.empty() | {"content": [block | {"content": [said(n)]}]} for n in ("Lena", "Mona"))
    row = scheduled(cast, page, body=mine)
    domain.publish(actor=cast.member, page=page, language="en", title="Soil notes", body=theirs, base=1)
    assert comes(row) == 0
    row.refresh_from_db()
    assert (row.state, shown(page)) == ("failed", "By Mona.")
    assert Draft.objects.get(person=cast.leader).body["content"][0]["content"] == [said("Lena")]
    tell_all()
    assert Notice.objects.filter(person=cast.leader, telling__verb="review.failed").count() == 1


def said(name: str) -> dict[str, str]:
    return {"type": "text", "text": f"By {name}."}


def test_unapproved_text_is_not_published_at_its_moment(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    cast.force.reviewing = "writers"
    cast.force.save()
    row = scheduled(cast, page)
    assert comes(row) == 0
    row.refresh_from_db()
    assert (row.state, row.publish_at) == ("waiting", None)
    assert "Nobody had approved it by then" in sign_in(cast.leader).get(row.get_absolute_url()).content.decode()
    tell_all()
    assert Notice.objects.filter(person=cast.leader, telling__verb="review.failed").count() == 1


def test_approved_text_waits_for_its_moment(cast: SimpleNamespace, page: Page) -> None:
    cast.force.reviewing = "writers"
    cast.force.save()
    row = scheduled(cast, page)
    domain.approve(actor=cast.representative, proposal=row, round=1)
    assert shown(page) == "Soil notes text."
    assert comes(row) == 1
    assert Version.objects.get(page=page, number=2).approved_by == cast.representative


def test_review_that_is_asked_for_meanwhile_holds(cast: SimpleNamespace, page: Page) -> None:
    row = scheduled(cast, page)
    cast.force.reviewing = "leaders"
    cast.force.save()
    assert comes(row) == 0
    row.refresh_from_db()
    assert row.state == "failed"
    assert shown(page) == "Soil notes text."


def test_one_that_fails_keeps_no_other_back(cast: SimpleNamespace, page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    first, other = scheduled(cast, page), page_in(cast, "Other page")
    second = domain.propose(
        actor=cast.member,
        page=other,
        language="en",
        title="Other page",
        body=richtext.paragraphs("Second."),
        base=1,
        publish_at=timezone.now() + timedelta(hours=1),
        zone="UTC",
    )
    Proposal.objects.update(publish_at=timezone.now() - timedelta(minutes=1))
    real = scheduling.releasing.publish_row

    def broken(row: Proposal) -> Version:
        if row.pk == first.pk:
            raise RuntimeError("power cut")
        return real(row)

    monkeypatch.setattr(scheduling.releasing, "publish_row", broken)
    assert scheduling.publish_due() == 1
    assert Proposal.objects.get(pk=second.pk).state == "published"
    monkeypatch.undo()
    assert scheduling.publish_due() == 1
    assert shown(page) == "Later words."


def test_publishing_by_hand_takes_the_moment_away(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    row = scheduled(cast, page)
    sign_in(cast.leader).post(f"/p/{page.key}/edit/?language=en", sent("At once."))
    assert comes(row) == 0
    assert shown(page) == "At once."

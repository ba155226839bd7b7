"""Letters of what one follows: written once, of what one may see when they leave, ended by one click."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils import timezone

from humus.discussions import domain as discussions
from humus.discussions.models import Comment
from humus.events.tests.planted import make_event
from humus.kit import answering, richtext
from humus.kit.happenings import Happening
from humus.notifications.delivery import deliver_due
from humus.notifications.models import Habits, MailServer, Notice, OutgoingMail, Telling
from humus.notifications.notices import domain, fanning, leaving, letters
from humus.notifications.notices.hearing import hear
from humus.notifications.tests.post import PostOffice
from humus.pages import domain as pages
from humus.pages.models import Page
from humus.pages.tests.test_pages import page_in
from humus.spaces.models import Membership

WORDS = "How deep did you dig there?"


@pytest.fixture
def page(cast: SimpleNamespace) -> Page:
    page_in(cast, "Front")
    page = page_in(cast, "Soil notes")
    Telling.objects.all().delete()
    return page


@pytest.fixture
def asked(cast: SimpleNamespace, page: Page) -> Comment:
    """The member watches at once; the leader says something."""
    Habits.objects.create(person=cast.member, cadence="at_once")
    pages.watch(actor=cast.member, page=page)
    comment = discussions.add(actor=cast.leader, page=page, text=WORDS)
    fanning.tell_all()
    Notice.objects.exclude(person=cast.member).delete()
    return comment


def only_letter() -> EmailMessage:
    return OutgoingMail.objects.get().as_message()


def words_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def test_letter_is_written_once_and_says_what_where_and_how_to_end_it(
    cast: SimpleNamespace, page: Page, asked: Comment
) -> None:
    assert [letters.write_due(), letters.write_due()] == [1, 0]
    mail = only_letter()
    assert mail["Subject"] == "Lena Leader wrote a comment: Soil notes"
    text = words_of(mail)
    assert WORDS in text
    assert f"/comments/{asked.key}/" in text
    link = mail["List-Unsubscribe"].strip(" <>")
    assert link in text
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["To"] == cast.member.email


def test_letter_speaks_the_readers_language_and_hour(cast: SimpleNamespace, asked: Comment) -> None:
    cast.member.language, cast.member.time_zone = "fr", "Africa/Nairobi"
    cast.member.save()
    Telling.objects.update(at=datetime(2026, 5, 4, 22, 30, tzinfo=UTC))
    letters.write_due()
    assert only_letter()["Subject"].startswith("Lena Leader a écrit un commentaire : Soil notes")
    text = words_of(only_letter())
    assert "Bonjour Mona Member" in text
    assert "5 mai 2026" in text
    assert "01:30" in text
    assert "Nairobi, Kenya" in text


def test_what_is_said_to_oneself_stands_first(cast: SimpleNamespace, page: Page, asked: Comment) -> None:
    discussions.add(actor=cast.leader, page=page, text="What do you say, @Mona Member?")
    fanning.tell_all()
    letters.write_due()
    text = words_of(only_letter())
    assert text.index("What do you say") < text.index(WORDS)
    assert only_letter()["Subject"].startswith("2 news for you")


def test_read_and_taken_back_things_are_not_mailed(cast: SimpleNamespace, page: Page, asked: Comment) -> None:
    domain.read(actor=cast.member, page=page)
    assert letters.write_due() == 0
    other = discussions.add(actor=cast.leader, page=page, text="Never mind.")
    fanning.tell_all()
    discussions.take_back(actor=cast.leader, comment=other)
    assert letters.write_due() == 0
    assert OutgoingMail.objects.count() == 0


def test_right_withdrawn_before_writing_leaves_no_letter(cast: SimpleNamespace, asked: Comment) -> None:
    Membership.objects.filter(person=cast.member).update(ended_at=timezone.now())
    assert letters.write_due() == 0


def test_right_withdrawn_before_sending_takes_the_letter_back(
    cast: SimpleNamespace, asked: Comment, use: Callable[..., MailServer], office: PostOffice
) -> None:
    open_page = page_in(cast, "Open", space=cast.public, actor=cast.secretary)
    pages.watch(actor=cast.member, page=open_page)
    discussions.add(actor=cast.secretary, page=open_page, text="All may read this.")
    fanning.tell_all()
    letters.write_due()
    use(office)
    Membership.objects.filter(person=cast.member).update(ended_at=timezone.now())
    assert deliver_due() == 0
    assert OutgoingMail.objects.filter(sent_at=None).count() == 0
    letters.write_due()
    assert deliver_due() == 1
    assert WORDS not in words_of(only_letter())
    assert "All may read this." in words_of(only_letter())


def test_letter_arrives_over_smtp(
    cast: SimpleNamespace, asked: Comment, use: Callable[..., MailServer], office: PostOffice
) -> None:
    letters.write_due()
    use(office)
    assert [deliver_due(), deliver_due()] == [1, 0]
    assert len(office.got) == 1


def test_weekly_letter_of_very_much_fits_on_one_screen_and_begins_with_what_needs_the_reader(
    cast: SimpleNamespace, page: Page, settings: SimpleNamespace
) -> None:
    settings.MAIL_DOMAIN = "mail.example.org"
    Habits.objects.create(person=cast.member, cadence="weekly", direct="weekly")
    below = [page_in(cast, f"Page {number}", parent=page) for number in range(9)]
    Telling.objects.all().delete()
    for one in below:
        pages.watch(actor=cast.member, page=one)
        for number in range(2, 5):
            data = {"number": number}
            hear(Happening(verb="page.published", actor=cast.representative, page=one, data=data))
    for number in range(6):
        data = {"number": number + 2, "named": [cast.member.key]}
        hear(Happening(verb="page.published", actor=cast.leader, page=page, data=data))
    asked = discussions.add(actor=cast.leader, page=page, text="@Mona Member, may we meet? " + "It is urgent. " * 30)
    fanning.tell_all()
    Notice.objects.exclude(person=cast.member).delete()
    Notice.objects.update(mail_at=timezone.now())
    letters.write_due()
    mail = only_letter()
    lines = words_of(mail).splitlines()
    assert mail["Subject"].startswith("34 news for you")
    assert len(lines) <= 48
    assert lines[2:4] == ["FOR YOU", "* Lena Leader named you: Soil notes"]
    assert lines[4].startswith("  > @Mona Member, may we meet? It is urgent.")
    assert any(answering.address("c", cast.member.pk, asked.key) in line for line in lines)
    assert sum(line.startswith("* Page ") and "3 news" in line for line in lines) == 6
    assert any(line.startswith("And 12 more: http") for line in lines)


def test_letters_about_one_page_stand_together_in_mail_programs(
    cast: SimpleNamespace, page: Page, asked: Comment
) -> None:
    letters.write_due()
    discussions.add(actor=cast.leader, page=page, text="And how wide?")
    discussions.add(actor=cast.leader, page=page_in(cast, "Clay notes"), text="@Mona Member, and here?")
    fanning.tell_all()
    letters.write_due()
    first, second = (row.as_message() for row in OutgoingMail.objects.filter(recipient=cast.member.email))
    assert first["References"] == first["In-Reply-To"] == f"<page-{page.key}@localhost>"
    assert second["References"] is None, "it tells of two pages"
    assert first["Content-Language"] == "en"


def test_an_arabic_letter_is_set_from_the_right_with_its_own_commas_and_headings(
    cast: SimpleNamespace, page: Page
) -> None:
    cast.member.language = "ar"
    cast.member.save()
    words = "@Mona Member, what is said here is said in Latin letters, and in very many of them."
    discussions.add(actor=cast.leader, page=page, text=words)
    fanning.tell_all()
    Notice.objects.exclude(person=cast.member).delete()
    letters.write_due()
    mail = only_letter()
    part = mail.get_body(("html",))
    assert part is not None
    assert '<html lang="ar" dir="rtl">' in part.get_content()
    assert ">موجَّه إليك</h2>" in part.get_content()
    assert "— موجَّه إليك —" in words_of(mail)
    line = next(one for one in words_of(mail).splitlines() if one.startswith("* Lena Leader"))
    assert "," not in line


def test_a_letter_says_when_and_where_an_event_is_at_the_readers_hour(cast: SimpleNamespace, page: Page) -> None:
    cast.member.time_zone = "Africa/Nairobi"
    cast.member.save()
    event = make_event(cast.force, "workshop", hours=(13, 17), zone="Africa/Lagos", place="Koulikoro <room 2>")
    Habits.objects.create(person=cast.member, cadence="at_once")
    pages.watch(actor=cast.member, page=event.page)
    given = {"language": "en", "title": "Workshop", "body": richtext.paragraphs("We meet.")}
    pages.publish(actor=cast.leader, page=event.page, **given)
    fanning.tell_all()
    Notice.objects.exclude(person=cast.member).delete()
    letters.write_due()
    text = words_of(only_letter())
    assert "13:00 – 17:00 (Lagos, Nigeria, UTC+1)" in text
    assert "Your time: 15:00 – 19:00 (Nairobi, Kenya)" in text
    assert "  > Koulikoro <room 2>" in text.splitlines()


def test_a_short_letter_says_the_day_of_an_event_too_and_sets_french_colons(cast: SimpleNamespace, page: Page) -> None:
    cast.member.language = "fr"
    cast.member.save()
    Habits.objects.create(person=cast.member, cadence="weekly", direct="weekly")
    event = make_event(cast.force, "workshop", hours=(13, 17), zone="Africa/Lagos")
    below = [page_in(cast, f"Page {number}", parent=page) for number in range(4)]
    Telling.objects.all().delete()
    for one in (event.page, *below):
        pages.watch(actor=cast.member, page=one)
        given = {"language": "en", "title": str(one.title), "body": richtext.paragraphs("Words.")}
        pages.publish(actor=cast.representative, page=one, **given)
    discussions.add(actor=cast.leader, page=page, text="@Mona Member, may we meet?")
    fanning.tell_all()
    Notice.objects.exclude(person=cast.member).delete()
    Notice.objects.update(mail_at=timezone.now())
    letters.write_due()
    lines = words_of(only_letter()).splitlines()
    told = next(number for number, line in enumerate(lines) if line.startswith("* Workshop"))
    assert lines[told].startswith("* Workshop\xa0: Rafa Representative")
    assert "13:00 – 17:00 (Lagos" in lines[told + 1]
    assert "* Lena Leader vous a nommé\xa0: Soil notes" in lines


def test_daily_letter_waits_for_the_morning(cast: SimpleNamespace, page: Page) -> None:
    pages.watch(actor=cast.member, page=page)
    discussions.add(actor=cast.leader, page=page, text=WORDS)
    fanning.tell_all()
    assert letters.write_due() == 0
    Notice.objects.update(mail_at=timezone.now() - timedelta(minutes=1))
    assert letters.write_due() >= 1


def test_one_click_ends_the_letters_without_signing_in(cast: SimpleNamespace, asked: Comment) -> None:
    letters.write_due()
    link = only_letter()["List-Unsubscribe"].strip(" <>")
    path = "/" + link.split("/", 3)[3]
    program = Client(enforce_csrf_checks=True)
    assert program.get(path).status_code == 200
    assert Habits.objects.get(person=cast.member).cadence == "at_once", "looking at the page changes nothing"
    assert program.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    kept = Habits.objects.get(person=cast.member)
    assert (kept.direct, kept.cadence) == ("none", "none")
    assert program.get("/unsubscribe/forged:token/").status_code == 404
    assert leaving.person_of(leaving.token(cast.leader)) == cast.leader

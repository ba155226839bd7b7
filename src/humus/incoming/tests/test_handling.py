"""What becomes of a mail: whose it is, what it does, and what its writer is told."""

from __future__ import annotations

import time
from collections.abc import Callable
from email.message import EmailMessage
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail as outbox
from django.test import Client
from django.utils import timezone

from humus.conftest import make_person
from humus.discussions.models import Comment
from humus.incoming import answers, handling
from humus.incoming.models import IncomingMail
from humus.incoming.tests.writing import DOMAIN, arrives, written
from humus.kit import answering
from humus.pages.models import File, Page
from humus.people import domain as people
from humus.people import erasure
from humus.people.models import Person
from humus.spaces.domain import end

pytestmark = pytest.mark.django_db
ME = "Mona Member <mona.member@example.org>"
HEAD = "Authentication-Results"


def said(asked: Comment) -> list[tuple[Any, str]]:
    return [(one.author, one.plain) for one in Comment.objects.exclude(pk=asked.pk).order_by("pk")]


def test_answer_is_posted_and_nobody_is_bothered(cast: SimpleNamespace, asked: Comment, way: str) -> None:
    outbox.outbox.clear()
    row = arrives(written(ME, way, "About a metre."))
    assert said(asked) == [(cast.member, "About a metre.")]
    assert (row.state, row.person) == ("done", cast.member)
    assert outbox.outbox == []


def test_one_may_answer_from_any_address_that_is_proved(cast: SimpleNamespace, asked: Comment, way: str) -> None:
    EmailAddress.objects.create(user=cast.member, email="mona@home.example", verified=True)
    EmailAddress.objects.create(user=cast.member, email="mona@unproved.example", verified=False)
    assert arrives(written("mona@home.example", way, "From home.")).state == "done"
    assert arrives(written("mona@unproved.example", way, "From elsewhere.")).state == "held"
    assert said(asked) == [(cast.member, "From home.")]


@pytest.mark.parametrize(
    "sender",
    ["lena.leader@example.org", "evil@example.net", "a@example.org, mona.member@example.org", "Mona", ""],
)
def test_another_sender_never_posts_and_is_held(asked: Comment, way: str, sender: str) -> None:
    message = written("x@example.org", way, "I am Mona.")
    del message["From"]
    if sender:
        message["From"] = sender
    row = arrives(message, envelope="x@example.org")
    assert row.state == "held"
    assert said(asked) == []


@pytest.mark.parametrize(
    ("results", "state"),
    [
        ("mx.example.org; dmarc=pass header.from=example.org", "done"),
        ("mx.example.org; dkim=pass header.d=example.org; spf=none", "done"),
        ("mx.example.org; dmarc=fail header.from=example.org; dkim=pass header.d=evil.net", "held"),
        ("mx.example.org; spf=fail smtp.mailfrom=evil.net; dkim=fail header.d=example.org", "held"),
        ("evil.net; dmarc=fail", "done"),
    ],
)
def test_our_mail_servers_word_on_the_sender_counts(
    settings: SimpleNamespace, asked: Comment, way: str, results: str, state: str
) -> None:
    settings.MAIL_AUTHSERV = "mx.example.org"
    assert arrives(written(ME, way, "Hello.", Authentication_Results=results)).state == state
    assert len(said(asked)) == (state == "done")


def test_results_that_came_with_the_mail_do_not_count(settings: SimpleNamespace, asked: Comment, way: str) -> None:
    settings.MAIL_AUTHSERV = "mx.example.org"
    message = EmailMessage()
    message[HEAD] = "mx.example.org; dmarc=fail"
    message["Received"] = "from evil.net by mx.example.org"
    message[HEAD] = "mx.example.org; dmarc=pass"
    for name, value in written(ME, way).items():
        message[name] = value
    message.set_content("I am Mona.")
    assert arrives(message).state == "held"
    assert said(asked) == []


@pytest.mark.parametrize(
    "head",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"X_Auto_Response_Suppress": "All"},
        {"X_Autoreply": "yes"},
        {"List_Id": "<soil.example.org>"},
    ],
)
def test_machines_are_not_answered_and_do_not_post(asked: Comment, way: str, head: dict[str, str]) -> None:
    outbox.outbox.clear()
    assert arrives(written(ME, way, "I am away until Monday.", **head)).state == "dropped"
    assert said(asked) == []
    assert outbox.outbox == []
    assert arrives(written(ME, way, "I am back.", Auto_Submitted="no")).state == "done"


def test_mail_without_a_return_path_or_from_ourselves_is_a_machines(asked: Comment, way: str) -> None:
    assert arrives(written(ME, way, "Undelivered."), envelope="").state == "dropped"
    assert arrives(written(f"soil@{DOMAIN}", way, "Loop."), envelope="x@example.org").state == "dropped"
    looping = written(ME, way, "Loop.")
    for number in range(40):
        looping["Received"] = f"hop {number}"
    assert arrives(looping).state == "dropped"
    assert said(asked) == []


def test_bad_news_comes_each_time_with_the_words_that_were_not_taken(
    cast: SimpleNamespace, asked: Comment, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "MOST", 2)
    cast.member.language = "fr"
    cast.member.save()
    Comment.objects.all().delete()
    outbox.outbox.clear()
    rows = [arrives(written(ME, way, f"{words} mètres.")) for words in ("Deux", "Trois", "Quatre")]
    assert {row.state for row in rows} == {"refused"}
    first, second = outbox.outbox
    assert first.to == second.to == ["mona.member@example.org"]
    assert "Deux mètres." in first.body
    assert "Trois mètres." in second.body
    assert first.extra_headers["Auto-Submitted"] == "auto-replied"
    assert first.extra_headers["In-Reply-To"] == written_id(rows[0])


def test_bad_news_comes_to_a_stranger_once_a_day(cast: SimpleNamespace, page: Page) -> None:
    outbox.outbox.clear()
    for words in ("Hello, may I join you?", "Are you there?"):
        assert arrives(written("new@farm.example", f"ndcs@{DOMAIN}", words)).state == "held"
    assert [one.to for one in outbox.outbox] == [["new@farm.example"]]


def test_who_answers_to_anothers_address_is_told_in_their_own_language(
    cast: SimpleNamespace, asked: Comment, way: str
) -> None:
    Person.objects.filter(pk=cast.leader.pk).update(language="fr")
    outbox.outbox.clear()
    assert arrives(written(cast.leader.email, way, "From another address.")).state == "held"
    assert "Votre message attend" in outbox.outbox[0].subject


def test_newcomer_whose_comment_is_held_is_told_by_whom_it_is_read(
    cast: SimpleNamespace, asked: Comment, way: str
) -> None:
    Comment.objects.filter(author=cast.member).delete()
    outbox.outbox.clear()
    words = "Guaranteed profits at our casino: https://bit.ly/x https://casino.example/y"
    assert arrives(written(ME, way, words)).state == "done"
    told = next(one for one in outbox.outbox if one.to == [cast.member.email])
    assert "Those who look after the space read it soon" in told.body
    assert "account" not in told.body
    assert "\n\n\n" not in told.body


def test_good_news_does_not_use_up_the_bad(cast: SimpleNamespace, asked: Comment, way: str) -> None:
    IncomingMail.objects.create(
        digest="x", message=b"", recipient="v", address=cast.member.email, state="done", answered_at=timezone.now()
    )
    outbox.outbox.clear()
    assert arrives(written(ME, way, "> How deep did you dig?")).state == "refused"
    assert [one.to for one in outbox.outbox] == [[cast.member.email]]


@pytest.mark.parametrize(
    ("words", "waits"),
    [
        ("Bonjour, je cultive du mil et je voudrais participer.", "Votre message"),
        ("Hola, cultivo maíz y me gustaría participar con ustedes.", "Su mensaje"),
        ("السلام عليكم، كيف نحفظ الماء في التربة؟", "رسالتك"),
        ("Bom dia, sou agricultora e não sei como se faz para participar.", "Your mail"),
        ("Hello, we grow millet and would like to join.", "Your mail"),
        ("42", "Your mail"),
    ],
)
def test_stranger_is_answered_in_the_language_they_wrote(
    cast: SimpleNamespace, page: Page, words: str, waits: str
) -> None:
    outbox.outbox.clear()
    arrives(written("new@farm.example", f"ndcs@{DOMAIN}", words, subject="?"))
    assert waits in outbox.outbox[0].subject


def written_id(row: IncomingMail) -> str:
    from humus.incoming.opening import opened

    return opened(bytes(row.message)).header("message-id")


def test_right_is_asked_for_when_the_mail_comes(cast: SimpleNamespace, asked: Comment, way: str) -> None:
    assert arrives(written(ME, way, "While I am in.")).state == "done"
    end(actor=cast.secretary, membership=cast.force.memberships.get(person=cast.member), reason="Test")
    assert arrives(written(ME, way, "After I was out.")).state == "refused"
    assert [words for _author, words in said(asked)] == ["While I am in."]


def test_suspended_person_posts_nothing_and_is_not_written_to(cast: SimpleNamespace, asked: Comment, way: str) -> None:
    people.suspend(actor=cast.secretary, person=cast.member, reason="Test")
    outbox.outbox.clear()
    assert arrives(written(ME, way, "Hello.")).state == "refused"
    assert said(asked) == []
    people.lift_suspension(actor=cast.secretary, person=cast.member)
    assert arrives(written(ME, way, "Hello again.")).state == "done"


def test_address_ends(cast: SimpleNamespace, asked: Comment, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    later = time.time() + (answering.GOOD_DAYS + 31) * answering.DAY
    with monkeypatch.context() as clock:
        clock.setattr(answering.time, "time", lambda: later)
        assert arrives(written(ME, way, "Late.")).state == "refused"
    assert arrives(written(ME, way, "In time.")).state == "done"


def test_newcomer_who_is_slowed_down_loses_nothing(cast: SimpleNamespace, asked: Comment, way: str) -> None:
    rows = [arrives(written(ME, way, f"Thought {number}")) for number in range(6)]
    assert [row.state for row in rows] == ["done"] * 5 + ["waiting"]
    Comment.objects.filter(author=cast.member).update(at="2026-01-01T00:00Z")
    IncomingMail.objects.filter(state="waiting").update(next_attempt_at="2026-01-01T00:00Z")
    handling.handle_due()
    assert [words for _author, words in said(asked)][-1] == "Thought 5"


def test_mail_that_breaks_is_tried_again_and_then_held(
    asked: Comment, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(visit: Any) -> str:
        raise RuntimeError("bug")

    monkeypatch.setitem(handling.DOORS, "c", breaks)
    row = arrives(written(ME, way, "Hello."))
    assert (row.state, row.attempts) == ("waiting", 1)
    for _again in range(len(handling.PAUSES)):
        IncomingMail.objects.update(next_attempt_at="2026-01-01T00:00Z")
        handling.handle_due()
    row.refresh_from_db()
    assert row.state == "held"


def test_files_are_kept_on_the_page_by_who_may_and_spoken_of_to_who_may_not(
    cast: SimpleNamespace, page: Page, asked: Comment, way: str
) -> None:
    def with_file(sender: str, to: str) -> EmailMessage:
        message = written(sender, to, "See the table.")
        message.add_attachment(b"site;carbon\n1;2\n", maintype="text", subtype="csv", filename="été.csv")
        return message

    asking = answering.address("c", cast.leader.pk, asked.key)
    assert arrives(with_file(cast.leader.email, asking)).state == "done"
    file = File.objects.get(page=page)
    assert file.name == "été.csv"
    assert f"/files/{file.key}/" in str(Comment.objects.latest("pk").body)
    outsider = make_person("Olga Outsider")
    page.space.visibility = "public"
    page.space.commenting = "readers"
    page.space.save()
    outbox.outbox.clear()
    row = arrives(with_file(outsider.email, answering.address("c", outsider.pk, asked.key)))
    assert row.state == "done"
    assert File.objects.filter(page=page).count() == 1
    assert "été.csv" in outbox.outbox[0].body


def test_html_is_cleaned_and_its_quotes_cut(asked: Comment, way: str) -> None:
    message = written(ME, way)
    message.set_content(
        "<html><head><style>p{color:red}</style></head><body><p>A <b>metre</b>.<script>alert(1)</script>"
        '<img src="x" onerror="alert(1)"></p><ul><li>clay</li></ul>'
        '<div class="gmail_quote"><div class="gmail_attr">On Monday Humus wrote:</div>'
        "<blockquote>How deep?</blockquote></div></body></html>",
        subtype="html",
    )
    arrives(message)
    [(_author, words)] = said(asked)
    assert words.split() == ["A", "metre.", "clay"]
    assert "bold" in str(Comment.objects.latest("pk").body)


def test_rows_of_a_table_stay_lines(asked: Comment, way: str) -> None:
    message = written(ME, way)
    rows = "<tr><td>Depth</td><td>SOC</td></tr><tr><td>30 cm</td><td>41 t/ha</td></tr>"
    message.set_content(f"<p>See:</p><table>{rows}</table>", subtype="html")
    arrives(message)
    [(_author, words)] = said(asked)
    assert words.splitlines() == ["See:", "", "Depth | SOC", "30 cm | 41 t/ha"]


@pytest.mark.parametrize(
    ("charset", "raw"),
    [
        ("iso-8859-1", "été".encode("latin-1")),
        ("utf-8", "été".encode("cp1252")),
        ("x-unknown", "été".encode()),
        ("windows-1256", "نعم".encode("windows-1256")),
    ],
)
def test_odd_charsets_are_read(asked: Comment, way: str, charset: str, raw: bytes) -> None:
    head = written(ME, way).as_bytes().rstrip()
    body = (
        b"\nMIME-Version: 1.0\nContent-Transfer-Encoding: 8bit\nContent-Type: text/plain; charset=" + charset.encode()
    )
    from humus.incoming import taking

    taking.take("mona.member@example.org", way, head + body + b"\n\n" + raw + b" \n")
    handling.handle_due()
    assert said(asked)[0][1] in ("été", "نعم")


def test_mail_nested_beyond_sense_is_held_quickly(asked: Comment, way: str) -> None:
    from humus.incoming import taking

    head = b"From: mona.member@example.org\nTo: x\nSubject: Deep\n"
    deep = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (number, number) for number in range(1000)
    )
    began = time.process_time()
    row = taking.take("mona.member@example.org", way, head + deep + b"Content-Type: text/plain\n\nHello")
    handling.handle_due()
    row.refresh_from_db()
    assert row.state == "held"
    assert time.process_time() - began < 2


def test_headers_cannot_be_brought_in_by_a_subject(asked: Comment, way: str) -> None:
    Comment.objects.all().delete()
    outbox.outbox.clear()
    arrives(written(ME, way, "Hello.", subject="=?utf-8?q?Hi=0D=0ABcc=3A_evil=40example=2Enet?="))
    [told] = outbox.outbox
    sent = told.message()
    assert sent["Bcc"] is None
    assert "\n" not in sent["Subject"].replace("\n ", " ")
    assert told.recipients() == ["mona.member@example.org"]


def test_mails_of_an_erased_person_go(cast: SimpleNamespace, way: str) -> None:
    arrives(written(ME, way, "Hello."))
    arrives(written("someone@example.net", way, "Hello."))
    erasure.erase(actor=cast.member, person=cast.member)
    assert list(IncomingMail.objects.values_list("address", flat=True)) == []


def test_secretariat_lets_a_held_mail_in_or_not(
    cast: SimpleNamespace, asked: Comment, way: str, sign_in: Callable[[Any], Client]
) -> None:
    first = arrives(written("mona@new.example", way, "From my new address."))
    other = arrives(written("mona@evil.example", way, "Buy!"))
    client = sign_in(cast.secretary)
    page = client.get("/secretariat/incoming/").content.decode()
    assert "mona@new.example" in page
    assert "From my new address." in client.get(f"/secretariat/incoming/{first.pk}/").content.decode()
    client.post(f"/secretariat/incoming/{first.pk}/release/")
    client.post(f"/secretariat/incoming/{other.pk}/discard/")
    handling.handle_due()
    assert said(asked) == [(cast.member, "From my new address.")]
    first.refresh_from_db()
    other.refresh_from_db()
    assert (first.state, first.settled_by, other.state) == ("done", cast.secretary, "discarded")
    assert "Buy!" not in client.get(f"/secretariat/incoming/{other.pk}/").content.decode()
    assert sign_in(cast.member).get("/secretariat/incoming/").status_code in (403, 404)


def test_list_of_mails_costs_the_same_however_many(
    cast: SimpleNamespace,
    way: str,
    sign_in: Callable[[Any], Client],
    django_assert_num_queries: Callable[..., Any],
) -> None:
    client = sign_in(cast.secretary)
    for number in range(12):
        arrives(written(f"a{number}@new.example", way, "Hello."))
    client.get("/secretariat/incoming/")
    with django_assert_num_queries(4):
        client.get("/secretariat/incoming/")

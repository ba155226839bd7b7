"""Doors other than the conversation's, over LMTP: a space's address, the writer's own word, roles, requests."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.core import mail as outbox

from humus.conftest import make_space
from humus.discussions import domain as discussions
from humus.discussions.models import Comment, Topic
from humus.incoming import handling
from humus.incoming.models import IncomingMail
from humus.incoming.tests.writing import DOMAIN, door, posted, written
from humus.kit import answering
from humus.pages.models import File, Page
from humus.people.models import Person, SiteRole
from humus.spaces import domain as spaces
from humus.spaces.domain import inviting
from humus.spaces.models import Invitation, JoinRequest

pytestmark = pytest.mark.django_db(transaction=True)
ME = "Mona Member <mona.member@example.org>"
STIG = "Stig Stranger <stig.stranger@example.org>"
NDCS = f"ndcs@{DOMAIN}"
PASS = {"Authentication_Results": "mx.example.org; dmarc=pass header.from=example.org"}
FAIL = {"Authentication_Results": "mx.example.org; dmarc=fail header.from=example.org"}


@pytest.fixture(autouse=True)
def _mail_server_says_who_writes(settings: SimpleNamespace) -> None:
    settings.MAIL_AUTHSERV = "mx.example.org"


def reply_to(address: str = "") -> str:
    return next(one.reply_to[0] for one in reversed(outbox.outbox) if one.reply_to and address in one.to[0])


def told(address: str) -> str:
    return next(one.body for one in reversed(outbox.outbox) if one.to == [address])


@pytest.fixture
def invitation(cast: SimpleNamespace) -> Invitation:
    space = make_space("soil-club", "community", joining="open", visibility="members")
    return inviting.invite(actor=cast.secretary, email="new@farm.example", space=space, role="member")


@pytest.fixture
def asked_in(cast: SimpleNamespace) -> JoinRequest:
    cast.force.visibility = "public"
    cast.force.save()
    request = spaces.join(actor=cast.stranger, space=cast.force, role="member", statement="I dig.")
    assert isinstance(request, JoinRequest)
    return request


# A space's address


def test_letter_to_a_space_begins_a_discussion_with_its_files(cast: SimpleNamespace, page: Page) -> None:
    message = written(
        ME, NDCS, "Shall we meet?\n\nBest regards,\nMona\n-- \nSoil Institute", subject="A meeting", **PASS
    )
    message.add_attachment(b"site;carbon\n1;2\n", maintype="text", subtype="csv", filename="été.csv")
    row = posted(message)
    assert row.state == "done", row.why
    topic = Topic.objects.get()
    text = topic.page.texts.get()
    assert (topic.kind, topic.page.space, topic.page.author) == ("talk", cast.force, cast.member)
    assert (text.title, topic.page.status, row.why) == ("A meeting", "published", topic.page.get_absolute_url())
    assert "Shall we meet?" in text.plain
    assert "regards" not in text.plain
    file = File.objects.get(page=topic.page)
    assert file.name == "été.csv"
    assert file.get_absolute_url() in str(text.body)
    assert Comment.objects.count() == 0


def test_answer_to_all_joins_the_discussion_of_its_subject(cast: SimpleNamespace, page: Page) -> None:
    posted(written(ME, NDCS, "Shall we meet?", subject="A meeting", **PASS))
    lena = written(
        "lena.leader@example.org", NDCS, "On Friday.\n\nLe 3 mai 2026, Mona a écrit :\n> Shall we meet?", **PASS
    )
    lena.replace_header("Subject", "RE: Ré : a meeting")
    assert posted(lena).state == "done"
    said = Comment.objects.get()
    assert (said.page, said.author, said.plain) == (Topic.objects.get().page, cast.leader, "On Friday.")
    assert posted(written(ME, NDCS, "Another one.", subject="A meeting", **PASS)).state == "done"
    assert Topic.objects.count() == 2


@pytest.mark.parametrize(
    ("answer", "count"),
    [
        ("Yes\n\nOn Mon, 4 May 2026 at 10:02, Humus <x@y.org> wrote:\n> Is this your mail?", 1),
        ("Oui, merci\n\nLe lun. 4 mai 2026 à 10:02, Humus a écrit :\n> Est-ce votre message ?", 1),
        ("Sí\n\nEl lun, 4 may 2026 a las 10:02, Humus escribió:\n> ¿Es suyo?", 1),
        ("Sim\n\nEm seg., 4 de mai. de 2026 às 10:02, Humus escreveu:\n> É seu?", 1),
        ("نعم\n\nفي الاثنين، 4 مايو 2026 في 10:02، كتب Humus:\n> هل هذه رسالتك؟", 1),
        ("Não", 0),
        ("Perhaps", 0),
    ],
)
def test_writer_without_proof_is_asked_first(cast: SimpleNamespace, page: Page, answer: str, count: int) -> None:
    assert posted(written(ME, NDCS, "Shall we meet?", subject="A meeting")).state == "asked"
    assert Topic.objects.count() == 0
    posted(written(ME, reply_to("mona"), answer))
    handling.handle_due()
    assert Topic.objects.count() == count


def test_only_the_writer_confirms_their_mail(cast: SimpleNamespace, page: Page) -> None:
    posted(written(ME, NDCS, "Shall we meet?", subject="A meeting"))
    assert posted(written("evil@x.example", reply_to("mona"), "Yes")).state == "held"
    other = answering.address("m", cast.leader.pk, IncomingMail.objects.order_by("pk")[0].pk)
    assert posted(written("lena.leader@example.org", other, "Yes")).state == "refused"
    assert Topic.objects.count() == 0


def test_hidden_space_answers_like_a_missing_one(cast: SimpleNamespace, page: Page) -> None:
    bounces = []
    for address in (NDCS, f"nowhere@{DOMAIN}"):
        IncomingMail.objects.all().delete()
        outbox.outbox.clear()
        row = posted(written(STIG, address, "Hello", **PASS))
        bounces.append((row.state, row.why, told("stig.stranger@example.org"), outbox.outbox[-1].subject))
    assert bounces[0] == bounces[1]
    assert bounces[0][0] == "refused"
    assert Topic.objects.count() == 0


def test_right_to_write_is_asked_for_when_the_letter_comes(cast: SimpleNamespace, page: Page) -> None:
    assert posted(written(ME, NDCS, "While I am in.", subject="One", **PASS)).state == "done"
    spaces.end(actor=cast.secretary, membership=cast.force.memberships.get(person=cast.member), reason="Test")
    out = posted(written(ME, NDCS, "After I was out.", subject="Two", **PASS))
    missing = posted(written(ME, f"nowhere@{DOMAIN}", "Hello", **PASS))
    assert (out.state, out.why) == (missing.state, missing.why)
    assert out.state == "refused"
    cast.force.visibility, cast.force.commenting = "public", "members"
    cast.force.save()
    assert posted(written(ME, NDCS, "As a reader.", subject="Three", **PASS)).state == "refused"
    assert Topic.objects.count() == 1


def test_forged_writer_begins_nothing_and_gets_no_mail(cast: SimpleNamespace, page: Page) -> None:
    outbox.outbox.clear()
    assert posted(written(ME, NDCS, "Buy!", subject="Offer", **FAIL)).state == "held"
    assert (Topic.objects.count(), outbox.outbox) == (0, [])


def test_newcomer_is_held_and_told(cast: SimpleNamespace, page: Page) -> None:
    outbox.outbox.clear()
    assert posted(written("new@farm.example", NDCS, "May I join?")).state == "held"
    assert "secretariat" in told("new@farm.example")


def test_letter_of_quotes_alone_comes_back(cast: SimpleNamespace, page: Page) -> None:
    row = posted(written(ME, NDCS, "> Shall we meet?\n", subject="A meeting", **PASS))
    assert (row.state, Topic.objects.count()) == ("refused", 0)


def test_newcomers_letter_that_looks_like_advertising_comes_back_with_its_words(
    cast: SimpleNamespace, page: Page
) -> None:
    words = "Guaranteed profits at our casino: https://bit.ly/x https://casino.example/y"
    assert posted(written(ME, NDCS, words, subject="Offer", **PASS)).state == "refused"
    assert words in told(cast.member.email)
    asked = discussions.add(actor=cast.leader, page=page, text="How deep?")
    row = posted(written(ME, answering.address("c", cast.member.pk, asked.key), words, **PASS))
    assert (row.state, Comment.objects.latest("pk").stands, Topic.objects.count()) == ("done", False, 0)
    assert posted(written(ME, NDCS, "Hello, I am new. May I ask?", subject="First", **PASS)).state == "done"


# Every door


@pytest.fixture
def ways(
    cast: SimpleNamespace, page: Page, invitation: Invitation, asked_in: JoinRequest
) -> dict[str, tuple[str, str]]:
    """An address of each kind, and who may write to it."""
    return {
        "s": (ME, NDCS),
        "i": ("Nadia New <new@farm.example>", reply_to("new@farm.example")),
        "j": ("lena.leader@example.org", answering.address("j", cast.leader.pk, asked_in.pk)),
    }


def nothing_happened() -> bool:
    waiting = JoinRequest.objects.get(answered_at=None, withdrawn_at=None)
    open_ones = Invitation.objects.open().count()
    return bool(waiting) and open_ones == 1 and Topic.objects.count() == 0


@pytest.mark.parametrize("head", [{"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"X_Loop": "humus"}])
def test_machines_open_no_door_and_get_no_mail(ways: dict[str, tuple[str, str]], head: dict[str, str]) -> None:
    outbox.outbox.clear()
    for who, way in ways.values():
        assert posted(written(who, way, "Yes", **head, **PASS)).state == "dropped"
        assert posted(written(who, way, "Yes", **PASS), envelope="").state == "dropped"
    assert nothing_happened()
    assert outbox.outbox == []


def test_forged_or_foreign_mail_opens_no_door(ways: dict[str, tuple[str, str]]) -> None:
    for who, way in ways.values():
        assert posted(written(who, way, "Yes", **FAIL)).state == "held"
    for kind in "ij":
        assert posted(written("evil@x.example", ways[kind][1], "Yes")).state == "held"
    assert nothing_happened()


def test_guessed_addresses_are_refused_at_the_door(ways: dict[str, tuple[str, str]]) -> None:
    local = ways["i"][1].rpartition("@")[0]
    guesses = [local[:-3] + "aaa", "reply+", "reply+" + "a" * 40, local[:12] + ways["j"][1].rpartition("@")[0][12:]]
    with door() as post, pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        post.sendmail("a@x.example", [f"{one}@{DOMAIN}" for one in guesses], b"Subject: x\n\nYes")
    assert {code for code, _words in refused.value.recipients.values()} == {550}
    assert len({words for _code, words in refused.value.recipients.values()}) == 1
    assert nothing_happened()
    assert IncomingMail.objects.count() == 0


# Roles and requests


def test_role_is_accepted_by_a_plain_yes(ways: dict[str, tuple[str, str]], invitation: Invitation) -> None:
    who, way = ways["i"]
    assert posted(written(who, way, "I must think.")).state == "refused"
    row = posted(written(who, way, "Oui, avec joie\n\nLe 3 mai 2026, Humus a écrit :\n> Venez !"))
    assert row.state == "done", row.why
    person = Person.objects.get(email="new@farm.example")
    assert (person.name, row.person) == ("Nadia New", person)
    assert [one.role for one in invitation.space.memberships.current().filter(person=person)] == ["member"]
    assert "/s/soil-club/" in told("new@farm.example")
    assert posted(written(who, way, "Yes")).state == "refused"


def test_who_comes_in_is_welcomed_in_the_language_of_their_invitation(cast: SimpleNamespace) -> None:
    inviting.invite(actor=cast.secretary, email="salma@farm.example", language="ar")
    way = reply_to("salma@farm.example")
    assert posted(written("salma@farm.example", way, "نعم")).state == "done"
    assert "مرحبًا" in outbox.outbox[-1].subject


@pytest.mark.parametrize("word", ["No", "Non merci", "No gracias", "Não", "لا"])
def test_role_is_declined_by_a_plain_no(ways: dict[str, tuple[str, str]], word: str) -> None:
    who, way = ways["i"]
    assert posted(written(who, way, word)).state == "done"
    assert Invitation.objects.open().count() == 0
    assert posted(written(who, way, "Yes")).state == "refused"
    assert not Person.objects.filter(email="new@farm.example").exists()


def test_invitation_taken_back_opens_nothing(
    cast: SimpleNamespace, ways: dict[str, tuple[str, str]], invitation: Invitation
) -> None:
    inviting.uninvite(actor=cast.secretary, invitation=invitation)
    who, way = ways["i"]
    assert posted(written(who, way, "Yes")).state == "refused"
    assert not Person.objects.filter(email="new@farm.example").exists()


def test_inviter_who_lost_the_right_brings_nobody_in(
    cast: SimpleNamespace, ways: dict[str, tuple[str, str]], invitation: Invitation
) -> None:
    SiteRole.objects.filter(person=cast.secretary).delete()
    who, way = ways["i"]
    posted(written(who, way, "Yes"))
    assert invitation.space.memberships.current().count() == 0


def test_request_is_decided_by_mail(
    cast: SimpleNamespace, ways: dict[str, tuple[str, str]], asked_in: JoinRequest
) -> None:
    who, way = ways["j"]
    assert posted(written(who, way, "Perhaps")).state == "refused"
    assert posted(written(who, way, "No")).state == "refused"
    row = posted(written(who, way, "Sí, bienvenido\n\nEl lun, 4 may 2026, Humus escribió:\n> ¿Entra?"))
    asked_in.refresh_from_db()
    assert (row.state, asked_in.state) == ("done", "accepted"), row.why
    assert posted(written(who, way, "Yes")).state == "refused"


def test_no_goes_with_its_reason(
    cast: SimpleNamespace, ways: dict[str, tuple[str, str]], asked_in: JoinRequest
) -> None:
    who, way = ways["j"]
    assert posted(written(who, way, "No\nPlease join the open community first.")).state == "done"
    asked_in.refresh_from_db()
    assert (asked_in.state, asked_in.reason) == ("declined", "Please join the open community first.")
    assert asked_in.reason in told("stig.stranger@example.org")


def end_leader(cast: SimpleNamespace, asked_in: JoinRequest) -> None:
    spaces.end(actor=cast.secretary, membership=cast.force.memberships.get(person=cast.leader), reason="Test")


def withdraw(cast: SimpleNamespace, asked_in: JoinRequest) -> None:
    spaces.joining.withdraw(actor=cast.stranger, request=asked_in)


@pytest.mark.parametrize("change", [end_leader, withdraw])
def test_request_is_not_decided_once_the_right_or_the_request_is_gone(
    cast: SimpleNamespace,
    ways: dict[str, tuple[str, str]],
    asked_in: JoinRequest,
    change: Callable[[SimpleNamespace, JoinRequest], None],
) -> None:
    change(cast, asked_in)
    who, way = ways["j"]
    assert posted(written(who, way, "Yes")).state == "refused"
    assert not cast.force.memberships.current().filter(person=cast.stranger).exists()

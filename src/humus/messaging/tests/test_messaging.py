from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client

from humus.conftest import make_person
from humus.kit.errors import DeedError
from humus.messaging import domain
from humus.messaging.models import Complaint, Exchange, Letterbox, Message
from humus.people import blocking, erasure, export

SignIn = Callable[..., Client]
SECRET = "Meet me at the CANARYWORD plot."


def allow(person: Any, takes: str, **more: Any) -> None:
    domain.set_letterbox(actor=person, takes=takes, mail=more.get("mail", True))


@pytest.mark.parametrize(
    ("takes", "member", "stranger"), [("nobody", False, False), ("shared", True, False), ("all", True, True)]
)
def test_only_those_the_reader_lets_in_may_write(
    cast: SimpleNamespace, sign_in: SignIn, takes: str, member: bool, stranger: bool
) -> None:
    allow(cast.leader, takes)
    for writer, may in ((cast.member, member), (cast.stranger, stranger)):
        if may:
            assert domain.send(actor=writer, to=cast.leader, text="Good day.").author == writer
        else:
            with pytest.raises(PermissionDenied):
                domain.send(actor=writer, to=cast.leader, text="Good day.")
    assert Message.objects.count() == member + stranger


def test_who_never_chose_takes_no_messages_but_gets_answers(cast: SimpleNamespace) -> None:
    with pytest.raises(PermissionDenied):
        domain.send(actor=cast.member, to=cast.leader, text="Good day.")
    allow(cast.member, "all")
    domain.send(actor=cast.leader, to=cast.member, text="A question.")
    domain.send(actor=cast.member, to=cast.leader, text="An answer.")
    assert Exchange.objects.get().messages.count() == 2


def test_conversation_is_a_404_for_everyone_but_its_two_people(cast: SimpleNamespace, sign_in: SignIn) -> None:
    allow(cast.leader, "all")
    exchange = domain.send(actor=cast.member, to=cast.leader, text=SECRET).exchange
    address = exchange.get_absolute_url()
    for person in (cast.member, cast.leader):
        assert SECRET in sign_in(person).get(address).content.decode()
    for person in (cast.stranger, cast.secretary, cast.administrator):
        other = sign_in(person)
        missing = other.get("/me/messages/zzzzzzzzzzz/")
        assert other.get(address).status_code == missing.status_code == 404
        assert other.post(address, {"text": "Hello"}).status_code == 404
        assert SECRET not in other.get("/me/messages/").content.decode()
    assert Message.objects.count() == 1


def test_first_message_from_a_profile_and_its_answer(cast: SimpleNamespace, sign_in: SignIn) -> None:
    allow(cast.leader, "shared")
    member, leader = sign_in(cast.member), sign_in(cast.leader)
    address = f"/people/{cast.leader.key}/message/"
    assert sign_in(cast.stranger).get(address).status_code == 404
    refused = member.post(address, {"text": " "})
    assert refused.status_code == 422
    sent = member.post(address, {"text": "<b>Bold</b> {{ 7|add:7 }} https://example.org", "request_key": "a"})
    assert member.post(address, {"text": "Again", "request_key": "a"}).headers["Location"] == sent.headers["Location"]
    exchange = Exchange.objects.get()
    assert "new" in leader.get("/me/messages/").content.decode()
    shown = leader.get(exchange.get_absolute_url()).content.decode()
    assert "&lt;b&gt;Bold&lt;/b&gt; {{ 7|add:7 }}" in shown
    assert leader.post(exchange.get_absolute_url(), {"text": "Good."}).status_code == 302
    assert exchange.messages.count() == 2
    assert member.get(address).headers["Location"] == exchange.get_absolute_url()


@pytest.mark.parametrize("wanted", [True, False])
def test_one_mail_until_it_is_read_and_no_word_in_it(cast: SimpleNamespace, sign_in: SignIn, wanted: bool) -> None:
    allow(cast.leader, "all", mail=wanted)
    for _again in range(3):
        domain.send(actor=cast.member, to=cast.leader, text=SECRET)
    assert len(mail.outbox) == int(wanted)
    assert all("CANARYWORD" not in one.body + one.subject for one in mail.outbox)
    sign_in(cast.leader).get(Exchange.objects.get().get_absolute_url())
    domain.send(actor=cast.member, to=cast.leader, text=SECRET)
    assert len(mail.outbox) == 2 * int(wanted)


@pytest.mark.parametrize("who", ["reader", "writer"])
def test_block_closes_both_directions_and_lifting_it_opens_them(
    cast: SimpleNamespace, sign_in: SignIn, who: str
) -> None:
    allow(cast.leader, "all")
    exchange = domain.send(actor=cast.member, to=cast.leader, text="Good day.").exchange
    one, other = (cast.leader, cast.member) if who == "reader" else (cast.member, cast.leader)
    blocking.block(actor=one, person=other)
    for writer, reader in ((cast.member, cast.leader), (cast.leader, cast.member)):
        with pytest.raises(PermissionDenied):
            domain.send(actor=writer, to=reader, text="Still there?")
    told = sign_in(other).get(exchange.get_absolute_url()).content.decode()
    assert "This person takes no messages now." in told
    assert "You have blocked" in sign_in(one).get(exchange.get_absolute_url()).content.decode()
    blocking.unblock(actor=one, person=other)
    domain.send(actor=cast.member, to=cast.leader, text="Still there?")


def test_secretariat_reads_a_reported_message_and_those_beside_it_only(cast: SimpleNamespace, sign_in: SignIn) -> None:
    allow(cast.leader, "all")
    said = [domain.send(actor=cast.member, to=cast.leader, text=f"Line number {n}.") for n in range(10)]
    exchange = said[0].exchange
    room, leader = sign_in(cast.secretary), sign_in(cast.leader)
    assert "Line number" not in room.get("/secretariat/messages/").content.decode()
    address = f"/me/messages/{exchange.key}/{said[5].pk}/report/"
    assert sign_in(cast.stranger).post(address, {"why": "Curious."}).status_code == 404
    assert leader.post(address, {"why": ""}).status_code == 422
    assert leader.post(address, {"why": "Threat."}).status_code == 302
    assert leader.post(address, {"why": "Threat."}).status_code == 422
    shown = room.get("/secretariat/messages/").content.decode()
    assert [n for n in range(10) if f"Line number {n}." in shown] == [2, 3, 4, 5, 6, 7, 8]
    with pytest.raises(DeedError):
        domain.complain(actor=cast.member, message=said[5], why="Mine.")
    complaint = Complaint.objects.get()
    assert leader.post(f"/secretariat/messages/{complaint.pk}/").status_code == 404
    assert room.post(f"/secretariat/messages/{complaint.pk}/").status_code == 302
    assert "Line number" not in room.get("/secretariat/messages/").content.decode()


def test_newcomer_begins_few_conversations_a_day_and_loses_no_text(cast: SimpleNamespace, sign_in: SignIn) -> None:
    people = [make_person(f"Reader {n}") for n in range(domain.BEGUN_NEW + 1)]
    for person in people:
        allow(person, "all")
        person.listed_at = person.joined_at
        person.save()
    for person in people[:-1]:
        domain.send(actor=cast.stranger, to=person, text="Good day.")
    domain.send(actor=cast.stranger, to=people[0], text="One more.")
    refused = sign_in(cast.stranger).post(f"/people/{people[-1].key}/message/", {"text": "Good day to you, too."})
    assert refused.status_code == 422
    assert refused.context["form"]["text"].value() == "Good day to you, too."


def test_data_of_a_person_hold_the_conversation_and_erasure_leaves_it_to_the_other(
    cast: SimpleNamespace, sign_in: SignIn
) -> None:
    allow(cast.leader, "all")
    exchange = domain.send(actor=cast.member, to=cast.leader, text=SECRET).exchange
    domain.send(actor=cast.leader, to=cast.member, text="I come.")
    kept = dict(export.rows(cast.member))["conversations"]
    assert [one["text"] for one in kept[0]["messages"]] == [SECRET, "I come."]
    assert not dict(export.rows(cast.stranger))["conversations"]
    erasure.erase(actor=cast.member, person=cast.member)
    shown = sign_in(cast.leader).get(exchange.get_absolute_url()).content.decode()
    assert SECRET in shown
    assert "Mona" not in shown
    assert not Letterbox.objects.filter(person=cast.member).exists()


@pytest.mark.parametrize("more", [1, 3])
def test_list_costs_the_same_queries_however_many_stand_in_it(
    cast: SimpleNamespace, sign_in: SignIn, django_assert_num_queries: Any, more: int
) -> None:
    for number in range(more):
        writer = make_person(f"Writer {number}")
        allow(cast.leader, "all")
        domain.send(actor=writer, to=cast.leader, text="Good day.")
    leader = sign_in(cast.leader)
    leader.get("/me/messages/")
    with django_assert_num_queries(6):
        leader.get("/me/messages/")

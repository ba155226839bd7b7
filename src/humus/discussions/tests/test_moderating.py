from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from humus.activity.models import Activity
from humus.discussions import domain, reading, telling
from humus.discussions.models import Comment, Hiding, Report
from humus.kit.errors import DeedError
from humus.pages.models import Page
from humus.pages.tests.test_pages import page_in
from humus.search.models import Entry

SignIn = Callable[..., Client]


@pytest.fixture
def page(cast: SimpleNamespace) -> Page:
    return page_in(cast, "Front")


@pytest.fixture
def comment(cast: SimpleNamespace, page: Page) -> Comment:
    return domain.add(actor=cast.member, page=page, text="Buy my miracle soil.")


def test_reported_comment_waits_in_the_room_and_can_be_left(
    cast: SimpleNamespace, comment: Comment, sign_in: SignIn
) -> None:
    reader, room = sign_in(cast.representative), sign_in(cast.secretary)
    refused = reader.post(f"/comments/{comment.key}/report/", {"reason": ""})
    assert refused.status_code == 422
    reader.post(f"/comments/{comment.key}/report/", {"reason": "Advertising."})
    again = reader.post(f"/comments/{comment.key}/report/", {"reason": "Advertising, I say."})
    assert (again.status_code, again.context["form"]["reason"].value()) == (422, "Advertising, I say.")
    shown = room.get("/secretariat/comments/").content.decode()
    assert "Buy my miracle soil." in shown
    assert "Advertising." in shown
    room.post(f"/secretariat/comments/{comment.key}/", {"deed": "dismiss"})
    assert "Nothing waits" in room.get("/secretariat/comments/").content.decode()
    assert Comment.objects.get().stands


def test_hidden_comment_is_read_by_its_author_and_those_in_charge_only(
    cast: SimpleNamespace, page: Page, comment: Comment, sign_in: SignIn
) -> None:
    Report.objects.create(comment=comment, person=cast.representative, why="Advertising.")
    sign_in(cast.leader).post(f"/comments/{comment.key}/hide/", {"reason": "No advertising here."})
    assert Report.objects.waiting().count() == 0
    assert Entry.objects.filter(kind="comment").count() == 0
    assert str(reading.conversation(cast.leader, page).threads[0].html) == ""
    assert [letter.to for letter in mail.outbox if "was hidden" in letter.subject] == [[cast.member.email]]
    assert "No advertising here." in mail.outbox[-1].body
    seen = {
        name: sign_in(getattr(cast, name)).get(f"/comments/{comment.key}/hidden/").status_code
        for name in ("member", "leader", "secretary", "representative", "stranger")
    }
    assert seen == {"member": 200, "leader": 200, "secretary": 200, "representative": 404, "stranger": 404}
    assert b"miracle" not in sign_in(cast.representative).get(page.get_absolute_url()).content
    for inner in ("edit", "history", "reply"):
        assert sign_in(cast.member).get(f"/comments/{comment.key}/{inner}/").status_code in (403, 404)


@pytest.mark.parametrize(("deed", "stands"), [("show", True), ("keep", False)])
def test_author_appeals_once_and_is_answered(
    cast: SimpleNamespace, comment: Comment, sign_in: SignIn, deed: str, stands: bool
) -> None:
    domain.hide(actor=cast.leader, comment=comment, reason="No advertising here.")
    author, room = sign_in(cast.member), sign_in(cast.secretary)
    address = f"/comments/{comment.key}/hidden/"
    assert author.post(address, {"reason": "It is a joke."}).status_code == 302
    assert author.post(address, {"reason": "Again."}).status_code == 422
    assert "It is a joke." in room.get("/secretariat/comments/").content.decode()
    room.post(f"/secretariat/comments/{comment.key}/", {"deed": deed})
    assert Comment.objects.get().stands is stands
    assert "Nothing waits" in room.get("/secretariat/comments/").content.decode()
    assert mail.outbox[-1].to == [cast.member.email]
    hiding = Hiding.objects.get()
    assert (hiding.answered_by, hiding.lifted_at is not None) == (cast.secretary, stands)
    verbs = set(Activity.objects.filter(verb__startswith="comment.").values_list("verb", flat=True))
    assert {"comment.hidden", "comment.appealed", "comment.shown" if stands else "comment.kept_hidden"} <= verbs


def test_nobody_else_hides_and_nobody_reports_their_own(cast: SimpleNamespace, comment: Comment) -> None:
    with pytest.raises(PermissionDenied):
        domain.hide(actor=cast.representative, comment=comment, reason="So.")
    with pytest.raises(DeedError):
        domain.report(actor=cast.member, comment=comment, why="Me.")
    with pytest.raises(DeedError):
        domain.appeal(actor=cast.leader, comment=comment, text="For them.")


def waiting(client: Client) -> str:
    return client.get("/s/ndcs/discussions/waiting/").content.decode()


def test_who_looks_after_a_space_reads_its_reports_without_the_name_of_who_reported(
    cast: SimpleNamespace, comment: Comment, sign_in: SignIn
) -> None:
    leader = sign_in(cast.leader)
    assert "Nothing waits" in waiting(leader)
    domain.report(actor=cast.representative, comment=comment, why="Advertising.")
    shown = waiting(leader)
    assert "Buy my miracle soil." in shown
    assert "Advertising." in shown
    assert str(cast.representative) not in shown
    front = leader.get("/s/ndcs/").content.decode()
    assert "Comments to look at" in front
    for reader in (cast.representative, cast.member):
        assert "Comments to look at" not in sign_in(reader).get("/s/ndcs/").content.decode()
    leader.post("/s/ndcs/discussions/waiting/", {"comment": comment.key, "deed": "dismiss"})
    assert Report.objects.waiting().count() == 0
    assert "Nothing waits" in waiting(leader)
    assert "Comments to look at" not in leader.get("/s/ndcs/").content.decode()


def test_a_comment_of_another_space_is_not_settled_from_here(cast: SimpleNamespace, sign_in: SignIn) -> None:
    page = page_in(cast, "Front", space=cast.public, actor=cast.secretary)
    other = domain.add(actor=cast.secretary, page=page, text="Elsewhere.")
    domain.report(actor=cast.leader, comment=other, why="So.")
    leader = sign_in(cast.leader)
    assert "Elsewhere." not in waiting(leader)
    leader.post("/s/ndcs/discussions/waiting/", {"comment": other.key, "deed": "dismiss"})
    assert Report.objects.waiting().count() == 1


def test_nobody_judges_their_own_case(cast: SimpleNamespace, page: Page, comment: Comment, sign_in: SignIn) -> None:
    mine = domain.add(actor=cast.leader, page=page, text="I am always right.")
    domain.report(actor=cast.member, comment=mine, why="Haughty.")
    domain.hide(actor=cast.leader, comment=comment, reason="No advertising.")
    domain.appeal(actor=cast.member, comment=comment, text="A joke.")
    leader, room = sign_in(cast.leader), sign_in(cast.secretary)
    assert "Nothing waits" in waiting(leader)
    for key, deed in ((mine.key, "dismiss"), (comment.key, "keep")):
        leader.post("/s/ndcs/discussions/waiting/", {"comment": key, "deed": deed})
    queue = room.get("/secretariat/comments/").content.decode()
    assert "I am always right." in queue
    assert "A joke." in queue
    assert str(cast.member) in queue
    for one, deed in ((mine, domain.dismiss), (comment, domain.keep_hidden)):
        with pytest.raises(DeedError):
            deed(actor=cast.leader, comment=one)
        deed(actor=cast.secretary, comment=one)


def test_those_in_charge_are_told_once_of_what_waits_and_not_by_whom(
    cast: SimpleNamespace, page: Page, comment: Comment
) -> None:
    for reader in (cast.representative, cast.secretary):
        domain.report(actor=reader, comment=comment, why="Advertising.")
    mine = domain.add(actor=cast.leader, page=page, text="I am always right.")
    domain.report(actor=cast.member, comment=mine, why="Haughty.")
    called = Activity.objects.filter(verb="comment.waits").order_by("pk")
    told = [(row.actor, row.data["comment"], row.data["named"]) for row in called]
    assert told == [(None, comment.key, [cast.leader.key]), (None, mine.key, [])]
    assert telling.waiting([{"comment": comment.key}]) == ["Buy my miracle soil."]
    domain.dismiss(actor=cast.leader, comment=comment)
    assert telling.waiting([{"comment": comment.key}]) == [None]


@pytest.mark.parametrize("more", [0, 3])
def test_list_of_a_space_costs_the_same_however_much_waits(
    cast: SimpleNamespace,
    page: Page,
    comment: Comment,
    sign_in: SignIn,
    django_assert_num_queries: DjangoAssertNumQueries,
    more: int,
) -> None:
    others = [domain.add(actor=cast.member, page=page, text=f"Soil {number}.") for number in range(more)]
    for one in (comment, *others):
        domain.report(actor=cast.representative, comment=one, why="So.")
    leader = sign_in(cast.leader)
    waiting(leader)
    with django_assert_num_queries(7):
        waiting(leader)

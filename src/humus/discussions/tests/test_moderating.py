from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client

from humus.activity.models import Activity
from humus.discussions import domain, reading
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

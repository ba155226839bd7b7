"""Where a space asks for it, nothing is published that nobody else has approved, by whatever door it comes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from humus.kit import richtext
from humus.kit.errors import DeedError
from humus.notifications.models import Notice
from humus.notifications.notices.fanning import tell_all
from humus.notifications.notices.letters import write_due
from humus.pages import domain
from humus.pages.models import Draft, Page, Proposal, Text, Version
from humus.pages.tests.test_pages import page_in
from humus.pages.tests.test_rooms import write
from humus.people.erasure import erase
from humus.spaces.models import Membership

SignIn = Callable[..., Client]


@pytest.fixture
def page(cast: SimpleNamespace) -> Page:
    page_in(cast, "Front")
    made = page_in(cast, "Soil notes")
    cast.force.reviewing = "writers"
    cast.force.save()
    return Page.objects.select_related("space").get(pk=made.pk)


def words(text: str = "New words.", title: str = "Soil notes") -> dict[str, Any]:
    return {"language": "en", "title": title, "body": richtext.paragraphs(text)}


def sent(text: str = "New words.", **more: str) -> dict[str, str]:
    return {"title": "Soil notes", "body": json.dumps(richtext.paragraphs(text)), "base": "1"} | more


def shown(page: Page) -> str:
    return Text.objects.get(page=page, language="en").plain


def asked(cast: SimpleNamespace, page: Page, text: str = "New words.") -> Proposal:
    return domain.propose(actor=cast.leader, page=page, base=1, **words(text))


def test_editor_hands_in_and_another_approves_and_publishes(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    author = sign_in(cast.leader)
    editor = author.get(f"/p/{page.key}/edit/?plain").content.decode()
    assert "Hand in for review" in editor
    answer = author.post(f"/p/{page.key}/edit/?language=en", sent(note="Why"))
    row = Proposal.objects.get()
    assert answer["Location"] == f"/reviews/{row.key}/"
    assert "New words." not in shown(page)
    assert "Your text is in review" in author.get(page.get_absolute_url()).content.decode()
    reviewer = sign_in(cast.representative)
    assert "Soil notes" in reviewer.get("/reviews/").content.decode()
    screen = reviewer.get(row.get_absolute_url()).content.decode()
    assert "New words." in screen
    assert "Approve and publish" in screen
    done = reviewer.post(row.get_absolute_url(), {"deed": "approve_publish", "round": "1"})
    assert done["Location"] == page.get_absolute_url()
    version = Version.objects.get(page=page, number=2)
    assert (version.author, version.approved_by, version.note) == (cast.leader, cast.representative, "Why")
    assert version.approved_at is not None
    assert "New words." in shown(page)
    history = author.get(f"/p/{page.key}/history/").content.decode()
    assert "Approved by Rafa Representative" in history
    assert "Approved by Rafa Representative" in author.get(f"/p/{page.key}/versions/2/").content.decode()
    assert not Draft.objects.exists()


def test_reader_sees_the_published_words_and_no_review(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    row = asked(cast, page)
    reader = sign_in(cast.stranger)
    assert reader.get(row.get_absolute_url()).status_code == 404
    assert reader.get(f"/reviews/{'z' * 11}/").status_code == 404
    assert reader.post(row.get_absolute_url(), {"deed": "approve_publish", "round": "1"}).status_code == 404
    assert "Soil notes" not in reader.get("/reviews/").content.decode()


def test_nobody_approves_their_own_words(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    own = asked(cast, page)
    of_office = domain.propose(actor=cast.secretary, page=page, base=1, **words("By the office."))
    for person, row in ((cast.leader, own), (cast.secretary, of_office)):
        client = sign_in(person)
        assert client.post(row.get_absolute_url(), {"deed": "approve_publish", "round": "1"}).status_code == 403
        assert client.post(row.get_absolute_url(), {"deed": "publish"}).status_code == 400
    assert shown(page) == "Soil notes text."


def test_where_leaders_approve_another_writer_does_not(cast: SimpleNamespace, page: Page) -> None:
    cast.force.reviewing = "leaders"
    cast.force.save()
    row = domain.propose(actor=cast.member, page=page, base=1, **words())
    with pytest.raises(PermissionDenied):
        domain.approve(actor=cast.representative, proposal=Proposal.objects.get(pk=row.pk), round=1)
    assert row not in Proposal.objects.visible_to(cast.representative)
    domain.approve(actor=cast.leader, proposal=Proposal.objects.get(pk=row.pk), round=1)


@pytest.mark.parametrize("who", ["leader", "secretary", "administrator"])
def test_no_deed_publishes_round_the_review(cast: SimpleNamespace, page: Page, who: str) -> None:
    actor = getattr(cast, who)
    old = Version.objects.get(page=page, number=1)
    with pytest.raises(domain.ReviewNeeded):
        domain.publish(actor=actor, page=page, base=1, **words())
    domain.open_room(page, "en")
    with pytest.raises(domain.ReviewNeeded):
        domain.publish_room(actor=actor, page=page, language="en")
    assert isinstance(domain.restore(actor=actor, version=old), Proposal)
    twin = domain.copy(actor=actor, page=page, parent=domain.front(page.space))
    assert twin.status == "draft"
    assert Version.objects.filter(page__space=page.space).count() == 2


def test_forms_without_scripts_and_the_room_hand_in(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    author = sign_in(cast.leader)
    author.post(f"/p/{page.key}/edit/?language=en&plain", sent(markdown="As **Markdown**."))
    assert richtext.to_text(Proposal.objects.get().body) == "As Markdown."
    author.post(f"/p/{page.key}/versions/1/restore/?language=en")
    assert richtext.to_text(Proposal.objects.get().body) == "Soil notes text."
    write(page, cast.representative, "Rafa wrote.")
    author.post(f"/p/{page.key}/edit/?language=en", sent(together="1"))
    row = Proposal.objects.get()
    assert row.together
    assert "Rafa wrote." in richtext.to_text(row.body)
    assert Version.objects.filter(page=page).count() == 1
    with pytest.raises(PermissionDenied):
        domain.approve(actor=cast.representative, proposal=row, round=row.round)
    domain.approve(actor=cast.secretary, proposal=row, round=row.round)
    version = domain.release(actor=cast.leader, proposal=row)
    assert version.writers == "Lena Leader, Rafa Representative"


def test_writing_in_the_room_after_the_approval_voids_it(cast: SimpleNamespace, page: Page) -> None:
    write(page, cast.leader, "First.")
    row = domain.propose(actor=cast.leader, page=page, language="en", together=True)
    domain.approve(actor=cast.secretary, proposal=row, round=1)
    write(page, cast.leader, "Slipped in.")
    with pytest.raises(DeedError):
        domain.release(actor=cast.leader, proposal=row)
    row.refresh_from_db()
    assert row.state == "void"
    assert "Slipped in." not in shown(page)


def test_editing_after_approval_voids_it_and_keeping_the_same_words_does_not(
    cast: SimpleNamespace, page: Page, sign_in: SignIn
) -> None:
    row = asked(cast, page)
    domain.approve(actor=cast.representative, proposal=row, round=1)
    author = sign_in(cast.leader)
    same = {"title": row.title, "body": row.body, "base": 1}
    author.post(f"/p/{page.key}/draft/?language=en", json.dumps(same), content_type="application/json")
    row.refresh_from_db()
    assert row.state == "approved"
    other = same | {"body": richtext.paragraphs("Other words.")}
    author.post(f"/p/{page.key}/draft/?language=en", json.dumps(other), content_type="application/json")
    row.refresh_from_db()
    assert row.state == "void"
    assert author.post(row.get_absolute_url(), {"deed": "publish"}).status_code == 400
    assert shown(page) == "Soil notes text."
    assert "The approval of your text fell" in author.get(f"/p/{page.key}/edit/?plain").content.decode()


def test_approval_is_of_the_words_that_were_read(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    row = asked(cast, page, "First words.")
    asked(cast, page, "Second words.")
    reviewer = sign_in(cast.representative)
    refused = reviewer.post(row.get_absolute_url(), {"deed": "approve_publish", "round": "1"})
    assert refused.status_code == 400
    assert "handed in anew" in refused.content.decode()
    assert shown(page) == "Soil notes text."
    assert reviewer.post(row.get_absolute_url(), {"deed": "approve_publish", "round": "2"}).status_code == 302
    assert shown(page) == "Second words."


def test_approval_falls_with_another_version(cast: SimpleNamespace, page: Page) -> None:
    first = asked(cast, page)
    other = domain.propose(actor=cast.member, page=page, base=1, **words("By Mona."))
    domain.approve(actor=cast.representative, proposal=first, round=1)
    domain.approve(actor=cast.leader, proposal=other, round=1)
    domain.release(actor=cast.leader, proposal=first)
    with pytest.raises(DeedError):
        domain.release(actor=cast.member, proposal=other)
    other.refresh_from_db()
    assert other.state == "void"
    assert shown(page) == "New words."


def test_sending_back_needs_a_reason_which_the_author_reads(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    row = asked(cast, page)
    reviewer, author = sign_in(cast.representative), sign_in(cast.leader)
    assert reviewer.post(row.get_absolute_url(), {"deed": "send_back", "words": " "}).status_code == 400
    reviewer.post(row.get_absolute_url(), {"deed": "send_back", "words": "The source is missing."})
    screen = author.get(row.get_absolute_url()).content.decode()
    assert "The source is missing." in screen
    author.post(row.get_absolute_url(), {"deed": "remark", "words": "It stands there now."})
    author.post(f"/p/{page.key}/edit/?language=en", sent("With its source."))
    row.refresh_from_db()
    assert (row.state, row.round) == ("waiting", 2)
    assert [one.deed for one in row.remarks.all()] == ["handed_in", "sent_back", "said", "handed_in"]


def test_approved_once_is_published_once(cast: SimpleNamespace, page: Page) -> None:
    row = asked(cast, page)
    domain.approve(actor=cast.representative, proposal=row, round=1)
    first = domain.release(actor=cast.leader, proposal=row)
    assert domain.release(actor=cast.representative, proposal=row) == first
    assert Version.objects.filter(page=page).count() == 2


def test_author_without_the_right_is_not_published(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    row = domain.propose(actor=cast.member, page=page, base=1, **words())
    Membership.objects.filter(person=cast.member).update(ended_at=row.asked_at)
    assert sign_in(cast.member).get(row.get_absolute_url()).status_code == 404
    answer = sign_in(cast.leader).post(row.get_absolute_url(), {"deed": "approve_publish", "round": "1"}, follow=True)
    assert "its author may no longer write" in answer.content.decode()
    assert shown(page) == "Soil notes text."


def test_new_page_in_review_is_read_by_reviewers_and_by_nobody_else(
    cast: SimpleNamespace, page: Page, sign_in: SignIn
) -> None:
    fresh = domain.create(actor=cast.member, space=cast.force, title="Fresh")
    row = domain.propose(actor=cast.member, page=fresh, **words("Fresh words.", "Fresh"))
    reviewer = sign_in(cast.representative)
    assert "Fresh words." in reviewer.get(row.get_absolute_url()).content.decode()
    assert reviewer.get(f"/p/{fresh.key}/").status_code == 404
    reviewer.post(row.get_absolute_url(), {"deed": "approve_publish", "round": "1"})
    assert reviewer.get(Page.objects.get(pk=fresh.pk).get_absolute_url()).status_code == 200


def test_restricted_page_is_reviewed_within_its_restriction(cast: SimpleNamespace, page: Page) -> None:
    domain.restrict(actor=cast.leader, page=page, mode="view", people=[cast.leader, cast.member])
    row = asked(cast, page)
    assert row not in Proposal.objects.visible_to(cast.representative)
    assert row in Proposal.objects.visible_to(cast.member)


def test_page_is_not_moved_round_the_review(cast: SimpleNamespace, page: Page) -> None:
    front = page_in(cast, "Open front", actor=cast.secretary, space=cast.public)
    loose = page_in(cast, "Loose", actor=cast.secretary, space=cast.public, parent=front)
    with pytest.raises(DeedError):
        domain.move(actor=cast.secretary, page=loose, parent=page)
    domain.move(actor=cast.administrator, page=loose, parent=page)


def test_reviewers_and_author_hear_of_it_and_watchers_do_not(
    cast: SimpleNamespace, page: Page, sign_in: SignIn
) -> None:
    domain.watch(actor=cast.stranger, page=page)
    Notice.objects.all().delete()
    tell_all()
    Notice.objects.all().delete()
    row = asked(cast, page)
    tell_all()
    told = set(Notice.objects.values_list("person__name", flat=True))
    assert told == {"Rafa Representative", "Mona Member"}
    centre = sign_in(cast.representative).get("/me/notices/").content.decode()
    assert "asks you to read a text" in centre
    assert "This concerns you" in centre
    assert "You are named" not in centre
    domain.send_back(actor=cast.representative, proposal=row, reason="Because.")
    tell_all()
    assert "sent your text back" in sign_in(cast.leader).get("/me/notices/").content.decode()
    write_due()
    assert any("sent your text back" in str(one.body) for one in mail.outbox)


def test_new_text_is_told_by_its_title_and_to_nobody_who_may_not_read_it_any_more(
    cast: SimpleNamespace, page: Page, sign_in: SignIn
) -> None:
    fresh = domain.create(actor=cast.leader, space=cast.force, title="Fresh plots")
    domain.propose(actor=cast.leader, page=fresh, **words("Fresh words.", "Fresh plots"))
    tell_all()
    reviewer = sign_in(cast.representative)
    assert "Fresh plots" in reviewer.get("/me/notices/").content.decode()
    write_due()
    (letter,) = [one for one in mail.outbox if cast.representative.email in one.to and "asks you" in one.subject]
    assert "Fresh plots" in letter.subject
    assert "Fresh words." not in str(letter.body)
    cast.force.reviewing = "managers"
    cast.force.visibility = "public"
    cast.force.save()
    assert "Fresh plots" not in reviewer.get("/me/notices/").content.decode()


def test_draft_that_was_handed_in_says_so_among_my_drafts(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    author = sign_in(cast.leader)
    author.post(f"/p/{page.key}/draft/?language=en", sent())
    assert "In review" not in author.get("/me/drafts/").content.decode()
    asked(cast, page)
    assert "In review" in author.get("/me/drafts/").content.decode()


def test_setting_is_on_its_screen_and_turning_it_off_lets_authors_publish(
    cast: SimpleNamespace, page: Page, sign_in: SignIn
) -> None:
    row = asked(cast, page)
    leader = sign_in(cast.leader)
    assert "Who approves a page before it is published" in leader.get("/s/ndcs/settings/").content.decode()
    kept = {"name_en": "Ndcs", "slug": "ndcs", "visibility": "members", "joining": "request"}
    leader.post("/s/ndcs/settings/", kept)
    cast.force.refresh_from_db()
    assert cast.force.reviewing == "writers"
    leader.post("/s/ndcs/settings/", kept | {"reviewing": "nobody"})
    leader.post(f"/p/{page.key}/edit/?language=en", sent("At once."))
    row.refresh_from_db()
    assert (shown(page), row.state) == ("At once.", "withdrawn")


def test_erased_author_leaves_nothing_in_review(cast: SimpleNamespace, page: Page) -> None:
    row = domain.propose(actor=cast.member, page=page, base=1, **words())
    domain.remark(actor=cast.leader, proposal=row, said="Good.")
    erase(actor=cast.member, person=cast.member)
    assert not Proposal.objects.exists()


def test_queue_and_review_cost_the_same_queries_for_many(
    cast: SimpleNamespace, page: Page, sign_in: SignIn, django_assert_num_queries: Callable[..., Any]
) -> None:
    row = asked(cast, page)
    reviewer = sign_in(cast.representative)
    reviewer.get("/reviews/")
    reviewer.get(row.get_absolute_url())
    for number in range(3):
        other = domain.create(actor=cast.member, space=cast.force, title=f"Fresh {number}")
        domain.propose(actor=cast.member, page=other, **words("Words.", f"Fresh {number}"))
        domain.remark(actor=cast.representative, proposal=row, said=f"Remark {number}")
    with django_assert_num_queries(10):
        reviewer.get("/reviews/")
    with django_assert_num_queries(12):
        reviewer.get(row.get_absolute_url())


def test_reviewer_sees_the_pictures_of_the_text_and_no_other_file(
    cast: SimpleNamespace, page: Page, sign_in: SignIn
) -> None:
    fresh = domain.create(actor=cast.member, space=cast.force, title="Fresh")
    used, loose = (
        domain.upload(actor=cast.member, page=fresh, uploaded=SimpleUploadedFile(f"{name}.txt", name.encode()))
        for name in ("used", "loose")
    )
    body = richtext.from_markdown(f"See :file[used]{{{used.key}}}")
    row = domain.propose(actor=cast.member, page=fresh, language="en", title="Fresh", body=body)
    reviewer = sign_in(cast.representative)
    assert f"/files/{used.key}/" in reviewer.get(row.get_absolute_url()).content.decode()
    assert reviewer.get(f"/files/{used.key}/").status_code == 200
    assert reviewer.get(f"/files/{loose.key}/").status_code == 404
    assert sign_in(cast.stranger).get(f"/files/{used.key}/").status_code == 404
    assert reviewer.post(f"/files/{used.key}/remove/").status_code in (403, 404)
    domain.withdraw(actor=cast.member, proposal=row)
    assert reviewer.get(f"/files/{used.key}/").status_code == 404


def test_remarks_are_drawn_as_comments_are(cast: SimpleNamespace, page: Page, sign_in: SignIn) -> None:
    row = asked(cast, page)
    said = "The **source** is missing:\n\n- of the table\n- of the map\n\n<script>alert(1)</script>"
    domain.send_back(actor=cast.representative, proposal=row, reason=said)
    screen = sign_in(cast.leader).get(row.get_absolute_url()).content.decode()
    assert "The <strong>source</strong> is missing:" in screen
    assert screen.count("<li>of the") == 2
    assert "<script>alert" not in screen


def test_text_handed_in_again_is_compared_with_the_one_sent_back(
    cast: SimpleNamespace, page: Page, sign_in: SignIn
) -> None:
    row = asked(cast, page, "Soil notes text. Worms are blue.")
    reviewer = sign_in(cast.representative)
    assert "since it was sent back" not in reviewer.get(row.get_absolute_url()).content.decode()
    domain.send_back(actor=cast.representative, proposal=row, reason="Worms are red.")
    assert "since it was sent back" not in reviewer.get(row.get_absolute_url()).content.decode()
    asked(cast, page, "Soil notes text. Worms are red.")
    screen = reviewer.get(row.get_absolute_url()).content.decode()
    since = screen[screen.index('id="since"') : screen.index('id="changes"')]
    assert re.findall(r"</span>(\w+)</(?:del|ins)>", since) == ["blue", "red"]
    domain.send_back(actor=cast.representative, proposal=row, reason="Still no source.")
    asked(cast, page, "Soil notes text. Worms are red.")
    assert "these are the same words" in reviewer.get(row.get_absolute_url()).content.decode()

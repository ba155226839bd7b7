"""Review before publication: hand in, talk about it, send back or approve. What is approved is what is published."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from humus.kit import richtext
from humus.kit.access import may, require
from humus.kit.errors import DeedError
from humus.kit.happenings import happened
from humus.pages.domain.locking import lock_page
from humus.pages.domain.publishing import is_reviewed, merged, publish, words
from humus.pages.models import Draft, Page, Proposal, ProposalWriter, Remark, Room, SentBack, Text, Version
from humus.people.models import Person
from humus.spaces.models import Membership

LONGEST_REMARK = 4000
Save = Callable[[Page], Any]


@transaction.atomic
def propose(
    *,
    actor: Any,
    page: Page,
    language: str,
    title: str = "",
    body: dict[str, Any] | None = None,
    note: str = "",
    base: int | None = None,
    together: bool = False,
    restored_from: int | None = None,
    request_key: str = "",
    save_detail: Save | None = None,
    publish_at: datetime | None = None,
    zone: str = "",
) -> Proposal:
    """Hand the words in as they are now; handed in before, they take the place of those. Where the space asks for
    no review, only a later moment of publication is worth it.

    ``together`` takes the words of the room. ``publish_at`` is when they are to be published, ``zone`` whose clock it
    was read on. The same ``request_key`` is accepted for the sake of the form; handing in twice is handing in once.
    """
    page = lock_page(page)
    require("page.edit", actor, page)
    row = Proposal.objects.select_for_update().living().filter(page=page, language=language, author=actor).first()
    row = row or Proposal(page=page, language=language, author=actor, round=0)
    _take_words(row, page, actor, title, body, base, together)
    row.page, row.note, row.restored_from = page, " ".join(note.split())[:250], restored_from
    row.detail = _detail_after(page, save_detail)
    row.state = "waiting" if is_reviewed(page) else "ready"
    if row.state == "ready" and publish_at is None:
        raise DeedError(_("Please give a day and an hour."), field="publish_at")
    row.publish_at, row.zone = publish_at, zone if publish_at else ""
    row.asked_at, row.decided_by, row.decided_at = timezone.now(), None, None
    row.round += 1
    row.save()
    name_writers(row)
    note_deed(row, actor, "handed_in" if row.state == "waiting" else "scheduled", row.note)
    if row.state == "waiting":
        tell(row, "review.asked", actor, reviewers(row))
    return row


def put_forward(*, actor: Any, page: Page, **given: Any) -> Version | Proposal:
    """Publish, or hand in where the space asks for a review; ``given`` as for ``publish``."""
    return propose(actor=actor, page=page, **given) if is_reviewed(page) else publish(actor=actor, page=page, **given)


def _take_words(
    row: Proposal, page: Page, actor: Any, title: str, body: dict[str, Any] | None, base: int | None, together: bool
) -> None:
    """The words with what was published since; the author's draft then is the same."""
    row.together = together
    text = Text.objects.filter(page=page, language=row.language).first()
    row.base = text.number if text else 0
    if together:
        from humus.pages.domain import rooms

        rooms.open_room(page, row.language)
        title, body, row.base = rooms.words_in(page, row.language) or (title, body, row.base)
        row.room_last = Room.objects.get(page=page, language=row.language).last
    new = words(title, body or {})
    if not together and text and base is not None and base < text.number:
        new = merged(page, text, new, base)
    row.title, row.body = new.title, new.body
    if not together:
        kept = {"title": new.title, "body": new.body, "base": row.base}
        Draft.objects.update_or_create(page=page, person=actor, language=row.language, defaults=kept)


def _detail_after(page: Page, save_detail: Save | None) -> dict[str, Any]:
    """The columns of the kind as the form would store them, without storing them."""
    snapshot = page.behaviour.snapshot
    if snapshot is None:
        return {}
    point = transaction.savepoint()
    try:
        trial = Page.objects.select_related("space").get(pk=page.pk)
        if save_detail:
            save_detail(trial)
        return snapshot(Page.objects.select_related("space").get(pk=page.pk))
    finally:
        transaction.savepoint_rollback(point)


def name_writers(row: Proposal) -> None:
    """All who wrote in the room or whose suggestions were taken over there, so that none of them approves it."""
    row.writers.all().delete()
    if not row.together:
        return
    from humus.pages.domain import rooms

    room = Room.objects.filter(page=row.page, language=row.language).first()
    people = {person.pk for person in rooms.unpublished(room)}
    people |= set(rooms.taken_over(row.page, row.language).values_list("person_id", flat=True))
    people -= {row.author_id, None}
    ProposalWriter.objects.bulk_create(ProposalWriter(proposal=row, person_id=one) for one in sorted(people))


def note_deed(row: Proposal, actor: Any, deed: str, said: str = "") -> Remark:
    return Remark.objects.create(proposal=row, person=actor, deed=deed, words=said, round=row.round)


def locked(row: Proposal, *states: str) -> Proposal:
    """The proposal as it is now, held with its page until the end of the transaction; in one of these states."""
    page = lock_page(row.page)
    row = Proposal.objects.select_for_update(of=("self",)).select_related("author").get(pk=row.pk)
    row.page = page
    return among(row, *states) if states else row


def among(row: Proposal, *states: str) -> Proposal:
    """The same, refused in any other state than these."""
    if row.state not in states:
        raise DeedError(_("This was settled meanwhile. Please look again."))
    return row


@transaction.atomic
def remark(*, actor: Any, proposal: Proposal, said: str) -> Remark:
    """Say something about it; the others who took part hear of it."""
    row = locked(proposal)
    if not (may("proposal.own", actor, row) or may("proposal.decide", actor, row)):
        require("proposal.decide", actor, row)
    made = note_deed(row, actor, "said", _said(said))
    part = Person.objects.active().filter(remarks__proposal=row).exclude(pk=actor.pk).distinct()
    tell(row, "review.remarked", actor, {*part, row.author} - {actor})
    return made


def _said(said: str) -> str:
    said = said.strip()
    if not said:
        raise DeedError(_("Please write a few words."), field="words")
    if len(said) > LONGEST_REMARK:
        raise DeedError(_("That is too long: at most 4,000 characters."), field="words")
    return said


@transaction.atomic
def send_back(*, actor: Any, proposal: Proposal, reason: str) -> Proposal:
    """The author has it again, with the reason; an approval given before falls."""
    row = locked(proposal, "waiting", "approved")
    require("proposal.decide", actor, row)
    note_deed(row, actor, "sent_back", _said(reason))
    SentBack.objects.get_or_create(proposal=row, round=row.round, defaults={"title": row.title, "body": row.body})
    return _decided(row, actor, "sent_back", "review.sent_back")


@transaction.atomic
def approve(*, actor: Any, proposal: Proposal, round: int) -> Proposal:
    """Approve the words of this ``round``; publishing them is a deed of its own (``releasing.release``)."""
    row = locked(proposal, "waiting")
    require("proposal.decide", actor, row)
    if row.round != round:
        raise DeedError(_("It was handed in anew while you read. Please look again before you approve it."))
    if is_outdated(row):
        raise DeedError(_("Another version was published since it was handed in. Please send it back."))
    note_deed(row, actor, "approved")
    return _decided(row, actor, "approved", "review.approved")


def _decided(row: Proposal, actor: Any, state: str, verb: str) -> Proposal:
    row.state, row.decided_by, row.decided_at = state, actor, timezone.now()
    row.save(update_fields=["state", "decided_by", "decided_at"])
    tell(row, verb, actor, {row.author})
    return row


@transaction.atomic
def withdraw(*, actor: Any, proposal: Proposal) -> Proposal:
    """The author takes it back; the draft stays."""
    row = locked(proposal, "waiting", "approved", "ready", "sent_back", "void", "failed")
    require("proposal.own", actor, row)
    note_deed(row, actor, "withdrawn")
    row.state = "withdrawn"
    row.save(update_fields=["state"])
    return row


def edited(actor: Any, page: Page, language: str, title: str, body: dict[str, Any]) -> None:
    """The author goes on writing: an approval of other words than these is void."""
    rows = Proposal.objects.filter(page=page, author=actor, language=language, state="approved", together=False)
    for row in rows.select_for_update(of=("self",)):
        if not same_words(row, title, body):
            void(row, actor, "void")


def void(row: Proposal, actor: Any, why: str) -> None:
    row.state = "void"
    row.save(update_fields=["state"])
    note_deed(row, actor, why)


def is_outdated(row: Proposal) -> bool:
    return Text.objects.filter(page=row.page, language=row.language, number__gt=row.base).exists()


def same_words(row: Proposal, title: str, body: Any) -> bool:
    return row.title == title and bool(richtext.without_ids(row.body) == richtext.without_ids(body))


def has_changed(row: Proposal) -> bool:
    """Whether the author, or anybody in the room, has written since the words were handed in."""
    if row.together:
        return Room.objects.filter(page=row.page, language=row.language, last__gt=row.room_last).exists()
    draft = Draft.objects.filter(page=row.page, person=row.author_id, language=row.language).first()
    return draft is not None and not same_words(row, draft.title, draft.body)


def reviewers(row: Proposal) -> set[Person]:
    """Those of the space who may decide about it; where there is nobody, the secretariat."""
    people = Person.objects.active().with_roles()
    inside = people.filter(pk__in=Membership.objects.current().filter(space=row.page.space).values("person"))
    found = {one for one in inside if _decides(one, row)}
    return found or {one for one in people.holding("secretariat") if _decides(one, row)}


def _decides(person: Person, row: Proposal) -> bool:
    return may("proposal.decide", person, row) and Page.objects.within_reach(person).filter(pk=row.page_id).exists()


def tell(row: Proposal, verb: str, actor: Any, people: Any) -> None:
    """Let these people know. They hear of it on the page; before its first publication on the front of the space."""
    from humus.pages.domain.tree import front

    page = row.page if row.page.status == "published" else front(row.page.space)
    if page is not None:
        data = {"named": sorted(one.key for one in people), "proposal": row.key}
        happened(verb, actor=actor, page=page, data=data)

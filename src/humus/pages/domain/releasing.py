"""What was handed in becomes a version: at once, or by the worker at its moment. Never twice, never past the rights."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from humus.kit.access import may, require
from humus.kit.errors import DeedError
from humus.pages.domain import proposing
from humus.pages.domain.proposing import locked, note_deed
from humus.pages.domain.publishing import Approval, publish
from humus.pages.models import Draft, Page, Proposal, Room, Version


class Fallen(DeedError):
    """The approval does not hold any more; ``why`` is the deed under which that is remembered."""

    def __init__(self, why: str) -> None:
        super().__init__(
            _("The text was changed after it was approved. Please hand it in again.")
            if why == "void"
            else _("Another version was published meanwhile. Please bring both together and hand it in again.")
        )
        self.why = why


def release(*, actor: Any, proposal: Proposal) -> Version:
    """Publish what was approved, by its author or by whoever may approve. A fallen approval is remembered as such."""
    try:
        with transaction.atomic():
            row = locked(proposal)
            if row.state == "published" and row.version_id:
                return Version.objects.select_related("page__space").get(pk=row.version_id)
            if not may("proposal.own", actor, row):
                require("proposal.decide", actor, row)
            return publish_row(proposing.among(row, "approved"))
    except Fallen as fallen:
        with transaction.atomic():
            proposing.void(locked(proposal), actor, fallen.why)
        raise


def publish_row(row: Proposal) -> Version:
    """The locked proposal as a version of its author, who must still have the right."""
    page, approval = row.page, None
    _still_there(row)
    if row.state == "ready":
        _follow(row)
    if row.state == "approved":
        if proposing.is_outdated(row):
            raise Fallen("outdated")
        if proposing.has_changed(row):
            raise Fallen("void")
        approval = Approval(row.decided_by, row.decided_at) if row.decided_by else None
    restore = page.behaviour.restore
    version = publish(
        actor=row.author,
        page=page,
        language=row.language,
        title=row.title,
        body=row.body,
        note=row.note,
        base=row.base,
        request_key=f"proposal-{row.key}-{row.round}",
        restored_from=row.restored_from,
        save_detail=(lambda page: restore(page, row.detail)) if restore and row.detail else None,
        keep_draft=row.together or proposing.has_changed(row),
        approval=approval,
        writers=_writers(row) if row.together else (),
    )
    if row.together:
        _settle_room(row, version)
    row.page, row.state, row.version = version.page, "published", version
    row.save(update_fields=["state", "version"])
    note_deed(row, row.author, "published")
    return version


def _follow(row: Proposal) -> None:
    """What needs no approval is published as the draft, or the room, is at that moment."""
    if row.together:
        from humus.pages.domain import rooms

        room = rooms.open_room(row.page, row.language)
        found = rooms.words_in(row.page, row.language)
        if found:
            row.title, row.body, row.base = found
        row.room_last = room.last
        proposing.name_writers(row)
    else:
        draft = Draft.objects.filter(page=row.page, person=row.author_id, language=row.language).first()
        if draft is not None:
            row.title, row.body, row.base = draft.title, draft.body, draft.base
    row.save(update_fields=["title", "body", "base", "room_last"])


def _still_there(row: Proposal) -> None:
    """The author has an account, sees the page and may write it; asked for at the moment of publication."""
    author = row.author
    seen = author.is_active and Page.objects.visible_to(author).filter(pk=row.page_id).exists()
    if not seen or not may("page.edit", author, row.page):
        raise PermissionDenied("page.edit")


def _writers(row: Proposal) -> list[Any]:
    """The author and who else wrote it; whose changes were only suggested is named with them."""
    from humus.pages.domain import rooms

    others = set(rooms.taken_over(row.page, row.language).values_list("person_id", flat=True))
    writers = [writer.person for writer in row.writers.select_related("person") if writer.person_id not in others]
    return [row.author, *writers] if writers else []


def _settle_room(row: Proposal, version: Version) -> None:
    """The room goes on from this version unless it was written in meanwhile."""
    from humus.pages.domain import rooms

    room = Room.objects.select_for_update().filter(page=row.page, language=row.language).first()
    if room is not None and room.last == row.room_last:
        room.writers.all().delete()
        rooms.taken_over(row.page, row.language).update(version=version)
        Room.objects.filter(pk=room.pk).update(base=version.number)

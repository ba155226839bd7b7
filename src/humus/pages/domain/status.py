"""Archive, bin, bring back, destroy: always the page with all below it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from humus.kit.access import require
from humus.kit.errors import DeedError
from humus.kit.happenings import happened
from humus.pages.domain.locking import lock_page, lock_spaces
from humus.pages.models import Page


def _whole(actor: Any, page: Page, right: str = "page.organise") -> tuple[Page, Any]:
    """The locked page and the queryset of it and all below."""
    lock_spaces(page.space)
    page = lock_page(page)
    require(right, actor, page)
    if page.is_front:
        raise DeedError(_("The front page of a space stays; archive the space instead."))
    return page, Page.objects.filter(path__startswith=page.path)


@transaction.atomic
def archive(*, actor: Any, page: Page) -> int:
    """Keep readable with a banner, out of lists and search. Answers how many pages."""
    page, whole = _whole(actor, page)
    count = whole.filter(status="published").update(
        status="archived", status_before="published", status_at=timezone.now(), status_by=actor
    )
    happened("page.archived", actor=actor, page=page, data={"pages": count})
    return int(count)


@transaction.atomic
def unarchive(*, actor: Any, page: Page) -> int:
    page, whole = _whole(actor, page)
    if page.parent and page.parent.status == "archived":
        raise DeedError(_("The page above is archived too; bring that one back first."))
    count = whole.filter(status="archived").update(status="published", status_at=timezone.now(), status_by=actor)
    happened("page.unarchived", actor=actor, page=page, data={"pages": count})
    return int(count)


@transaction.atomic
def to_bin(*, actor: Any, page: Page) -> int:
    """Out of sight for all but those who may bring it back."""
    page, whole = _whole(actor, page)
    count = 0
    for status in ("draft", "published", "archived"):
        count += whole.filter(status=status).update(
            status="binned", status_before=status, status_at=timezone.now(), status_by=actor
        )
    happened("page.binned", actor=actor, page=page, data={"pages": count})
    return count


@transaction.atomic
def bring_back(*, actor: Any, page: Page) -> int:
    page, whole = _whole(actor, page)
    if page.parent and page.parent.status == "binned":
        raise DeedError(_("The page above is in the bin too; bring that one back first."))
    count = 0
    for status in ("draft", "published", "archived"):
        count += whole.filter(status="binned", status_before=status).update(
            status=status, status_before="", status_at=timezone.now(), status_by=actor
        )
    happened("page.brought_back", actor=actor, page=page, data={"pages": count})
    return count


@transaction.atomic
def destroy(*, actor: Any, page: Page) -> None:
    """Delete for ever, with all below it; only from the bin."""
    page, whole = _whole(actor, page, "page.destroy")
    if page.status != "binned":
        raise DeedError(_("Only pages in the bin can be deleted for ever."))
    happened("page.destroyed", actor=actor, space=page.space, data={"title": page.title, "key": page.key})
    for one in whole.order_by("-depth"):
        Page.objects.filter(pk=one.pk).update(parent=None)
    Page.objects.get(pk=page.pk).delete()

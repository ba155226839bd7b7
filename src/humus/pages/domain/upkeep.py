"""Keep pages up to date: name an owner and a day, remind, and say that it is done."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from humus.kit.access import require
from humus.kit.errors import DeedError
from humus.kit.happenings import happened
from humus.pages.domain.locking import lock_page
from humus.pages.models import Page, Upkeep
from humus.people.models import Person
from humus.spaces.models import Membership

FARTHEST = timedelta(days=10 * 366)
REMINDED_BEFORE = timedelta(days=7)


@transaction.atomic
def keep(*, actor: Any, page: Page, owner: Person | None, due: date | None, note: str = "") -> Upkeep:
    """Say who looks after the page and by when it is to be brought up to date; a new day is reminded of anew."""
    page = lock_page(page)
    require("page.edit", actor, page)
    if page.status != "published":
        raise DeedError(_("Only published pages are kept up to date."))
    row = Upkeep.objects.select_for_update(of=("self",)).filter(page=page).first() or Upkeep(page=page)
    today = timezone.now().date()
    if due is not None and due != row.due and not today < due <= today + FARTHEST:
        raise DeedError(_("Choose a day that is still to come, within ten years."), field="due")
    if owner is not None and owner.pk != row.owner_id and not can_keep(owner, page):
        raise DeedError(_("Choose somebody who has an account and sees this page."), field="owner")
    if due != row.due:
        row.reminded = ""
    row.owner, row.due, row.note = owner, due, " ".join(note.split())[:250]
    row.set_by, row.set_at = actor, timezone.now()
    row.save()
    happened("page.upkeep_set", actor=actor, page=page, data=_told(row))
    return row


def _told(row: Upkeep) -> dict[str, str]:
    return {"due": row.due.isoformat() if row.due else "", "owner": row.owner.key if row.owner else ""}


def can_keep(person: Person, page: Page) -> bool:
    return person.is_active and Page.objects.visible_to(person).filter(pk=page.pk).exists()


def remind() -> int:
    """Tell those whose page is due within a week, and again on the day; how many pages."""
    today = timezone.now().date()
    rows = Upkeep.objects.filter(page__status="published", due__lte=today + REMINDED_BEFORE).exclude(reminded="due")
    found = 0
    for key in rows.exclude(reminded="soon", due__gt=today).values_list("pk", flat=True)[:1000]:
        found += _remind(key, today)
    return found


@transaction.atomic
def _remind(key: int, today: date) -> bool:
    row = Upkeep.objects.select_for_update(of=("self",)).select_related("page__space", "owner").get(pk=key)
    stage = "due" if row.due is not None and row.due <= today else "soon"
    if row.due is None or row.due > today + REMINDED_BEFORE or row.reminded in ("due", stage):
        return False
    row.reminded = stage
    row.save(update_fields=["reminded"])
    data = {"named": [one.key for one in keepers(row)]}
    happened(f"page.upkeep_{stage}", actor=None, page=row.page, data=data)
    return True


def keepers(row: Upkeep) -> list[Person]:
    """Its owner; where there is none who can, those who manage the space, else the secretariat."""
    if row.owner is not None and can_keep(row.owner, row.page):
        return [row.owner]
    space = row.page.space
    managing = Membership.objects.current().filter(space=space, role__in=space.behaviour.leading_roles)
    people = list(Person.objects.active().filter(pk__in=managing.values("person")))
    return people or list(Person.objects.active().holding("secretariat"))

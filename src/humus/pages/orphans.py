"""Pages that nobody looks after any more, and who might."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from humus.pages import kinds
from humus.pages.models import Page, Version
from humus.people.models import Person, SiteRole
from humus.spaces.models import Membership

AWAY = timedelta(days=365)


def present() -> Any:
    """People with an account who have signed in, or joined, within a year."""
    since = timezone.now() - AWAY
    return Person.objects.active().filter(Q(last_login__gte=since) | Q(joined_at__gte=since))


def around(space: Any) -> Any:
    """Those of them who belong to the space, or to the secretariat; ``space`` is an outer reference."""
    inside = Membership.objects.current().filter(space=space, person=OuterRef("pk"))
    office = SiteRole.objects.filter(person=OuterRef("pk"), revoked_at=None, role__in=("secretariat", "administrator"))
    return present().filter(Exists(inside) | Exists(office))


def orphans(person: Any, spaces: Any = None) -> Any:
    """Published pages that the person sees and whose owner, else author, has left or not come back for a year."""
    talk = [name for name, kind in kinds.KINDS.items() if not kind.reviewed]
    pages = Page.objects.visible_to(person).published().exclude(kind__in=talk)
    if spaces is not None:
        pages = pages.filter(space__in=spaces)
    pages = pages.annotate(keeper=Coalesce("upkeep__owner_id", "author_id"))
    here = around(OuterRef(OuterRef("space_id"))).filter(pk=OuterRef("keeper"))
    return pages.filter(~Exists(here)).select_related("space", "author", "upkeep__owner").order_by("-changed_at", "pk")


def suggest(pages: Sequence[Page]) -> None:
    """Put on each page as ``suggested`` who wrote most of it and still is there, else who manages its space, or None.

    Two queries, and one for each restricted page.
    """
    wrote = _writers(pages)
    manage = _managers({page.space_id for page in pages})
    for page in pages:
        likely = [*wrote.get(page.pk, []), *manage.get(page.space_id, [])]
        page.suggested = next((one for one in likely if _sees(one, page)), None)  # type: ignore[attr-defined]


def _sees(person: Person, page: Page) -> bool:
    return not page.view_guards or Page.objects.visible_to(person).filter(pk=page.pk).exists()


def _writers(pages: Sequence[Page]) -> dict[int, list[Person]]:
    asked = (
        Version.objects.filter(page__in=[page.pk for page in pages], author__isnull=False)
        .values("page_id", "page__space_id", "author_id")
        .annotate(n=Count("pk"), last=Max("at"))
        .filter(Exists(around(OuterRef(OuterRef("page__space_id"))).filter(pk=OuterRef("author_id"))))
        .order_by("page_id", "-n", "-last")
    )
    rows = list(asked)
    people = Person.objects.in_bulk({row["author_id"] for row in rows}) if rows else {}
    found: dict[int, list[Person]] = {}
    for row in rows:
        found.setdefault(row["page_id"], []).append(people[row["author_id"]])
    return found


def _managers(spaces: set[int]) -> dict[int, list[Person]]:
    held = Membership.objects.current().filter(space__in=spaces, person__in=present()).order_by("pk")
    found: dict[int, list[Person]] = {}
    for one in held.select_related("person", "space"):
        if one.role in one.space.behaviour.leading_roles:
            found.setdefault(one.space_id, []).append(one.person)
    return found

"""Deeds about what one is told: read it, follow things, set how often mail comes."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from humus.kit.errors import DeedError
from humus.kit.statements import ask
from humus.notifications.models import Cadence, Follow, Habits, Notice, SpaceHabit
from humus.notifications.notices.dues import plan
from humus.pages import domain as pages
from humus.pages.models import Page
from humus.people.models import Person
from humus.spaces.models import Space

# Written out because whoever has something unread asks it with every page.
READ_OF_PAGE = """
UPDATE notifications_notice n SET read_at = %(now)s FROM notifications_telling t
WHERE t.id = n.telling_id AND t.page_id = %(page)s AND n.person_id = %(person)s AND n.read_at IS NULL
RETURNING n.id
"""


def read(*, actor: Any, page: Page | None = None, notice: Notice | None = None) -> int:
    """Mark as read: one notice, those of a page, or all."""
    if page is not None:
        return len(ask(READ_OF_PAGE, {"now": timezone.now(), "page": page.pk, "person": actor.pk}))
    mine = Notice.objects.unread().filter(person_id=actor.pk)
    if notice is not None:
        mine = mine.filter(pk=notice.pk)
    return mine.update(read_at=timezone.now())


@transaction.atomic
def follow(*, actor: Any, page: Page, wanted: set[str]) -> None:
    """Follow from here exactly what is wanted: ``page``, ``tree``, ``space`` and ``label:NAME``."""
    pages.watch(actor=actor, page=page) if "page" in wanted else pages.unwatch(actor=actor, page=page)
    _set(actor, "tree" in wanted, page=page)
    _set(actor, "space" in wanted, space=page.space)
    for label in page.labels.values_list("name", flat=True):
        _set(actor, f"label:{label}" in wanted, label=label)


def follow_person(*, actor: Any, whom: Person, on: bool) -> None:
    """Follow somebody of the directory, or stop it."""
    _set(actor, on, whom=whom)


def is_carried(person: Any, label: str) -> bool:
    """Whether a page that the person may see carries the label."""
    return bool(label) and Page.objects.visible_to(person).published().filter(labels__name=label).exists()


def follow_label(*, actor: Any, label: str, on: bool) -> None:
    """Follow all pages with a label, or stop it. Raises ``DeedError`` where the person sees none that carries it."""
    if on and not is_carried(actor, label):
        raise DeedError(_("No page carries this label"))
    _set(actor, on, label=label)


def follow_space(*, actor: Any, space: Space) -> None:
    _set(actor, True, space=space)


def _set(actor: Any, on: bool, **of: Any) -> None:
    where: dict[str, Any] = {"page": None, "space": None, "label": "", "whom": None} | of
    if on:
        Follow.objects.get_or_create(person=actor, **where)
    else:
        Follow.objects.filter(person=actor, **where).delete()


def followed(person: Any, page: Page) -> set[str]:
    """What of this page the person follows, in the words of ``follow``."""
    mine = Follow.objects.filter(person=person)
    found = {"page"} if page.watches.filter(person=person).exists() else set()
    found |= {"tree"} if mine.filter(page=page).exists() else set()
    found |= {"space"} if mine.filter(space=page.space).exists() else set()
    return found | {f"label:{name}" for name in mine.exclude(label="").values_list("label", flat=True)}


@transaction.atomic
def set_habits(*, actor: Any, spaces: dict[Space, str], **fields: Any) -> Habits:
    """Keep how often mail comes; what waits for a letter is planned anew."""
    habits, _new = Habits.objects.update_or_create(person=actor, defaults=fields)
    SpaceHabit.objects.filter(person=actor, space__in=spaces).delete()
    SpaceHabit.objects.bulk_create(
        [SpaceHabit(person=actor, space=space, cadence=cadence) for space, cadence in spaces.items() if cadence]
    )
    plan_anew(actor, habits)
    return habits


@transaction.atomic
def stop_mail(*, person: Any) -> None:
    """No letters any more, of whatever space."""
    none = {"direct": Cadence.NONE, "cadence": Cadence.NONE}
    habits, _new = Habits.objects.update_or_create(person=person, defaults=none)
    SpaceHabit.objects.filter(person=person).delete()
    plan_anew(person, habits)


def plan_anew(person: Any, habits: Habits) -> None:
    now = timezone.now()
    otherwise = dict(SpaceHabit.objects.filter(person=person).values_list("space_id", "cadence"))
    waiting = Notice.objects.filter(person=person, mailed_at=None, read_at=None).select_related("telling__page")
    for notice in waiting.order_by("-pk")[:1000]:
        space = otherwise.get(notice.telling.page.space_id)
        notice.mail_at = plan(person.time_zone, habits, space, now).due(notice.reason)
        notice.save(update_fields=["mail_at"])

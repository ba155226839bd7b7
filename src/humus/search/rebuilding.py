"""The index is built anew where the platform has come to index more than what built it did: by the worker, in rounds,
while search goes on with what there is.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from django.core.exceptions import ObjectDoesNotExist
from django.db import models, transaction
from django.utils import timezone

from humus.organisations.models import Organisation
from humus.pages.domain.locking import lock_page
from humus.pages.models import Page, Text
from humus.people.models import Person
from humus.search import indexing
from humus.search.models import Rebuilding
from humus.spaces.models import Space

# Raised with every change of what is indexed: 1, names of countries; 2, spaces and organisations by language.
VERSION = 2
A_BATCH = 50
A_ROUND = 45.0

log = structlog.get_logger("humus.search")


@dataclass(frozen=True)
class Step:
    """One thing after the other, each in a transaction that holds it still, so that nothing older is written over
    what was published meanwhile.
    """

    rows: Callable[[], models.QuerySet[models.Model]]
    index: Callable[[int], None]


def _text(pk: int) -> None:
    """The page is locked first, as publications do."""
    page = lock_page(Page(pk=Text.objects.values_list("page_id", flat=True).get(pk=pk)))
    indexing.index_text(page, Text.objects.get(pk=pk))


def _organisation(pk: int) -> None:
    indexing.index_organisation(Organisation.objects.select_for_update().get(pk=pk))


def _person(pk: int) -> None:
    indexing.index_person(Person.objects.select_for_update().get(pk=pk))


def _space(pk: int) -> None:
    indexing.index_space(Space.objects.select_for_update().get(pk=pk))


STEPS = (
    Step(lambda: Text.objects.filter(number__gt=0), _text),
    Step(lambda: Organisation.objects.all(), _organisation),
    Step(lambda: Person.objects.all(), _person),
    Step(lambda: Space.objects.all(), _space),
)


def under_way() -> Rebuilding | None:
    """What is left to do; None where the index is what this version builds."""
    mark = Rebuilding.objects.filter(pk=1).first()
    return mark if mark and not mark.ended_at else None


def anew() -> Rebuilding:
    """Everything from the beginning, at once."""
    mark = _begin()
    while not mark.ended_at:
        _go_on(mark)
    return mark


def go_on(seconds: float = A_ROUND) -> bool:
    """One round of the worker; whether there was anything to do."""
    mark = Rebuilding.objects.filter(pk=1).first()
    if mark is None or mark.version < VERSION:
        mark = _begin()
    elif mark.ended_at or mark.version > VERSION:
        return False
    until = time.monotonic() + seconds
    while not mark.ended_at and time.monotonic() < until:
        _go_on(mark)
    return True


def _begin() -> Rebuilding:
    total = sum(step.rows().count() for step in STEPS)
    fresh = {"version": VERSION, "step": 0, "after": 0, "done": 0, "total": total, "ended_at": None}
    mark, _new = Rebuilding.objects.update_or_create(pk=1, defaults=fresh)
    log.info("index is built anew", version=VERSION, things=total)
    return mark


def _go_on(mark: Rebuilding) -> None:
    """The next batch, the next step, or what higher floors index."""
    if mark.step == len(STEPS):
        for again in indexing.AGAIN:
            again()
        mark.ended_at = timezone.now()
        log.info("index was built anew", version=mark.version, things=mark.done)
    else:
        step = STEPS[mark.step]
        batch = list(step.rows().filter(pk__gt=mark.after).order_by("pk").values_list("pk", flat=True)[:A_BATCH])
        for pk in batch:
            _index(step, pk)
        mark.done += len(batch)
        mark.step, mark.after = (mark.step, batch[-1]) if batch else (mark.step + 1, 0)
    mark.save()


def _index(step: Step, pk: int) -> None:
    """One thing that cannot be indexed keeps no other from it; what is gone meanwhile needs no entry."""
    try:
        with transaction.atomic():
            step.index(pk)
    except ObjectDoesNotExist:
        return
    except Exception:
        log.exception("not indexed", step=STEPS.index(step), id=pk)

"""How the reader of an event stands to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from humus.events.models import Admission, Event, Registration
from humus.events.registrations.domain import may_run
from humus.kit import answering


@dataclass(frozen=True)
class Standing:
    """What the page of an event says about taking part; ``left`` is None where places are not counted."""

    admission: Admission | None
    mine: Registration | None
    coming: int
    waiting: int
    may_run: bool
    # Where a plain yes registers the reader.
    written_to: str = ""

    @property
    def left(self) -> int | None:
        capacity = self.admission.capacity if self.admission else None
        return None if capacity is None else max(0, capacity - self.coming)

    @property
    def link(self) -> str:
        """For who has a place and, as long as it takes place, for who runs it."""
        if self.admission is None or self.admission.event.cancelled:
            return ""
        if self.may_run:
            return self.admission.link
        return self.admission.shown_link if self.mine and self.mine.state == "seated" else ""

    @property
    def one_click(self) -> bool:
        return self.admission is not None and not self.admission.questions


def standing(event: Event, person: Any) -> Standing:
    """One query where nobody registers, three where one may."""
    admission = Admission.objects.filter(event=event).first()
    run = may_run(person, event)
    if admission is None:
        return Standing(None, None, 0, 0, run)
    admission.event = event
    rows = list(admission.registrations.active().values_list("seated_at", flat=True))
    coming = sum(at is not None for at in rows)
    mine = None
    if person.is_authenticated:
        mine = admission.registrations.filter(person=person, cancelled_at=None).first()
    way = ""
    if person.is_authenticated and mine is None and admission.is_open:
        way = answering.address("e", person.pk, event.page.key)
    return Standing(admission, mine, coming, len(rows) - coming, run, way)

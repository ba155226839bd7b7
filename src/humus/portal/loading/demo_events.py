"""Invented events of the coming weeks, so that a demonstration always has something ahead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

from django.utils import timezone

from humus.events import dates
from humus.events.models import Admission, Event, Session
from humus.kit import richtext
from humus.pages.domain import front
from humus.pages.domain.planting import plant
from humus.pages.models import Page
from humus.spaces.models import Space

NOTE = {
    "en": "An invented event of the demonstration.",
    "fr": "Événement inventé pour la démonstration.",
    "es": "Acto inventado para la demostración.",
}


@dataclass(frozen=True)
class DemoEvent:
    slug: str
    space: str
    kind: str
    title: dict[str, str]
    in_days: int
    days: int
    hours: tuple[int, int]
    zone: str
    place: str = ""
    country: str = ""
    online: bool = True

    @property
    def first(self) -> date:
        return timezone.now().date() + timedelta(days=self.in_days)


EVENTS = (
    DemoEvent(
        "demo-webinar-soil-water",
        "climate-soil-cop",
        "cop_webinar",
        {
            "en": "Three afternoons on soil and water",
            "fr": "Trois après-midi sur le sol et l’eau",
            "es": "Tres tardes sobre suelo y agua",
        },
        12,
        3,
        (13, 17),
        "Europe/Paris",
    ),
    DemoEvent(
        "demo-workshop-nairobi",
        "region-africa",
        "regional_conference",
        {
            "en": "Soils of the highlands: regional workshop",
            "fr": "Sols des hautes terres\u00a0: atelier régional",
            "es": "Suelos de las tierras altas: taller regional",
        },
        33,
        2,
        (9, 16),
        "Africa/Nairobi",
        place="Nairobi",
        country="KE",
        online=False,
    ),
    DemoEvent(
        "demo-meeting-a2",
        "task-force-a2",
        "task_force",
        {
            "en": "Task force A2: which projects next?",
            "fr": "Groupe de travail A2\u00a0: quels projets ensuite\u202f?",
            "es": "Grupo de trabajo A2: ¿qué proyectos siguen?",
        },
        5,
        1,
        (15, 16),
        "America/Bogota",
    ),
)


def load() -> int:
    for one in EVENTS:
        space = Space.objects.get(slug=one.space)
        texts = {code: (one.title[code], richtext.paragraphs(NOTE[code])) for code in one.title}
        page = plant(space=space, parent=front(space), slug=one.slug, kind="event", texts=texts, demonstration=True)
        _row(one, page)
    return len(EVENTS)


def _row(one: DemoEvent, page: Page) -> None:
    days = [one.first + timedelta(days=number) for number in range(one.days)]
    event = Event.objects.create(
        page=page,
        kind=one.kind,
        starts=days[0].isoformat(),
        ends=days[-1].isoformat(),
        zone=one.zone,
        place=one.place,
        country=one.country,
        online=one.online,
    )
    begin, end = (time(hour) for hour in one.hours)
    Session.objects.bulk_create(
        Session(
            event=event,
            starts_at=dates.moment(day, begin, one.zone),
            ends_at=dates.moment(day, end, one.zone),
        )
        for day in days
    )
    event.settle()
    Admission.objects.create(
        event=event, who="members" if one.space.startswith("task-force") else "anyone", capacity=60
    )

"""Kinds of event, and the page kind that events are."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from humus.pages import kinds
from humus.pages.kinds import PageKind

EVENT_KINDS: dict[str, str | Promise] = {
    "initiative_day": _("“4 per 1000” Day"),
    "governance": _("Governance meeting"),
    "task_force": _("Task-force meeting"),
    "regional_conference": _("Regional conference"),
    "cop_webinar": _("Community of Practice webinar"),
    "cop_workshop": _("Community of Practice workshop"),
    "cop_event": _("Community of Practice event"),
    "workshop": _("Workshop"),
    "side_event": _("Side event"),
    "stc_session": _("Session of the Scientific and Technical Committee"),
    "call": _("Call"),
    "call_opening": _("Opening of a call"),
    "call_closing": _("Closing of a call"),
    "launch": _("Launch"),
    "external": _("External event"),
}


def choices() -> list[tuple[str, str | Promise]]:
    return list(EVENT_KINDS.items())


def event_form() -> type:
    from humus.events.forms import EventForm

    return EventForm


def register() -> None:
    from humus.events import details

    kinds.register(
        "event",
        PageKind(
            _("Event"),
            icon="calendar",
            detail="event",
            form=event_form,
            header="events/event_header.html",
            card="events/cards/page.html",
            snapshot=details.snapshot,
            restore=details.restore,
            carried=details.carried,
            context=details.context,
            search_words=details.words,
            told=details.told,
            shared=details.shared,
            answer="e",
            hint=_("Where one may register: answer with one word, yes to take part, no to give your place back."),
        ),
    )

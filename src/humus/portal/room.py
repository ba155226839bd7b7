"""What the portal lays on the secretariat's table."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from humus.kit.room import Entry, add


def waiting_requests(person: Any) -> int:
    from humus.spaces.models import JoinRequest

    return JoinRequest.objects.waiting().count()


def furnish() -> None:
    add(
        Entry(
            url_name="secretariat_requests",
            group="people",
            label=_("Requests to join"),
            icon="send",
            about=_("What waits in any space, also where its leader does not answer."),
            count=waiting_requests,
        )
    )
    add(
        Entry(
            url_name="secretariat_spaces",
            group="spaces",
            label=_("Spaces"),
            icon="layers",
            about=_("Open spaces, see hidden and archived ones."),
        )
    )
    add(
        Entry(
            url_name="secretariat_pages",
            group="spaces",
            label=_("Pages of the site"),
            icon="edit",
            about=_("Words of the home page, help, privacy, terms."),
        )
    )
    add(
        Entry(
            url_name="secretariat_settings",
            label=_("Settings of the site"),
            icon="settings",
            about=_("Official website, address, contact, video."),
        )
    )
    add(
        Entry(
            url_name="secretariat_banner",
            label=_("Banner"),
            icon="flag",
            about=_("A notice above every page, for maintenance or news."),
        )
    )
    add(Entry(url_name="secretariat_log", label=_("Audit log"), icon="history", about=_("Who did what, and when.")))

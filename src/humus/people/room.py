"""What people lay on the secretariat's table."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from humus.kit import room


def furnish() -> None:
    room.add(
        room.Entry(
            url_name="secretariat_people",
            group="people",
            label=_("People"),
            icon="users",
            about=_("Find an account, suspend it, give roles on the site."),
        )
    )

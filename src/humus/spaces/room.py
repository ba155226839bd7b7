"""What spaces lay on the secretariat's table."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from humus.kit import room


def furnish() -> None:
    room.add(
        room.Entry(
            url_name="secretariat_invitations",
            group="people",
            label=_("Invitations"),
            icon="send",
            about=_("Invite people by e-mail, also straight into a space."),
        )
    )

"""What search lays on the secretariat's table."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from humus.kit.room import Entry, add


def furnish() -> None:
    add(
        Entry(
            url_name="secretariat_search",
            label=_("What people search for"),
            icon="search",
            about=_("What was sought and not found, and pages shown first."),
        )
    )
    add(
        Entry(
            url_name="glossary",
            label=_("Glossary"),
            icon="language",
            about=_("Terms of the field in several languages; searches use them."),
        )
    )

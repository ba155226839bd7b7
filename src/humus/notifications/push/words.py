"""What a device shows: who did what, and the title of a page that is open to everyone. Never a passage of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from humus.kit.direction import direction
from humus.notifications.notices.showing import Line
from humus.people.models import Person

MOST_TITLE, MOST_BODY = 120, 160


def of_line(line: Line, person: Person) -> dict[str, Any]:
    page = line.page
    open_to_all = page.space.visibility == "public" and not page.view_guards
    body = page.title if open_to_all else ""
    return _words(person, f"{line.who} {line.words}", body, reverse("notice", args=[line.notice.pk]), page.key)


def of_many(count: int, person: Person) -> dict[str, Any]:
    with translation.override(person.language or "en"):
        said = ngettext("%(count)d new notification", "%(count)d new notifications", count) % {"count": count}
    return _words(person, said, "", reverse("notices"), "many")


def first(person: Person) -> dict[str, Any]:
    with translation.override(person.language or "en"):
        said = _("Notifications come to this device now.")
    return _words(person, settings.SITE_NAME, said, reverse("notice_habits"), "first")


def _words(person: Person, title: str, body: str, url: str, tag: str) -> dict[str, Any]:
    """``url`` is a path of ours; of two with one ``tag`` the later takes the place of the earlier."""
    language = person.language or "en"
    return {
        "title": title[:MOST_TITLE],
        "body": body[:MOST_BODY],
        "url": url,
        "tag": tag,
        "lang": language,
        "dir": direction(language),
    }

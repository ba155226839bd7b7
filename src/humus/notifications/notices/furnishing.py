"""What notices add to the floors below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from humus.activity.telling import TOLD, Told
from humus.kit.happenings import Happening, listen
from humus.notifications import returning
from humus.notifications.models.returned import SOFT_MOST, SOFT_SPAN
from humus.notifications.notices import reviewing
from humus.notifications.notices.hearing import JOIN_ANSWERED, follow_joined, found, hear, join_answered
from humus.notifications.notices.panel import on_label, on_page, on_profile
from humus.pages import panels
from humus.pages.kinds import KINDS
from humus.people import sections
from humus.people.backends import ALONG
from humus.search import watching

UNREAD = """(SELECT count(*) FROM (SELECT 1 FROM notifications_notice n
  WHERE n.person_id = p.id AND n.read_at IS NULL LIMIT 100) u)"""

RETURNED = f"""(SELECT r.kind FROM notifications_returnedaddress r WHERE r.address = lower(p.email)
  AND (r.lasting OR (r.count >= {SOFT_MOST} AND r.last_at > now() - interval '{SOFT_SPAN.days} days')))"""  # noqa: S608 - two numbers of ours


def not_told_otherwise(happening: Happening) -> bool:
    """The first version of some kinds of page is told by their own app."""
    return not (happening.page.behaviour.tells and happening.data.get("number") == 1)


def new_versions(number: int) -> str:
    words = ngettext("published %(number)d new version", "published %(number)d new versions", number)
    return words % {"number": number}


def of_versions(datas: Sequence[dict[str, Any]]) -> list[str | None]:
    """What the kinds of page say of theirs, such as the hours of an event."""
    found: dict[str, str] = {}
    for kind in {data["kind"] for data in datas if "kind" in data}:
        told = KINDS[kind].told if kind in KINDS else None
        found |= told({data["page"] for data in datas if data.get("kind") == kind}) if told else {}
    return [found.get(data.get("page", ""), "") for data in datas]


def suggestions_of(page: Any, data: dict[str, Any]) -> str:
    return f"{page.short_url}suggestions/?language={data.get('language', '')}"


def decided(datas: Sequence[dict[str, Any]]) -> list[str | None]:
    words = _("Accepted: %(accepted)d, declined: %(declined)d.")
    return [words % {"accepted": data["accepted"], "declined": data["declined"]} for data in datas]


def join_answers(datas: Sequence[dict[str, Any]]) -> list[str | None]:
    return [str(_("Accepted.") if data["accepted"] else _("Not accepted; the reason stands there.")) for data in datas]


def sought_for(datas: Sequence[dict[str, Any]]) -> list[str | None]:
    return [_("Search: %(words)s") % {"words": data["sought"]} for data in datas]


def furnish() -> None:
    TOLD["page.published"] = Told(
        words=_("published a new version"),
        first=_("published a new page"),
        again=new_versions,
        heard=not_told_otherwise,
        passages=of_versions,
        answer=lambda page, data: (page.behaviour.answer, page.key),
        hint=lambda page, data: page.behaviour.hint,
    )
    TOLD["suggestion.offered"] = Told(
        words=_("suggests changes"), to_you=_("suggests changes"), rule="page.edit", url=suggestions_of
    )
    TOLD["suggestion.decided"] = Told(
        words=_("decided on suggested changes"),
        to_you=_("decided on the changes that you suggested"),
        only_named=True,
        passages=decided,
        url=suggestions_of,
    )
    TOLD["search.fits"] = Told(
        words=_("published what fits a search that you watch"), only_seeking=True, passages=sought_for
    )
    TOLD[JOIN_ANSWERED] = Told(
        words=_("answered your request to join"),
        to_you=_("answered your request to join"),
        only_named=True,
        own=True,
        passages=join_answers,
        url=lambda page, data: page.space.get_absolute_url() if data["accepted"] else reverse("my_requests"),
    )
    watching.FOUND.append(found)
    TOLD.update(reviewing.told() | reviewing.upkeep())
    ALONG["unread"] = UNREAD
    ALONG["returned"] = RETURNED
    listen(hear)
    listen(follow_joined)
    listen(join_answered)
    listen(returning.hear)
    panels.register(on_page)
    sections.PROFILE.append(sections.Section(template="notifications/notices/on_profile.html", context=on_profile))
    panels.LABEL.append(sections.Section(template="notifications/notices/on_label.html", context=on_label))
    panels.MENU.append(panels.Item("page_follow", _("Follow more than this page"), "bell"))

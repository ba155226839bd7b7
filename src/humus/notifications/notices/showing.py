"""Notices as one shows them: in words, with a passage and an address, only of what still is there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from humus.activity.telling import TOLD
from humus.kit import answering
from humus.notifications.models import Notice
from humus.pages.reading import titled


@dataclass
class Line:
    notice: Notice
    who: str
    words: str
    passage: str
    url: str
    answer: str = ""
    hint: str = ""
    about: str = ""

    @property
    def page(self) -> Any:
        return self.notice.telling.page

    @property
    def title(self) -> str:
        """Of a matter of one's own the space is named: the page may be closed to the reader."""
        own = TOLD[self.notice.telling.verb].own
        return self.about or str(self.space.title if own else self.page.title)

    @property
    def why(self) -> str:
        """Nobody is named in the words of what is told only to those whom it concerns."""
        concerned = self.notice.direct and TOLD[self.notice.telling.verb].only_named
        return _("This concerns you") if concerned else str(self.notice.get_reason_display())

    @property
    def space(self) -> Any:
        return self.page.space


def lines(notices: Iterable[Notice], language: str | None = None) -> list[Line]:
    """Of one person. One query for the titles and one or two for each kind of happening; what is gone is left out."""
    notices = [notice for notice in notices if notice.telling.verb in TOLD]
    pages = {notice.telling.page_id: notice.telling.page for notice in notices}
    for page in titled(pages.values(), language):
        pages[page.pk] = page
    passages: dict[int, str | None] = {}
    about: dict[int, str] = {}
    for verb in {notice.telling.verb for notice in notices}:
        tellings = [notice.telling for notice in notices if notice.telling.verb == verb]
        found = TOLD[verb].passages([telling.data for telling in tellings])
        passages |= {telling.pk: passage for telling, passage in zip(tellings, found, strict=True)}
        titles = TOLD[verb].titles
        named = titles(notices[0].person, [telling.data for telling in tellings]) if titles else []
        about |= {telling.pk: title for telling, title in zip(tellings, named, strict=False)}
    shown = []
    for notice in notices:
        notice.telling.page = pages[notice.telling.page_id]
        passage = passages[notice.telling_id]
        if passage is not None:
            shown.append(_line(notice, passage, about.get(notice.telling_id, "")))
    return shown


def _line(notice: Notice, passage: str, about: str) -> Line:
    telling = notice.telling
    told = TOLD[telling.verb]
    said = {"named": told.to_you or _("named you"), "answered": told.to_you or _("answered you")}
    return Line(
        notice=notice,
        who=str(telling.actor) if telling.actor else settings.SITE_NAME if told.unsigned else _("Former member"),
        words=str(said.get(notice.reason) or told.said(telling.page, telling.data)),
        passage=passage,
        url=told.url(telling.page, telling.data),
        hint=str(told.hint(telling.page, telling.data)),
        about=about,
    )


def address(line: Line, person: Any) -> str:
    """Where this person answers it by mail; empty where that is not possible."""
    telling = line.notice.telling
    answer = TOLD[telling.verb].answer
    if answer is None:
        return ""
    kind, thing = answer(telling.page, telling.data)
    return answering.address(kind, person.pk, thing)

"""What is left of an event: its recording, from where it begins, and the page on which it goes on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from humus.events.models import Event
from humus.pages.models import Page
from humus.pages.reading import titled

OFFSET = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2})")
PLACE = re.compile(r"/(?:p/(?P<key>[a-z0-9]+)|s/(?P<space>[\w-]+)/(?P<slug>[\w-]+))/?")


def seconds_of(text: str) -> int:
    """“12:30” or “1:02:30”."""
    found = OFFSET.fullmatch(text.strip())
    if found is None or int(found[3]) > 59:
        raise ValidationError(_("Write 12:30 or 1:02:30."))
    return int(found[1] or 0) * 3600 + int(found[2]) * 60 + int(found[3])


def clock_of(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def link_at(url: str, seconds: int) -> str:
    """The address that begins at the offset: as YouTube wants it, else as a media fragment."""
    if not seconds:
        return url
    parts = urlsplit(url)
    if re.search(r"(^|\.)(youtube\.com|youtu\.be)$", parts.hostname or ""):
        query = [pair for pair in parse_qsl(parts.query) if pair[0] != "t"]
        return urlunsplit(parts._replace(query=urlencode([*query, ("t", str(seconds))])))
    return urlunsplit(parts._replace(fragment=f"t={seconds}"))


class AfterForm(forms.ModelForm):  # type: ignore[type-arg]
    offset = forms.CharField(
        label=gettext_lazy("The meeting begins at"),
        required=False,
        help_text=gettext_lazy("How far into the recording the meeting begins: 12:30."),
    )
    page_url = forms.CharField(
        label=gettext_lazy("Follow-up page"),
        required=False,
        max_length=400,
        help_text=gettext_lazy("The address of a page of this site, copied from the browser."),
    )
    field_order = ["recording", "offset", "page_url"]

    class Meta:
        model = Event
        fields = ["recording"]

    def __init__(self, *args: Any, person: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person
        event = self.instance
        self.initial["offset"] = clock_of(event.recording_starts) if event.recording_starts else ""
        self.initial["page_url"] = event.follow_up.get_absolute_url() if event.follow_up else ""

    def clean_offset(self) -> int:
        return seconds_of(self.cleaned_data["offset"]) if self.cleaned_data["offset"] else 0

    def clean_page_url(self) -> Page | None:
        """Only a page that the organiser may see; another is as if it did not exist."""
        text = self.cleaned_data["page_url"].strip()
        if not text:
            return None
        found = PLACE.fullmatch(urlsplit(text).path)
        pages = Page.objects.visible_to(self.person)
        where = {"key": found["key"]} if found and found["key"] else {}
        if found and found["slug"]:
            where = {"space__slug": found["space"], "slug": found["slug"]}
        page = pages.filter(**where).first() if where else None
        if page is None:
            raise ValidationError(_("There is no page at this address."))
        return page

    def save_for(self, page: Page) -> None:
        event = self.instance
        event.recording_starts, event.follow_up = self.cleaned_data["offset"], self.cleaned_data["page_url"]
        event.save(update_fields=["recording", "recording_starts", "follow_up"])


@dataclass(frozen=True)
class After:
    recording: str
    offset: str
    page: Page | None

    def __bool__(self) -> bool:
        return bool(self.recording or self.page)


def shown(event: Event, person: Any) -> After:
    """No query where there is no follow-up page; one that the reader may not see is left out."""
    offset = clock_of(event.recording_starts) if event.recording_starts else ""
    page = None
    if event.follow_up_id:
        found = Page.objects.visible_to(person).published().filter(pk=event.follow_up_id).select_related("space")
        page = next(iter(titled(found)), None)
    return After(link_at(event.recording, event.recording_starts) if event.recording else "", offset, page)

"""Addresses that other calendars fetch: the public ones, and private ones that one makes and takes back."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from humus.events.calendars.entries import in_scope
from humus.events.models import Feed
from humus.events.models.feed import digest_of
from humus.events.reading import named
from humus.kit.access import access
from humus.kit.errors import DeedError
from humus.kit.happenings import happened
from humus.kit.ids import secret_key
from humus.people.models import Person
from humus.spaces.models import Space

MOST_FEEDS, MOST_EVENTS = 20, 1000
BACK = timedelta(days=366)
# An owner who looks at the list learns on which day a feed was fetched last; not every fetch needs to be written down.
NOTE_AGAIN = timedelta(hours=1)


class FeedForm(forms.ModelForm):  # type: ignore[type-arg]
    space = forms.ModelChoiceField(
        Space.objects.none(), label=gettext_lazy("Space"), required=False, to_field_name="slug", empty_label="—"
    )

    class Meta:
        model = Feed
        fields = ["scope", "space", "name"]
        help_texts = {"name": gettext_lazy("So that you know later which one to take back: “Phone”, “Outlook”.")}

    def __init__(self, *args: Any, person: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["space"].queryset = Space.objects.visible_to(person).current()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        fields = super().clean() or {}
        if fields.get("scope") == "space" and not fields.get("space"):
            self.add_error("space", _("Choose the space."))
        if fields.get("scope") != "space":
            fields["space"] = None
        return fields


@transaction.atomic
def make(*, actor: Any, **fields: Any) -> str:
    """A new feed; its token is told this once, and only its sum is kept."""
    Person.objects.select_for_update().get(pk=actor.pk)
    if Feed.objects.filter(person=actor).count() >= MOST_FEEDS:
        raise DeedError(_("You have %(most)d feeds. Take one back first.") % {"most": MOST_FEEDS})
    token = secret_key()
    Feed.objects.create(person=actor, digest=digest_of(token), **fields)
    happened("event.feed_made", actor=actor, person=actor)
    return token


@access(GET="person", POST="person")
def feeds(request: HttpRequest) -> HttpResponse:
    form = FeedForm(request.POST or None, person=request.user)
    made = ""
    if request.method == "POST" and form.is_valid():
        try:
            token = make(actor=request.user, **form.cleaned_data)
            made = request.build_absolute_uri(reverse("calendar_feed", args=[token]))
            form = FeedForm(person=request.user)
        except DeedError as error:
            form.add_error(None, str(error))
    rows = Feed.objects.filter(person=request.user).select_related("space").order_by("-pk")
    context = {"form": form, "made": made, "feeds": rows, "webcal": "webcal" + made[made.find(":") :] if made else ""}
    response = render(request, "events/calendars/feeds.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "private, no-store"
    return response


@access(POST="person")
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(Feed, pk=pk, person=request.user).delete()
    happened("event.feed_taken_back", actor=request.user, person=request.user)
    messages.success(request, _("The address opens nothing any more."))
    return redirect("calendar_feeds")


@access(GET="anyone")
def private(request: HttpRequest, token: str) -> HttpResponse:
    """What the owner may see at this moment; an unknown, taken back or suspended one is not there."""
    feed = Feed.objects.opened_by(token).select_related("space").first()
    person = feed and Person.objects.with_roles().get(pk=feed.person_id)
    if feed is None or (feed.space and not Space.objects.visible_to(person).filter(pk=feed.space_id).exists()):
        raise Http404
    now = timezone.now()
    if feed.used_at is None or now - feed.used_at > NOTE_AGAIN:
        Feed.objects.filter(pk=feed.pk).update(used_at=now)
    events = in_scope(person, space=feed.space, mine=feed.scope == "mine")
    return _file(request, events, feed.space.title if feed.space else "", "private, no-cache")


@access(GET="anyone")
def public(request: HttpRequest) -> HttpResponse:
    return _file(request, in_scope(AnonymousUser()), "", "public, max-age=300")


@access(GET="anyone")
def public_of_space(request: HttpRequest, slug: str) -> HttpResponse:
    space = get_object_or_404(Space.objects.visible_to(AnonymousUser()), slug=slug)
    return _file(request, in_scope(AnonymousUser(), space=space), space.title, "public, max-age=300")


def _file(request: HttpRequest, events: Any, name: str, keep: str) -> HttpResponse:
    # Only here the library and its eighty modules are needed.
    from humus.events.icalendar_file import file_of

    recent = events.filter(over_at__gt=timezone.now() - BACK).order_by("begins_at", "pk")
    found = named(recent.prefetch_related("sessions")[:MOST_EVENTS])
    body = file_of(found, name=name)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["ETag"], response["Cache-Control"] = etag, keep
    response["X-Robots-Tag"] = "noindex"
    return response

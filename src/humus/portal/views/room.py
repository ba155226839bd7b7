"""The secretariat's room: what waits, and what only the secretariat sets."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from humus.activity.models import Activity
from humus.kit import room as table
from humus.kit.access import access
from humus.pages.reading import titled
from humus.portal import domain, log_values, log_words
from humus.portal.forms import BannerForm, LogForm, SiteForm
from humus.portal.models import SiteSetting
from humus.spaces.models import JoinRequest, Space

PAGE = 50
GROUPS = (
    ("people", gettext_lazy("People")),
    ("organisations", gettext_lazy("Organisations")),
    ("spaces", gettext_lazy("Spaces and pages")),
    ("site", gettext_lazy("The site")),
)


@access(GET="bureau")
def room(request: HttpRequest) -> HttpResponse:
    """Every entry that the person may open; those where something waits stand first."""
    entries = [
        {"entry": entry, "url": reverse(entry.url_name), "count": entry.count(request.user)}
        for entry in table.entries_for(request.user)
    ]
    waiting = [one for one in entries if one["count"]]
    groups = [(label, [one for one in entries if one["entry"].group == name]) for name, label in GROUPS]  # type: ignore[attr-defined]
    return render(request, "portal/room.html", {"waiting": waiting, "groups": [pair for pair in groups if pair[1]]})


@access(GET="secretariat")
def requests(request: HttpRequest) -> HttpResponse:
    """Requests to join that wait in any space, the oldest first."""
    waiting = JoinRequest.objects.waiting().select_related("space", "person").order_by("asked_at", "pk")
    page = Paginator(waiting, PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/requests.html", {"requests": page})


@access(GET="secretariat")
def spaces(request: HttpRequest) -> HttpResponse:
    """All spaces, hidden and archived ones too."""
    counted = Space.objects.with_people().annotate(
        pages_count=Count("pages", filter=Q(pages__status="published"), distinct=True),
        waiting_count=Count(
            "requests", filter=Q(requests__answered_at=None, requests__withdrawn_at=None), distinct=True
        ),
    )
    ordered = sorted(counted, key=lambda space: (space.archived_at is not None, space.kind, space.code, str(space)))
    return render(request, "portal/spaces.html", {"spaces": ordered})


@access(GET="secretariat", POST="secretariat")
def settings(request: HttpRequest) -> HttpResponse:
    now = SiteSetting.objects.as_dict()
    shown = {name: now.get(name.replace("_", "-"), "") for name in SiteForm.base_fields}
    form = SiteForm(request.POST or None, initial=shown)
    if request.method == "POST" and form.is_valid():
        domain.set_values(actor=request.user, **form.cleaned_data)
        messages.success(request, _("The settings are saved."))
        return redirect("secretariat_settings")
    context = {"form": form, "history": history(**{name: field.label for name, field in SiteForm.base_fields.items()})}
    return render(request, "portal/settings.html", context, status=422 if form.errors else 200)


def history(**labels: Any) -> list[SiteSetting]:
    """What was set before, newest first, each row with the label of its field."""
    called = {name.replace("_", "-"): label for name, label in labels.items()}
    rows = list(SiteSetting.objects.filter(name__in=called).select_related("set_by").order_by("-pk")[:20])
    for row in rows:
        row.label = called[row.name]  # type: ignore[attr-defined]
    return rows


@access(GET="secretariat", POST="secretariat")
def banner(request: HttpRequest) -> HttpResponse:
    now = SiteSetting.objects.as_dict().get("banner") or {}
    form = BannerForm(request.POST or None, initial={"text": now})
    if request.method == "POST" and form.is_valid():
        text = {} if "lift" in request.POST else form.cleaned_data["text"]
        domain.set_banner(actor=request.user, text=text)
        messages.success(request, _("Everyone sees the banner now.") if text else _("The banner is lifted."))
        return redirect("secretariat_banner")
    context = {"form": form, "shown": now, "history": history(banner=_("Banner"))}
    return render(request, "portal/banner.html", context, status=422 if form.errors else 200)


@access(GET="secretariat")
def log(request: HttpRequest) -> HttpResponse:
    """What happened on the platform, the newest first; nobody can change it."""
    form = LogForm(request.GET or None)
    things = ("actor", "person", "space", "organisation", "page__space")
    found = Activity.objects.select_related(*things).order_by("-pk")
    if form.is_bound and form.is_valid():
        found = found.filter(*wanted(form.cleaned_data))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    pages = {place.pk: place for place in titled(one.page for one in page if one.page)}
    for one in page:
        one.place = pages.get(one.page_id)
        # The front page of a space is called as the space is.
        called = one.place and one.place.shown_text and one.place.shown_text.title
        one.elsewhere = one.space if one.space and called != str(one.space) else None
        one.words = log_words.words(one.verb, for_another=bool(one.person_id) and one.person_id != one.actor_id)
        one.details = log_values.details(one.verb, one.data)
    return render(request, "portal/log.html", {"form": form, "log": page})


def wanted(fields: dict[str, Any]) -> list[Q]:
    who = fields["who"]
    asked = {
        "verb": Q(verb=fields["verb"]),
        "space": Q(space=fields["space"]),
        "since": Q(at__date__gte=fields["since"]),
        "until": Q(at__date__lte=fields["until"]),
        "who": Q(actor__name__icontains=who) | Q(actor__email__iexact=who) | Q(person__name__icontains=who),
    }
    return [condition for name, condition in asked.items() if fields[name]]

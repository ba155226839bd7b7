"""Keep pages up to date: one page's owner and day, and the list of all that are due or that nobody looks after."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from humus.kit.access import access, require
from humus.kit.errors import DeedError
from humus.pages import domain, orphans, reading
from humus.pages.models import Page, Upkeep
from humus.pages.models.upkeep import SOON
from humus.pages.views.finding import page_or_404, shell
from humus.people.models import Person
from humus.spaces import rules as space_rules
from humus.spaces.models import Membership

MOST, PER_PAGE = 200, 30


@access(GET="person", POST="person")
def upkeep(request: HttpRequest, key: str) -> HttpResponse:
    """Who looks after this page, and by when it is to be brought up to date."""
    page = page_or_404(request, key)
    require("page.edit", request.user, page)
    row = Upkeep.objects.select_related("owner").filter(page=page).first() or Upkeep(page=page)
    error = ""
    if request.method == "POST":
        try:
            saved = domain.keep(actor=request.user, page=page, **_asked(request, row))
            messages.success(request, _said(saved))
            return redirect(page.get_absolute_url())
        except DeedError as refusal:
            error = str(refusal)
    members = Membership.objects.current().filter(space=page.space).values("person")
    people = Person.objects.active().filter(Q(pk__in=members) | Q(pk__in=[row.owner_id, request.user.pk]))
    context = {
        "row": row,
        "people": people.order_by("name")[:500],
        "error": error,
        "due": request.POST.get("due", row.due.isoformat() if row.due else ""),
        "owner": request.POST.get("owner", row.owner.key if row.owner else ""),
        "note": request.POST.get("note", row.note),
        "tab": "upkeep",
    }
    return render(request, "pages/upkeep.html", shell(request, page) | context, status=400 if error else 200)


def _said(row: Upkeep) -> str:
    return _("The owner will be reminded in time.") if row.due else _("Kept; there is no day by which it is due.")


def _asked(request: HttpRequest, row: Upkeep) -> dict[str, Any]:
    """What the form says; ``done`` takes the day away and leaves the owner."""
    if "done" in request.POST:
        return {"owner": row.owner, "due": None}
    key, day = request.POST.get("owner", ""), request.POST.get("due", "").strip()
    owner = Person.objects.filter(key=key).first() if key else None
    if key and owner is None:
        raise DeedError(_("Choose somebody who has an account and sees this page."), field="owner")
    try:
        due = date.fromisoformat(day) if day else None
    except ValueError:
        raise DeedError(_("Please give a day."), field="due") from None
    return {"owner": owner, "due": due, "note": request.POST.get("note", "")}


@access(GET="person", POST="person")
def upkeeps(request: HttpRequest) -> HttpResponse:
    """Mine, what is due in the spaces that I look after, and the pages there that nobody looks after."""
    if request.method == "POST":
        return _given(request)
    person: Any = request.user
    spaces = None if person.is_secretariat else space_rules.spaces_with("manage", person)
    rows = Upkeep.objects.visible_to(person).select_related("page__space", "owner")
    within = rows if spaces is None else rows.filter(Q(page__space__in=spaces) | Q(owner=person))
    dated, mine = list(within.dated()[:MOST]), list(rows.filter(owner=person, due=None)[:MOST])
    reading.titled([row.page for row in [*dated, *mine]])
    context: dict[str, Any] = {"mine": mine, "manages": spaces is None or bool(spaces)}
    limit = timezone.now().date() + SOON
    context |= {"late": [row for row in dated if row.overdue]}
    context |= {"soon": [row for row in dated if not row.overdue and row.due is not None and row.due <= limit]}
    context |= {"later": [row for row in dated if row.due is not None and row.due > limit]}
    if context["manages"]:
        found = Paginator(orphans.orphans(person, spaces), PER_PAGE).get_page(request.GET.get("page"))
        found.object_list = reading.titled(found.object_list)
        orphans.suggest(found.object_list)
        context["orphans"] = found
    return render(request, "pages/upkeeps.html", context)


def _given(request: HttpRequest) -> HttpResponse:
    """Make the suggested person, or oneself, the owner of a page that nobody looks after."""
    page = Page.objects.visible_to(request.user).select_related("space").filter(key=request.POST.get("page")).first()
    owner = Person.objects.active().filter(key=request.POST.get("owner")).first()
    if page is None or owner is None:
        raise Http404
    require("page.edit", request.user, page)
    row = Upkeep.objects.filter(page=page).first() or Upkeep(page=page)
    try:
        domain.keep(actor=request.user, page=page, owner=owner, due=row.due, note=row.note)
        reading.text_of(page)
        words = _("%(name)s looks after “%(title)s” now.") % {"name": owner, "title": page.title}
        messages.success(request, words)
    except DeedError as refusal:
        messages.error(request, str(refusal))
    return redirect("upkeeps")

"""Labels, watching and restrictions of a page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from humus.kit import commas
from humus.kit.access import access, require
from humus.kit.errors import DeedError
from humus.pages import domain
from humus.pages.models import Restriction
from humus.pages.views.finding import page_or_404, shell
from humus.people.models import Person
from humus.spaces.models import Membership


@access(POST="person")
def labels(request: HttpRequest, key: str) -> HttpResponse:
    """Add one or several labels, or take one off."""
    page = page_or_404(request, key)
    try:
        if "remove" in request.POST:
            domain.remove_label(actor=request.user, page=page, name=request.POST["remove"])
        else:
            for name in commas.between(request.POST.get("name", "")) or [""]:
                domain.add_label(actor=request.user, page=page, name=name)
    except DeedError as refusal:
        messages.error(request, str(refusal))
    return redirect(page.get_absolute_url() + "#labels")


@access(POST="person")
def watch(request: HttpRequest, key: str) -> HttpResponse:
    page = page_or_404(request, key)
    if request.POST.get("watch") == "off":
        domain.unwatch(actor=request.user, page=page)
        messages.info(request, _("You no longer watch this page."))
    else:
        domain.watch(actor=request.user, page=page)
        messages.info(request, _("You watch this page."))
    return redirect(page.get_absolute_url())


@access(GET="person", POST="person")
def restrictions(request: HttpRequest, key: str) -> HttpResponse:
    """Who alone may view or edit this page and what lies below it."""
    page = page_or_404(request, key)
    require("page.restrict", request.user, page)
    members = Person.objects.active().filter(
        pk__in=Membership.objects.current().filter(space=page.space).values("person")
    )
    if request.method == "POST":
        for mode in ("view", "edit"):
            chosen = members.filter(key__in=request.POST.getlist(f"{mode}_people"))
            domain.restrict(
                actor=request.user, page=page, mode=mode, people=chosen, roles=request.POST.getlist(f"{mode}_roles")
            )
        restricted = Restriction.objects.filter(page=page).exists()
        messages.success(
            request,
            _("The restrictions are in force.")
            if restricted
            else _("Everyone who may see the space may see this page."),
        )
        return redirect(page.get_absolute_url())
    rows = Restriction.objects.filter(page=page)
    sets = [
        {
            "mode": mode,
            "people": set(rows.filter(mode=mode).exclude(person=None).values_list("person__key", flat=True)),
            "roles": set(rows.filter(mode=mode).exclude(role="").values_list("role", flat=True)),
            "inherited": [guard for guard in guards if guard != page.pk],
        }
        for mode, guards in (("view", page.view_guards), ("edit", page.edit_guards))
    ]
    context = {
        "sets": sets,
        "members": members.order_by("name")[:500],
        "roles": [(name, role.label) for name, role in page.space.behaviour.roles.items()],
        "tab": "restrictions",
    }
    return render(request, "pages/restrictions.html", shell(request, page) | context)

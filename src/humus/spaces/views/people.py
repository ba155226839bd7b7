"""The people of a space by role; those who manage it answer requests, change roles and end memberships."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from humus.kit import spreadsheet
from humus.kit.access import access, may, require
from humus.kit.errors import DeedError
from humus.people.models import Person
from humus.spaces import domain, panels, partnership, table
from humus.spaces.domain import inviting
from humus.spaces.finding import in_space
from humus.spaces.forms.joining import AnswerForm, AppointForm, EndForm, RoleForm
from humus.spaces.models import Space

# How many people of each role stand on one screen.
PAGE = 60


def _page(request: HttpRequest, space: Space, **extra: Any) -> dict[str, Any]:
    manages = request.user.is_authenticated and may("space.manage", request.user, space)
    number = request.GET.get("page", "1")
    skip = (int(number) - 1) * PAGE if number.isdecimal() and len(number) < 5 and int(number) else 0
    groups = panels.people_by_role(space, request.user, most=PAGE, skip=skip)
    most = max((group["count"] for group in groups), default=0)
    return {
        "space": space,
        "groups": groups,
        "page": Paginator(range(most), PAGE).get_page(number),
        "standing": panels.standing(space, request.user),
        "manages": manages,
        "may_take": may("space.take_list", request.user, space),
        "requests": waiting(space) if manages else [],
        "invitations": space.invitations.open().select_related("invited_by") if manages else [],
        "appoint": extra.get("appoint") or (AppointForm(space=space) if manages else None),
    }


def waiting(space: Space) -> list[Any]:
    """The requests that wait here, with the words a reader needs."""
    found = list(space.requests.waiting().select_related("person"))
    regions = panels.region_names() if any(one.region for one in found) else {}
    for one in found:
        one.space, one.region_name = space, regions.get(one.region, one.region)
    return found


@access(GET="anyone", POST="object")
@in_space()
def people(request: HttpRequest, space: Space) -> HttpResponse:
    """Read the list; a POST brings somebody in."""
    if request.method != "POST":
        return render(request, "spaces/people.html", _page(request, space))
    require("space.manage", request.user, space)
    form = AppointForm(request.POST, space=space)
    if form.is_valid():
        try:
            bring_in(request, space, form.cleaned_data)
            return redirect("space_people", slug=space.slug)
        except DeedError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
    return render(request, "spaces/people.html", _page(request, space, appoint=form), status=422)


@access(POST="object")
@in_space()
def taken(request: HttpRequest, space: Space) -> HttpResponse:
    """The list as a table for a spreadsheet."""
    return spreadsheet.download(table.people_of(actor=request.user, space=space), f"people-{space.slug}")


def bring_in(request: HttpRequest, space: Space, fields: dict[str, Any]) -> None:
    """Somebody with an account is in at once; somebody without gets a letter."""
    email = fields["email"]
    if Person.objects.active().filter(email__iexact=email).exists():
        membership = domain.appoint(actor=request.user, space=space, **fields)
        messages.success(request, _("%(name)s is in the space now.") % {"name": membership.person})
        return
    language = get_language() or "en"
    inviting.invite(actor=request.user, space=space, email=email, role=fields["role"], language=language)
    messages.success(request, _("%(email)s has no account yet: an invitation is on its way.") % {"email": email})


@access(GET="object", POST="object")
@in_space()
def answer(request: HttpRequest, space: Space, pk: int) -> HttpResponse:
    """One request: accept it, or decline it with a reason."""
    require("space.manage", request.user, space)
    asked = get_object_or_404(space.requests.select_related("person", "answered_by"), pk=pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        accept = request.POST.get("answer") == "accept"
        try:
            domain.answer(actor=request.user, request=asked, accept=accept, reason=form.cleaned_data["reason"])
            said = _("%(name)s is in the space now.") if accept else _("%(name)s was told your reason.")
            messages.success(request, said % {"name": asked.person})
            # Whoever came from the queue of all spaces goes on there.
            queue = "queue" in request.GET and request.user.is_secretariat
            return redirect("secretariat_requests") if queue else redirect("space_people", slug=space.slug)
        except DeedError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
    role = space.behaviour.roles.get(asked.role)
    context = {"space": space, "asked": asked, "form": form, "role": role}
    context["region_name"] = panels.region_names().get(asked.region, "") if asked.region else ""
    context["partners"] = partnership.partners_of(asked.person) if role and role.partner_only else []
    return render(request, "spaces/answer.html", context, status=422 if form.errors else 200)


@access(GET="object", POST="object")
@in_space()
def membership(request: HttpRequest, space: Space, pk: int) -> HttpResponse:
    """One person's role: change it or end it."""
    require("space.manage", request.user, space)
    row = get_object_or_404(space.memberships.current().select_related("person", "space"), pk=pk)
    ending = "end" in request.POST
    change = RoleForm(
        None if ending else request.POST or None, space=space, initial={"role": row.role, "region": row.region}
    )
    end = EndForm(request.POST if ending else None)
    form = end if ending else change
    if request.method == "POST" and form.is_valid():
        try:
            deed = domain.end if ending else domain.change_role
            deed(actor=request.user, membership=row, **form.cleaned_data)
            messages.success(request, _("Done. %(name)s will see the change.") % {"name": row.person})
            return redirect("space_people", slug=space.slug)
        except DeedError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
    context = {"space": space, "row": row, "change": change, "end": end}
    return render(request, "spaces/membership.html", context, status=422 if form.errors else 200)

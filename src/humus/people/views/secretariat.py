"""Accounts, for the secretariat; roles on the site, for administrators."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from humus.kit import spreadsheet
from humus.kit.access import access, may
from humus.kit.errors import DeedError
from humus.people import countries, domain, recovering, table
from humus.people.facets import by_name, like
from humus.people.forms import ResetForm, RoleForm, SuspendForm
from humus.people.models import Person
from humus.people.models.role import SITE_ROLES

STATES: dict[str, dict[str, Any]] = {
    "suspended": {"erased_at": None, "suspended_at__isnull": False},
    "roles": {"roles__revoked_at": None, "roles__isnull": False},
    "new": {"last_login": None, "erased_at": None},
}


def chosen(request: HttpRequest) -> tuple[QuerySet[Person], str, str]:
    """The accounts that the address asks for, its words and its state."""
    words, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    found = like(Person.objects.with_roles().filter(erased_at=None), words, "name", "email")
    if state in STATES:
        found = found.filter(pk__in=Person.objects.filter(**STATES[state]).values("pk"))
    return by_name(found), words, state


@access(POST="secretariat")
def written(request: HttpRequest) -> HttpResponse:
    """What the list shows, as a table for a spreadsheet."""
    found, _words, _state = chosen(request)
    return spreadsheet.download(table.written(actor=request.user, people=found), "people")


@access(GET="secretariat")
def people(request: HttpRequest) -> HttpResponse:
    found, words, state = chosen(request)
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    labels = (
        ("", _("Everyone")),
        ("suspended", _("Suspended")),
        ("roles", _("With a role")),
        ("new", _("Never came in")),
    )
    tabs = [{"label": label, "url": f"?state={key}", "current": key == state, "count": None} for key, label in labels]
    for person in page:
        person.role_labels = [str(SITE_ROLES[role]) for role in sorted(person.site_roles) if role in SITE_ROLES]
    return render(
        request, "people/secretariat/people.html", {"page": page, "words": words, "state": state, "tabs": tabs}
    )


def found(request: HttpRequest, key: str) -> Person:
    return get_object_or_404(Person.objects.visible_to(request.user).with_roles(), key=key, erased_at=None)


@access(GET="secretariat")
def account(request: HttpRequest, key: str) -> HttpResponse:
    return show(request, found(request, key))


def show(request: HttpRequest, person: Person, **sent: Any) -> HttpResponse:
    context = {
        "whose": person,
        "country": countries.country_name(person.country) if person.country else "",
        "roles": person.roles.select_related("granted_by", "revoked_by").order_by("revoked_at", "granted_at"),
        "labels": SITE_ROLES,
        "suspensions": person.suspensions.select_related("suspended_by", "lifted_by").order_by("-suspended_at"),
        "may_suspend": may("person.suspend", request.user, person),
        "may_merge": may("person.merge", request.user, person),
        "may_give_roles": may("person.roles", request.user, person),
        "may_reset": may("person.reset_second_factor", request.user, person),
        "factors": Authenticator.objects.filter(user=person).order_by("created_at"),
        "form": SuspendForm(),
        "role_form": RoleForm(),
        "reset_form": ResetForm(),
    }
    return render(request, "people/secretariat/account.html", context | sent, status=422 if sent else 200)


def done(request: HttpRequest, person: Person, deed: Callable[..., Any], words: str, **known: Any) -> HttpResponse:
    """Do it, say what came of it, and go back to the account."""
    try:
        deed(actor=request.user, person=person, **known)
    except DeedError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
        if person.pk == request.user.pk:
            update_session_auth_hash(request, Person.objects.get(pk=person.pk))
    return redirect("secretariat_account", key=person.key)


@access(POST="secretariat")
def suspend(request: HttpRequest, key: str) -> HttpResponse:
    person, form = found(request, key), SuspendForm(request.POST)
    if not form.is_valid():
        return show(request, person, form=form)
    words = _("The account is suspended; every session of it has ended.")
    return done(request, person, domain.suspend, words, reason=form.cleaned_data["reason"])


@access(POST="secretariat")
def lift(request: HttpRequest, key: str) -> HttpResponse:
    return done(request, found(request, key), domain.lift_suspension, _("The account is open again."))


@access(POST="administrator")
def reset(request: HttpRequest, key: str) -> HttpResponse:
    """Take a lost second factor away."""
    person, form = found(request, key), ResetForm(request.POST)
    if not form.is_valid():
        return show(request, person, reset_form=form)
    words = _("The second factor is gone and every session has ended. A mail tells the person.")
    return done(request, person, recovering.reset_second_factor, words, reason=form.cleaned_data["reason"])


@access(POST="administrator")
def role(request: HttpRequest, key: str) -> HttpResponse:
    """Give or take away a role; whether the right to do so exists is asked by the deed."""
    deed = domain.revoke_role if "revoke" in request.POST else domain.grant_role
    wanted = request.POST.get("revoke") or request.POST.get("role", "")
    return done(request, found(request, key), deed, _("The roles are changed; the person signs in anew."), role=wanted)

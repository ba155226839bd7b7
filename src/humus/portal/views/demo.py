"""Become anyone of the cast: only in a demonstration, only from this machine."""

from __future__ import annotations

from ipaddress import ip_address

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from humus.kit.access import access
from humus.people.adapters import local_path
from humus.people.models import Person
from humus.portal import demo_roles
from humus.portal.models import SiteSetting


def from_this_machine(request: HttpRequest) -> bool:
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


@access(POST="anyone")
def become(request: HttpRequest, role: str) -> HttpResponse:
    if not settings.DEMO or not from_this_machine(request) or role not in demo_roles.labels():
        raise Http404
    back = local_path(request.POST.get("next", "")) or "/"
    logout(request)
    if role != demo_roles.VISITOR:
        key = SiteSetting.objects.as_dict().get(demo_roles.setting(role), "")
        person = get_object_or_404(Person.objects.active(), key=key, demonstration=True)
        login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
        UserSession.objects.create_from_request(request)
    return redirect(back)

"""Have notices come to a device, and stop it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from humus.kit import numbers
from humus.kit.access import access
from humus.notifications.push import domain
from humus.notifications.push.forms import DeviceForm
from humus.people.devices import describe


@access(POST="person")
def push(request: HttpRequest) -> HttpResponse:
    """``again``: the browser brings back by itself what was on before its person signed in anew; nothing is said."""
    person: Any = request.user
    if not settings.PUSH:
        raise Http404
    form = DeviceForm(request.POST)
    if not form.is_valid():
        messages.error(request, str(form.non_field_errors()[0]))
        return redirect("notice_habits")
    name = describe(request.headers.get("User-Agent", ""))[:100]
    device = domain.keep(actor=person, session=request.session.session_key or "", name=name, **form.cleaned_data)
    if "again" in request.POST:
        return HttpResponse(status=204)
    domain.greet(device)
    messages.success(request, _("Notifications come to this device now. A first one is on its way."))
    return redirect("notice_habits")


@access(POST="person")
def stop(request: HttpRequest) -> HttpResponse:
    if domain.stop(actor=request.user, pk=numbers.whole(request.POST.get("device", ""))):
        messages.info(request, _("No more notifications come to that device."))
    return redirect("notice_habits")

"""Whom I have blocked."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from humus.kit.access import access
from humus.kit.errors import DeedError
from humus.people import blocking
from humus.people.models import Block, Person


@access(GET="person", POST="person")
def blocked(request: HttpRequest) -> HttpResponse:
    """A post blocks or unblocks the person of a key, and leads back to where it came from."""
    if request.method != "POST":
        rows = Block.objects.filter(person=request.user).select_related("blocked")
        return render(request, "people/blocked.html", {"rows": rows})
    person = Person.objects.active().filter(key=request.POST.get("person", "")[:16]).first()
    if person is None:
        raise Http404
    try:
        if request.POST.get("deed") == "unblock":
            blocking.unblock(actor=request.user, person=person)
            messages.success(request, _("You hear of this person again."))
        else:
            blocking.block(actor=request.user, person=person)
            messages.success(request, _("Blocked. Their comments are folded, and they cannot write to you."))
    except DeedError as refused:
        messages.error(request, str(refused))
    there = request.POST.get("next", "")
    return redirect(there if url_has_allowed_host_and_scheme(there, allowed_hosts=None) else "blocked")

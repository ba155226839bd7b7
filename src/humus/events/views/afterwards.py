"""What is left of an event: recording and follow-up page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from humus.events.models import Event
from humus.events.recordings import AfterForm
from humus.events.views.planning import changed_by, find
from humus.kit.access import access, require


@access(GET="object", POST="object")
def after(request: HttpRequest, key: str) -> HttpResponse:
    event = find(request, key)
    require("page.edit", request.user, event.page)
    row = Event.objects.select_related("follow_up__space").get(pk=event.pk)
    form = AfterForm(request.POST or None, instance=row, person=request.user)
    title = _("Recording and follow-up")
    return changed_by(request, event, form, title=title, note=_("Recording or follow-up changed"))

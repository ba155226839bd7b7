"""The agenda of an event, row by row."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from humus.events.agenda import AgendaForm
from humus.events.views.planning import changed_by, find
from humus.kit.access import access, require


@access(GET="object", POST="object")
def agenda(request: HttpRequest, key: str) -> HttpResponse:
    event = find(request, key)
    require("page.edit", request.user, event.page)
    form = AgendaForm(request.POST or None, event=event)
    return changed_by(request, event, form, title=_("Agenda"), note=_("Agenda changed"))

"""The page on which an event is called off, or on again."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from humus.events import calling_off as deeds
from humus.events.models import Event
from humus.events.views.planning import find
from humus.kit.access import access, require
from humus.kit.errors import DeedError


class ReasonForm(forms.Form):
    why = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Those who are registered read it in their mail, everybody else on the page."),
    )

    def clean_why(self) -> str:
        return " ".join(self.cleaned_data["why"].split())


@access(GET="object", POST="object")
def call_off(request: HttpRequest, key: str) -> HttpResponse:
    event = find(request, key)
    require("page.edit", request.user, event.page)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return _decided(request, event, form)
        except DeedError as error:
            form.add_error(None, str(error))
    context = {
        "question": _("Does the event take place after all?") if event.cancelled else _("Cancel the event?"),
        "text": f"{event.page.title} · {event.days}" if event.days else event.page.title,
        "yes": _("Yes, it takes place") if event.cancelled else _("Cancel the event"),
        "danger": not event.cancelled,
        "fields": {"was": "off" if event.cancelled else "on"},
        "back_url": event.page.get_absolute_url(),
    }
    if not event.cancelled:
        context["form"] = form
    return render(request, "humus/confirm.html", context, status=422 if form.errors else 200)


def _decided(request: HttpRequest, event: Event, form: ReasonForm) -> HttpResponse:
    """What the sender saw is turned round: two who press at once do not undo each other."""
    if request.POST.get("was") == "off":
        deeds.call_on(actor=request.user, event=event)
        messages.success(request, _("The event takes place. Those who are registered get a mail."))
    else:
        deeds.call_off(actor=request.user, event=event, why=form.cleaned_data["why"])
        messages.success(request, _("The event is cancelled. Those who are registered get a mail."))
    return redirect(event.page)

"""Words that were sent after the session had ended, given back after the sign-in."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from humus.kit.access import access
from humus.people import kept_words


@access(GET="person", POST="person")
def kept(request: HttpRequest) -> HttpResponse:
    """Read them, change them and send them; a POST throws them away."""
    found = kept_words.waiting(request)
    if request.method == "POST":
        kept_words.drop(request)
        messages.success(request, _("Thrown away."))
        return redirect("people_home")
    if found is None:
        return redirect("people_home")
    fields = [{"name": name, "value": value, "long": readable(value)} for name, value in found["fields"]]
    return render(request, "people/kept.html", {"to": found["to"], "fields": fields, "files": found["files"]})


def readable(value: str) -> bool:
    """Whether a person wrote it so; a document of the editor goes along unseen."""
    return " " in value.strip() and not is_data(value)


def is_data(value: str) -> bool:
    try:
        data: Any = json.loads(value)
    except ValueError:
        return False
    return isinstance(data, dict | list)

"""Open a space, change what it is called and who sees it, close it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from humus.kit.access import access, require
from humus.kit.errors import DeedError
from humus.spaces import domain
from humus.spaces.finding import in_space
from humus.spaces.forms.settings import NewSpaceForm, SpaceForm
from humus.spaces.models import Space


@access(GET="object", POST="object")
@in_space()
def settings(request: HttpRequest, space: Space) -> HttpResponse:
    require("space.manage", request.user, space)
    form = SpaceForm.of(space, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            space = domain.change(actor=request.user, space=space, **form.cleaned_data)
            messages.success(request, _("The settings are saved."))
            return redirect("space_settings", slug=space.slug)
        except DeedError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
    return render(request, "spaces/settings.html", {"space": space, "form": form}, status=422 if form.errors else 200)


@access(POST="object")
@in_space()
def archive(request: HttpRequest, space: Space) -> HttpResponse:
    """Close the space, or open it again."""
    require("space.manage", request.user, space)
    try:
        if request.POST.get("open"):
            domain.unarchive(actor=request.user, space=space)
            messages.success(request, _("The space is open again."))
        else:
            domain.archive(actor=request.user, space=space)
            messages.success(request, _("The space is archived: one can read it, nobody writes in it any more."))
    except DeedError as error:
        messages.error(request, str(error))
    return redirect("space_settings", slug=space.slug)


@access(GET="secretariat", POST="secretariat")
def new(request: HttpRequest) -> HttpResponse:
    form = NewSpaceForm(request.POST or None, initial={"visibility": "public", "joining": "request"})
    if request.method == "POST" and form.is_valid():
        try:
            space = domain.open_space(actor=request.user, **form.cleaned_data)
            messages.success(request, _("The space is open. Write its front page next."))
            return redirect(space)
        except DeedError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
    return render(request, "spaces/new.html", {"form": form}, status=422 if form.errors else 200)

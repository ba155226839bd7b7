"""Invitations: the secretariat's screen for all of them, and the two things one can do with an open one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from humus.kit.access import access, may
from humus.kit.errors import DeedError
from humus.people.responses import arrived
from humus.spaces.domain import inviting
from humus.spaces.forms.inviting import InviteForm
from humus.spaces.models import Invitation


@access(GET="secretariat", POST="secretariat")
def invitations(request: HttpRequest) -> HttpResponse:
    """Everyone who was invited; a POST invites many at once and says what became of each."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        refused = send(request, form.cleaned_data)
        if not refused:
            return arrived("secretariat_invitations")
        form = InviteForm(initial=form.cleaned_data | {"addresses": "\n".join(refused)})
        for words in refused.values():
            form.refused.append(words)
    wanted = request.GET.get("state", "")
    rows = Invitation.objects.select_related("space", "invited_by", "accepted_by")
    rows = rows.exclude(accepted_at=None) if wanted == "taken" else rows.open()
    labels = (("", _("Open")), ("taken", _("Came in")))
    tabs = [{"label": label, "url": f"?state={key}", "current": key == wanted, "count": None} for key, label in labels]
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "tabs": tabs}
    status = 422 if form.errors or form.refused else 200
    return render(request, "spaces/secretariat/invitations.html", context, status=status)


def send(request: HttpRequest, fields: dict[str, Any]) -> dict[str, str]:
    """Invite each address; answers those that were refused with the reason."""
    refused: dict[str, str] = {}
    words = {"language": fields["language"], "words": fields["words"]}
    for email in fields["addresses"]:
        try:
            inviting.invite(actor=request.user, email=email, space=fields["space"], **words)
        except DeedError as refusal:
            refused[email] = str(refusal)
    done = len(fields["addresses"]) - len(refused)
    if done:
        said = ngettext("%(n)s invitation is on its way.", "%(n)s invitations are on their way.", done)
        messages.success(request, said % {"n": done})
    return refused


@access(POST="person")
def invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it again or take it back; then back to the list one came from."""
    row = get_object_or_404(Invitation.objects.select_related("space"), pk=pk)
    if not may("invitation.send", request.user, row.space):
        raise Http404
    again = "again" in request.POST
    try:
        (inviting.send_again if again else inviting.uninvite)(actor=request.user, invitation=row)
        messages.success(request, _("The letter is on its way again.") if again else _("The invitation is taken back."))
    except DeedError as refusal:
        messages.error(request, str(refusal))
    if row.space and "space" in request.POST:
        return redirect("space_people", slug=row.space.slug)
    return redirect("secretariat_invitations")

"""Ask for a role, leave, and see where one's requests stand."""

from __future__ import annotations

from allauth.account.forms import SignupForm
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from humus.kit.access import access
from humus.kit.errors import DeedError
from humus.spaces import arriving, domain, panels, partnership
from humus.spaces.finding import in_space
from humus.spaces.forms.joining import JoinForm
from humus.spaces.models import JoinRequest, Membership, Space
from humus.spaces.rules import may_read


@access(GET="anyone", POST="anyone")
@in_space(known=True)
def join(request: HttpRequest, space: Space) -> HttpResponse:
    """The roles of the space and the form of the one that was chosen."""
    asked = space.behaviour.asked_roles
    chosen = request.POST.get("role") or request.GET.get("role") or ("member" if "member" in asked else "")
    if chosen and chosen not in asked:
        raise Http404
    if request.method == "POST" and not request.user.is_authenticated:
        if space.lets_in_at_once(chosen):
            return arriving.set_out(request, space)
        return redirect_to_login(request.get_full_path())
    form = JoinForm(request.POST or None, space=space, role=chosen) if chosen else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            joined = domain.join(actor=request.user, space=space, role=chosen, **form.cleaned_data)
            return _after(request, space, joined)
        except DeedError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
    standing = panels.standing(space, request.user)
    context = {"space": space, "asked": asked, "chosen": chosen, "form": form, "standing": standing}
    context["partnership"] = partnership.of(request.user)
    context["at_once"] = space.lets_in_at_once(chosen)
    context["newcomer"] = SignupForm()
    return render(request, "spaces/join.html", context, status=422 if form and form.errors else 200)


def _after(request: HttpRequest, space: Space, joined: Membership | JoinRequest) -> HttpResponse:
    if isinstance(joined, Membership):
        messages.success(request, _("Welcome! You are in “%(space)s” now.") % {"space": space})
        return redirect(space)
    messages.success(request, _("Your request was sent. You see here how it stands."))
    return redirect("my_requests")


@access(POST="person")
@in_space(known=True)
def leave(request: HttpRequest, space: Space) -> HttpResponse:
    membership = get_object_or_404(space.memberships.current(), person=request.user, role=request.POST.get("role", ""))
    domain.end(actor=request.user, membership=membership)
    messages.success(request, _("You have left “%(space)s”.") % {"space": space})
    return redirect(space if may_read(request.user, Space.objects.get(pk=space.pk)) else "spaces")


@access(GET="person")
def my_requests(request: HttpRequest) -> HttpResponse:
    asked = JoinRequest.objects.filter(person=request.user).select_related("space").order_by("-asked_at", "-pk")
    regions = panels.region_names()
    for one in asked:
        one.region_name = regions.get(one.region, one.region)  # type: ignore[attr-defined]
    return render(request, "spaces/my_requests.html", {"requests": asked})


@access(POST="person")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    asked = get_object_or_404(JoinRequest, pk=pk, person=request.user)
    try:
        domain.withdraw(actor=request.user, request=asked)
        messages.success(request, _("Your request was withdrawn."))
    except DeedError as error:
        messages.error(request, str(error))
    return redirect("my_requests")

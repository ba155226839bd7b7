"""The notification centre: what one is told, what one follows, how often mail comes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from humus.kit.access import access
from humus.kit.errors import DeedError
from humus.kit.numbers import whole
from humus.notifications import returning
from humus.notifications.models import Follow, Notice, ReturnedAddress
from humus.notifications.notices import domain, leaving
from humus.notifications.notices.forms import HabitsForm
from humus.notifications.notices.showing import lines
from humus.notifications.push import keys
from humus.pages.models import Page, Watch
from humus.pages.reading import titled
from humus.pages.views.finding import crumbs, page_or_404
from humus.people.models import Person
from humus.search import watching
from humus.search.models import SavedSearch
from humus.spaces.models import Space

PAGE = 30


@access(GET="person", POST="person")
def notices(request: HttpRequest) -> HttpResponse:
    """What one is told, newest first; a post marks all as read."""
    person: Any = request.user
    if request.method == "POST":
        domain.read(actor=person)
        messages.success(request, _("All is marked as read."))
        return redirect("notices")
    only_unread = request.GET.get("show") != "all"
    mine = Notice.objects.visible_to(person)
    unread = mine.unread()
    waiting = unread.count()
    if not waiting and person.unread:
        # What is counted but may not be seen any more is nothing to be told of.
        domain.read(actor=person)
    found = (unread if only_unread and waiting else mine).select_related("telling__page__space", "telling__actor")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "lines": lines(page.object_list), "waiting": waiting, "all": not (only_unread and waiting)}
    return render(request, "notifications/notices/centre.html", context)


@access(GET="person")
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one as read and lead to it."""
    found = Notice.objects.visible_to(request.user).select_related("telling__page__space", "telling__actor")
    one = get_object_or_404(found, pk=pk)
    domain.read(actor=request.user, notice=one)
    shown = lines([one])
    if not shown:
        messages.info(request, _("This is no longer there."))
    return redirect(shown[0].url if shown else one.telling.page.get_absolute_url())


@access(GET="person", POST="person")
def habits(request: HttpRequest) -> HttpResponse:
    person: Any = request.user
    form = HabitsForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid():
        domain.set_habits(actor=request.user, spaces=form.by_space, **form.habits)
        messages.success(request, _("The settings are saved."))
        return redirect("notice_habits")
    closed = ReturnedAddress.objects.closed().filter(address=person.email.lower()).first() if person.returned else None
    context = {"form": form, "marked": closed, "push_key": keys.public_key() if settings.PUSH else ""}
    return render(request, "notifications/notices/habits.html", context, status=422 if form.errors else 200)


@access(POST="person")
def address(request: HttpRequest) -> HttpResponse:
    """One's own address is right after all: mails go there again."""
    person: Any = request.user
    if returning.write_again(actor=person, address=person.email):
        messages.success(request, _("Mails come to you again. If one comes back, you read it here."))
    return redirect("notice_habits")


@access(GET="person", POST="person")
def following(request: HttpRequest) -> HttpResponse:
    """Everything that one follows, each with a way to stop."""
    person: Any = request.user
    if request.method == "POST":
        kind, _sep, pk = request.POST.get("stop", "").partition("-")
        model: Any = {"watch": Watch, "follow": Follow}.get(kind)
        number = whole(pk)
        if model and model.objects.filter(person=person, pk=number).delete()[0]:
            messages.info(request, _("You no longer follow this."))
        saved = SavedSearch.objects.filter(person=person, pk=number).first() if kind == "search" else None
        if saved is not None:
            watching.unwatch(actor=person, saved=saved)
            messages.info(request, _("You are no longer told of this search; it is still kept."))
        return redirect("following")
    seen = Page.objects.visible_to(person)
    watches = Watch.objects.filter(person=person, page__in=seen).select_related("page__space").order_by("-pk")[:500]
    follows = list(Follow.objects.filter(person=person).select_related("page__space", "space", "whom")[:500])
    trees = [one for one in follows if one.page_id]
    allowed = set(seen.filter(pk__in=[one.page_id for one in trees]).values_list("pk", flat=True))
    known = set(Space.objects.known_to(person).values_list("pk", flat=True))
    titled([one.page for one in watches] + [one.page for one in trees])
    context = {
        "watches": watches,
        "trees": [one for one in trees if one.page_id in allowed],
        "spaces": [one for one in follows if one.space_id in known],
        "labels": [one for one in follows if one.label],
        "searches": [(one, watching.said(one)) for one in person.saved_searches.exclude(watched_to=None)[:500]],
        "people": [one for one in follows if one.whom and one.whom.is_active and one.whom.listed_at],
    }
    return render(request, "notifications/notices/following.html", context)


@access(GET="person", POST="person")
def follow(request: HttpRequest, key: str) -> HttpResponse:
    """Choose what to follow from a page: it alone, with all below it, its space, its labels."""
    page = page_or_404(request, key)
    if request.method == "POST":
        domain.follow(actor=request.user, page=page, wanted=set(request.POST.getlist("follow")))
        messages.success(request, _("What you follow is saved."))
        return redirect(page.get_absolute_url())
    context = {
        "page": page,
        "now": domain.followed(request.user, page),
        "labels": [(name, f"label:{name}") for name in page.labels.values_list("name", flat=True)],
        "crumbs": crumbs(page, [], itself=True),
    }
    return render(request, "notifications/notices/follow.html", context)


@access(POST="person")
def follow_person(request: HttpRequest, key: str) -> HttpResponse:
    """Follow somebody of the directory from their profile, or stop it; nobody follows themselves."""
    whom = get_object_or_404(Person.objects.active().exclude(listed_at=None).exclude(pk=request.user.pk), key=key)
    on = request.POST.get("follow") == "yes"
    domain.follow_person(actor=request.user, whom=whom, on=on)
    messages.success(request, _("You follow %s.") % whom if on else _("You no longer follow %s.") % whom)
    return redirect(whom)


@access(POST="person")
def follow_label(request: HttpRequest, name: str) -> HttpResponse:
    """Follow all pages with a label from its page, or stop it."""
    on = request.POST.get("follow") == "yes"
    try:
        domain.follow_label(actor=request.user, label=name, on=on)
        messages.success(request, _("You follow %s.") % name if on else _("You no longer follow %s.") % name)
    except DeedError as refusal:
        messages.error(request, str(refusal))
    return redirect("label", name)


@csrf_exempt
@access(GET="anyone", POST="anyone")
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """End the letters: the page asks, a post does it at once, also that of a mail program (RFC 8058)."""
    person = leaving.person_of(token)
    if person is None:
        raise Http404
    if request.method == "POST":
        domain.stop_mail(person=person)
    return render(request, "notifications/notices/leave.html", {"done": request.method == "POST"})

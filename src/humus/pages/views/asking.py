"""Small answers for the editor: pages to link to, people to mention, blocks as their readers see them."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Case, IntegerField, Q, Value, When
from django.http import HttpRequest, HttpResponse, JsonResponse

from humus.kit import richtext
from humus.kit.access import access, require
from humus.kit.richtext import BadDocument
from humus.pages import reading
from humus.pages.models import Page, Text
from humus.pages.views.finding import json_of, page_or_404, wanted_language
from humus.people.models import Person
from humus.spaces import groups
from humus.spaces.models import Membership
from humus.spaces.rules import powers


@access(GET="person")
def pages(request: HttpRequest) -> HttpResponse:
    """Pages whose title holds the words, best first."""
    words = request.GET.get("q", "").replace("\x00", "")[:100].split()
    if not words:
        return JsonResponse({"results": []})
    visible = Page.objects.visible_to(request.user).published().values("pk")
    texts = Text.objects.filter(page__in=visible)
    for word in words:
        texts = texts.filter(title__icontains=word)
    ids = list(texts.order_by("title").values_list("page_id", flat=True)[:40])
    found = reading.titled(Page.objects.filter(pk__in=ids).select_related("space"))[:10]
    return JsonResponse(
        {
            "results": [
                {"key": p.key, "title": p.title, "space": p.space.title, "url": p.get_absolute_url()} for p in found
            ]
        }
    )


# Who else is known on a page, as other apps know it.
KNOWN: list[Callable[[Page], Q]] = []


@access(GET="person")
def people(request: HttpRequest) -> HttpResponse:
    """People one may know: those in the directory, and those on the page and in the space where one is writing.

    With ``groups``, the groups of that space too, before the people; a group has no key.
    """
    words = request.GET.get("q", "").replace("\x00", "")[:60].split()
    page = reading.find(request.user, key=request.GET.get("page", ""))
    known = Q(listed_at__isnull=False)
    called: list[dict[str, str]] = []
    if page is not None:
        for on_page in KNOWN:
            known |= on_page(page)
        if powers(request.user, page.space):
            known |= Q(pk__in=Membership.objects.current().filter(space=page.space).values("person"))
        if "groups" in request.GET and len(words) < 2:
            called = groups.offered(request.user, page.space, "".join(words))
    found = Person.objects.active().filter(known).exclude(name="")
    for word in words:
        found = found.filter(name__icontains=word)
    begins = Case(When(name__istartswith=" ".join(words), then=Value(0)), default=Value(1), output_field=IntegerField())
    results = [{"key": p.key, "name": p.name} for p in found.order_by(begins, "name")[:10]] if words else []
    return JsonResponse({"results": [{"key": "", **group} for group in called] + results})


MOST_BLOCKS = 100


@access(POST="person")
def blocks(request: HttpRequest, key: str) -> HttpResponse:
    """How blocks look to the person who writes them: ``{"blocks": [...]}`` in, ``{"html": [...]}`` out, one for one."""
    page = page_or_404(request, key)
    require("page.edit", request.user, page)
    language = wanted_language(request, page)
    try:
        given = json_of(request).get("blocks")
        nodes = given[:MOST_BLOCKS] if isinstance(given, list) else []
        found = [richtext.compile({"type": "doc", "content": [node]}, language=language) for node in nodes]
    except BadDocument as refusal:
        return JsonResponse({"error": str(refusal)}, status=400)
    context = reading.context(request.user, page, language, may_edit=True)
    return JsonResponse({"html": richtext.render_each(found, context)})
